// The matrix services × controllers, and below it what is wrong and what has changed.

import type {ReactNode} from 'react';
import {EventList} from '../../shared/events/event-list.tsx';
import {FindingList} from '../../shared/findings/finding-list.tsx';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useLive} from '../../shared/live/use-live.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {Matrix} from './matrix.tsx';
import style from './matrix-page.module.css';

export function MatrixPage(): ReactNode {
  const say = useSay();
  const {events} = useLive();
  return (
    <>
      <PageHead title={say('matrix.title')} lead={say('matrix.lead')} />
      <LiveBody>
        {(status) => (
          <div className="stack">
            <Matrix status={status} />
            <div className={style['columns']}>
              <Panel title={say('findings.title')} flush>
                <FindingList findings={status.findings} limit={12} />
              </Panel>
              <Panel title={say('events.title')} flush>
                <EventList events={events.slice(0, 12)} />
              </Panel>
            </div>
          </div>
        )}
      </LiveBody>
    </>
  );
}
