// The runs that were started from the pages of this controller.

import type {ReactNode} from 'react';
import {formatDuration} from '../../../src/model/quantity.ts';
import {askRuns} from '../../shared/api/runs.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Asked} from '../../shared/kit/asked.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {Link} from '../../shared/route/router.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {AuditPanel} from './audit-panel.tsx';
import {RunState} from './run-words.tsx';

export function RunsPage(): ReactNode {
  const say = useSay();
  const resource = useResource(askRuns(), 10);
  return (
    <>
      <PageHead title={say('runs.page')} lead={say('runs.lead')} />
      <Asked resource={resource}>
        {({runs, audit}) => (
          <div className="stack">
            <Panel title={say('runs.page')} flush>
              {runs.length === 0 ? (
                <Nothing>{say('runs.empty')}</Nothing>
              ) : (
                <table className="plain cards">
                  <thead>
                    <tr>
                      <th scope="col">{say('runs.when')}</th>
                      <th scope="col">{say('runs.what')}</th>
                      <th scope="col">{say('runs.result')}</th>
                      <th scope="col">{say('runs.who')}</th>
                      <th scope="col">{say('runs.took')}</th>
                      <th scope="col">{say('confirm.reason')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...runs]
                      .sort((a, b) => b.startedAt - a.startedAt)
                      .map((run) => (
                        <tr key={run.runId}>
                          <td data-label={say('runs.when')} className="nowrap">
                            {momentText(run.startedAt)}
                          </td>
                          <td data-label={say('runs.what')}>
                            <Link to={`runs/${run.runId}`}>{run.title}</Link>
                          </td>
                          <td data-label={say('runs.result')}>
                            <RunState state={run.state} result={run.result} />
                          </td>
                          <td data-label={say('runs.who')}>{run.user}</td>
                          <td data-label={say('runs.took')} className="nowrap">
                            {run.endedAt === null ? '–' : formatDuration(run.endedAt - run.startedAt)}
                          </td>
                          <td data-label={say('confirm.reason')}>{run.reason ?? '–'}</td>
                        </tr>
                      ))}
                  </tbody>
                </table>
              )}
            </Panel>
            {audit.length > 0 && <AuditPanel entries={audit} />}
          </div>
        )}
      </Asked>
    </>
  );
}
