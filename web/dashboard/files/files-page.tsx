// Files on the cluster's storage: browse, download, upload, make folders, move, delete.

import {Button, FileButton} from '@mantine/core';
import type {DragEvent, ReactNode} from 'react';
import {useEffect, useState} from 'react';
import {askFolder, askRoots} from '../../shared/api/files.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {Link, useRoute} from '../../shared/route/router.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {EntryTable} from './entry-table.tsx';
import style from './files-page.module.css';
import {folderTo} from './folder-place.ts';
import {NewFolder} from './new-folder.tsx';
import {PathTrail} from './path-trail.tsx';
import {UnfinishedPanel} from './unfinished-panel.tsx';
import {addUploads, onPlaced} from './upload-list.ts';
import {UploadPanel} from './upload-panel.tsx';

const firstLimit = 200;
const mostLimit = 1000;

export function FilesPage(): ReactNode {
  const say = useSay();
  const {query} = useRoute();
  const {account} = useSession();
  const path = query.get('path');
  if (account.unix === null) return <Note level="warning">{say('profile.no-unix')}</Note>;
  return path === null ? <Roots /> : <Folder key={path} path={path} />;
}

/** Whoever has one folder alone is taken there. */
function Roots(): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const resource = useResource(askRoots());
  const only = resource.value?.length === 1 ? resource.value[0] : undefined;
  useEffect(() => {
    if (only !== undefined) go(folderTo(only.path), {replace: true});
  }, [only, go]);
  return (
    <>
      <PageHead title={say('files.title')} />
      <Asked resource={resource}>
        {(roots) => (
          <Panel title={say('files.roots')}>
            <ul className={style['roots']}>
              {roots.map(({path}) => (
                <li key={path}>
                  <Link to={folderTo(path)}>{path}</Link>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </Asked>
    </>
  );
}

function Folder({path}: {readonly path: string}): ReactNode {
  const say = useSay();
  const [limit, setLimit] = useState(firstLimit);
  const [over, setOver] = useState(false);
  const resource = useResource(askFolder(path, limit));
  const {again} = resource;
  useEffect(() => onPlaced((folder) => folder === path && again()), [path, again]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    addUploads(path, [...event.dataTransfer.files]);
  };
  return (
    <>
      <PageHead title={say('files.title')} lead={<PathTrail path={path} />}>
        <NewFolder folder={path} made={again} />
        <FileButton multiple onChange={(files) => addUploads(path, files)}>
          {(props) => <Button {...props}>{say('files.upload')}</Button>}
        </FileButton>
      </PageHead>
      <div className="stack">
        <UploadPanel />
        <UnfinishedPanel />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button above is for every keyboard */}
        <div
          className={style['drop']}
          data-over={over}
          data-say={say('files.drop')}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Asked resource={resource} lines={8}>
            {(listing) => (
              <Panel
                title={path.split('/').at(-1) || path}
                flush
                aside={
                  listing.total > listing.entries.length && (
                    <>
                      <span>{say('files.more', {shown: listing.entries.length, total: listing.total})}</span>
                      {limit < mostLimit && (
                        <Button variant="default" size="compact-xs" onClick={() => setLimit(mostLimit)}>
                          {say('frame.more')}
                        </Button>
                      )}
                    </>
                  )
                }
              >
                {listing.entries.length === 0 ? (
                  <Nothing>{say('files.empty')}</Nothing>
                ) : (
                  <EntryTable entries={listing.entries} changed={again} />
                )}
              </Panel>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}
