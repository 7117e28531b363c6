// The uploads of this window: how far each is, and pause, resume, give up.

import {Button, Progress} from '@mantine/core';
import type {ReactNode} from 'react';
import {formatBytes, formatDuration} from '../../../src/model/quantity.ts';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import type {Upload} from './upload-list.ts';
import {clearDone, giveUpload, pauseUpload, resumeUpload, useUploads} from './upload-list.ts';
import style from './upload-panel.module.css';

const levels = {
  waiting: 'none',
  sending: 'info',
  retrying: 'warning',
  paused: 'none',
  done: 'ok',
  failed: 'critical',
} as const;

export function UploadPanel(): ReactNode {
  const say = useSay();
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  const clear = uploads.some(({state}) => state === 'done') && (
    <Button variant="subtle" size="compact-xs" onClick={clearDone}>
      {say('uploads.dismiss')}
    </Button>
  );
  return (
    <Panel title={say('uploads.title')} aside={clear} flush>
      <ul className={style['list']}>
        {uploads.map((upload) => (
          <OneUpload key={upload.id} upload={upload} />
        ))}
      </ul>
    </Panel>
  );
}

function OneUpload({upload}: {readonly upload: Upload}): ReactNode {
  const say = useSay();
  const {id, name, path, size, sent, state, speed, fault} = upload;
  const share = size === 0 ? 100 : (100 * sent) / size;
  const left = speed === null || speed === 0 ? null : ((size - sent) / speed) * 1000;
  return (
    <li>
      <div className={style['what']}>
        <b>{name}</b>
        <span className="quiet mono">{path}</span>
      </div>
      <LevelMark level={levels[state]} word={say(`uploads.${state}`)} />
      <Progress
        value={state === 'done' ? 100 : share}
        aria-label={say('uploads.progress', {name})}
        size="sm"
        className={style['bar'] ?? ''}
      />
      <span className="quiet">
        {say('uploads.of', {sent: formatBytes(state === 'done' ? size : sent), size: formatBytes(size)})}
        {speed !== null &&
          left !== null &&
          ` · ${say('uploads.speed', {speed: formatBytes(speed), left: formatDuration(left)})}`}
      </span>
      {fault !== null && <p className={style['fault']}>{fault}</p>}
      {state !== 'done' && (
        <div className={style['doings']}>
          {(state === 'sending' || state === 'retrying' || state === 'waiting') && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => pauseUpload(id)}
              aria-label={say('uploads.pause-of', {name})}
            >
              {say('uploads.pause')}
            </Button>
          )}
          {(state === 'paused' || state === 'failed') && (
            <Button size="compact-xs" onClick={() => resumeUpload(id)} aria-label={say('uploads.resume-of', {name})}>
              {say('uploads.resume')}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={() => giveUpload(id)}
            aria-label={say('uploads.give-up-of', {name})}
          >
            {say('uploads.give-up')}
          </Button>
        </div>
      )}
    </li>
  );
}
