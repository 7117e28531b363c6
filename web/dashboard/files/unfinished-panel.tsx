// Uploads that were begun anywhere and not finished, as the service knows them: how far, until when they are kept, and giving one up.

import {Button, Progress} from '@mantine/core';
import type {ReactNode} from 'react';
import {useEffect, useState} from 'react';
import {formatBytes} from '../../../src/model/quantity.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {askUnfinished, removeUnfinished, type UnfinishedUpload} from '../../shared/api/files.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import {onPlaced, useUploads} from './upload-list.ts';
import style from './upload-panel.module.css';

/** Those of this window have their own panel. Where the service cannot be asked nothing is claimed: the next upload asks again. */
export function UnfinishedPanel(): ReactNode {
  const say = useSay();
  const own = new Set(useUploads().map(({path}) => path));
  const {value, again} = useResource(askUnfinished());
  useEffect(() => onPlaced(() => again()), [again]);
  const others = (value ?? []).filter(({path, placed}) => !placed && !own.has(path));
  if (others.length === 0) return null;
  return (
    <Panel title={say('uploads.unfinished-title')} flush>
      <p className={style['hint']}>{say('uploads.unfinished')}</p>
      <ul className={style['list']}>
        {others.map((upload) => (
          <OneUnfinished key={upload.id} upload={upload} gone={again} />
        ))}
      </ul>
    </Panel>
  );
}

function OneUnfinished({upload, gone}: {readonly upload: UnfinishedUpload; readonly gone: () => void}): ReactNode {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Failure | null>(null);
  const {id, path, size, offset, expiresAt} = upload;
  const name = path.split('/').at(-1) ?? path;
  const giveUp = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(removeUnfinished(id));
    setBusy(false);
    // Somebody else gave it up, or its file has its name by now: gone all the same.
    const isGone = answer.kind === 'ok' || (answer.failure.kind === 'told' && answer.failure.code === 'upload-unknown');
    if (isGone) gone();
    else setFault(answer.failure);
  };
  return (
    <li>
      <div className={style['what']}>
        <b>{name}</b>
        <span className="quiet mono">{path}</span>
      </div>
      <div className={style['doings']}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          loading={busy}
          onClick={() => void giveUp()}
          aria-label={say('uploads.give-up-of', {name})}
        >
          {say('uploads.give-up')}
        </Button>
      </div>
      <Progress
        value={size === 0 ? 100 : (100 * offset) / size}
        aria-label={say('uploads.progress', {name})}
        size="sm"
        className={style['bar'] ?? ''}
      />
      <span className="quiet">
        {say('uploads.of', {sent: formatBytes(offset), size: formatBytes(size)})}
        {expiresAt !== null && ` · ${say('uploads.kept-until', {until: momentText(expiresAt)})}`}
      </span>
      {fault !== null && <FailureNote failure={fault} />}
    </li>
  );
}
