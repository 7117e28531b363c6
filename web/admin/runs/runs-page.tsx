// The runs that were started from the pages of this controller.

import type {ReactNode} from 'react';
import {askRuns, type ListedRun} from '../../shared/api/runs.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {usePlanWords} from '../../shared/plan/use-plan-words.ts';
import {useResource} from '../../shared/resource/use-resource.ts';
import {Link} from '../../shared/route/router.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {AuditPanel} from './audit-panel.tsx';
import {type RunLine, RunTable} from './run-table.tsx';
import {RunState} from './run-words.tsx';

export function RunsPage(): ReactNode {
  const say = useSay();
  const read = usePlanWords();
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
                <RunTable
                  lines={[...runs].sort((a, b) => b.startedAt - a.startedAt).map((run) => lineOf(run, read(run.title)))}
                />
              )}
            </Panel>
            {audit.length > 0 && <AuditPanel entries={audit} />}
          </div>
        )}
      </Asked>
    </>
  );
}

function lineOf({runId, startedAt, endedAt, state, result, user, reason}: ListedRun, title: string): RunLine {
  return {
    ...{key: runId, at: startedAt, who: user, reason},
    tookMs: endedAt === null ? null : endedAt - startedAt,
    what: <Link to={`runs/${runId}`}>{title}</Link>,
    result: <RunState state={state} result={result} />,
  };
}
