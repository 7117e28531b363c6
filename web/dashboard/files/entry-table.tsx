// What is in a folder, and what can be done to each entry.

import {ActionIcon} from '@mantine/core';
import {IconArrowsMove, IconDownload, IconFile, IconFolder, IconLink, IconTrash} from '@tabler/icons-react';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {formatBytes} from '../../../src/model/quantity.ts';
import type {Entry} from '../../shared/api/files.ts';
import {contentHref} from '../../shared/api/files.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Link} from '../../shared/route/router.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {DeleteDialog} from './delete-dialog.tsx';
import style from './entry-table.module.css';
import {folderTo} from './folder-place.ts';
import {MoveDialog} from './move-dialog.tsx';

type Doing = {readonly what: 'move' | 'delete'; readonly entry: Entry};

export function EntryTable({
  entries,
  changed,
}: {
  readonly entries: readonly Entry[];
  readonly changed: () => void;
}): ReactNode {
  const say = useSay();
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  const done = (): void => {
    close();
    changed();
  };
  return (
    <>
      <table className={`plain ${style['entries']}`}>
        <thead>
          <tr>
            <th scope="col">{say('files.name')}</th>
            <th scope="col" className="end">
              {say('files.size')}
            </th>
            <th scope="col" className={style['wide']}>
              {say('files.modified')}
            </th>
            <th scope="col" className={style['wide']}>
              {say('files.mode')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{say('actions.title')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.path} entry={entry} start={(what) => setDoing({what, entry})} />
          ))}
        </tbody>
      </table>
      {doing?.what === 'move' && <MoveDialog entry={doing.entry} close={close} done={done} />}
      {doing?.what === 'delete' && <DeleteDialog entry={doing.entry} close={close} done={done} />}
    </>
  );
}

const icons = {file: IconFile, folder: IconFolder, link: IconLink, other: IconFile} as const;

function EntryRow({entry, start}: {readonly entry: Entry; readonly start: (what: Doing['what']) => void}): ReactNode {
  const say = useSay();
  const {name, kind, size, modifiedAt, mode, target, addressable, path} = entry;
  const Icon = icons[kind];
  return (
    <tr>
      <td>
        <span className={style['name']}>
          <Icon size={16} stroke={1.6} aria-hidden />
          <span>
            {kind === 'folder' && addressable ? <Link to={folderTo(path)}>{name}</Link> : name}
            {target !== null && <span className="quiet"> → {target}</span>}
          </span>
        </span>
      </td>
      <td className="end nowrap">
        {kind === 'file' ? formatBytes(size) : kind === 'folder' ? say('files.folder') : '–'}
      </td>
      <td className={`nowrap ${style['wide']}`}>{momentText(modifiedAt)}</td>
      <td className={`mono quiet ${style['wide']}`}>{mode}</td>
      <td className="end nowrap">
        {addressable && (
          <>
            {kind === 'file' && (
              <ActionIcon
                component="a"
                href={contentHref(path)}
                download={name}
                variant="subtle"
                color="gray"
                aria-label={say('files.download-of', {name})}
                title={say('files.download')}
              >
                <IconDownload size={16} aria-hidden />
              </ActionIcon>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => start('move')}
              aria-label={say('files.move-of', {name})}
              title={say('files.move')}
            >
              <IconArrowsMove size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => start('delete')}
              aria-label={say('files.delete-of', {name})}
              title={say('files.delete')}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
      </td>
    </tr>
  );
}
