// The cluster at a glance: the figures that matter, the services, what is wrong.

import type {ReactNode} from 'react';
import {FindingList} from '../../shared/findings/finding-list.tsx';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {Figures} from './figures.tsx';
import style from './glance-page.module.css';
import {ServiceLines} from './service-lines.tsx';

export function GlancePage(): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('glance.title')} />
      <LiveBody>
        {(status) => (
          <div className="stack">
            <Figures status={status} />
            <div className={style['columns']}>
              <Panel title={say('glance.services')} flush aside={<a href="/monitoring">{say('glance.monitoring')}</a>}>
                <ServiceLines status={status} />
              </Panel>
              <Panel title={say('glance.findings')} flush>
                <FindingList findings={status.findings} limit={6} />
              </Panel>
            </div>
          </div>
        )}
      </LiveBody>
    </>
  );
}
