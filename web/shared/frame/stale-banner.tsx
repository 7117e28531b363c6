// The loud bar when the live view is not live: silence is never health, so nobody may overlook it.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {formatAge} from '../../../src/model/quantity.ts';
import {useFreshness, useLive, useRetry} from '../live/use-live.tsx';
import {useSay} from '../words/use-words.tsx';
import style from './stale-banner.module.css';

export function StaleBanner(): ReactNode {
  const say = useSay();
  const {attempts, node, status} = useLive();
  const fresh = useFreshness();
  const retry = useRetry();
  // A blink of the network is no alarm; the mark in the strip shows it already.
  if (fresh.kind !== 'stale' || (fresh.why === 'link' && fresh.ageMs < 4000)) return null;
  const age = formatAge(fresh.ageMs);
  const body =
    fresh.why === 'looks' ? say('live.stale-server', {node: node ?? '?', age}) : say('live.stale-body', {attempts});
  return (
    <div className={style['banner']}>
      <p role="alert">
        <b>{status === null ? say('live.first-lost') : say('live.stale-title', {age})}</b> <span>{body}</span>
      </p>
      <Button variant="white" color="dark" size="xs" onClick={retry}>
        {say('frame.again')}
      </Button>
    </div>
  );
}
