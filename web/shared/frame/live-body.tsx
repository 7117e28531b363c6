// What hangs on the live view: it waits for the first look, and greys out what is not live any more.

import type {ReactNode} from 'react';
import type {Status} from '../api/status.ts';
import {Note} from '../kit/failure-note.tsx';
import {useFreshness, useLive} from '../live/use-live.tsx';
import {useSay} from '../words/use-words.tsx';

export function LiveBody({children}: {readonly children: (status: Status) => ReactNode}): ReactNode {
  const say = useSay();
  const {status, gap} = useLive();
  const fresh = useFreshness();
  if (status === null) {
    return <Note level="unknown">{say(fresh.kind === 'stale' ? 'live.first-lost' : 'live.first')}</Note>;
  }
  return (
    <>
      {gap !== null && <Note level="warning">{say('live.gap', {reason: gap})}</Note>}
      <div className={fresh.kind === 'stale' ? 'old' : undefined}>{children(status)}</div>
    </>
  );
}
