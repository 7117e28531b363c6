// The audit journal: what was done to the cluster, by whom and why, from any console or page.

import type {ReactNode} from 'react';
import type {Audited} from '../../shared/api/runs.ts';
import {Panel} from '../../shared/kit/panel.tsx';
import {usePlanWords} from '../../shared/plan/use-plan-words.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import {RunTable} from './run-table.tsx';
import {RunState} from './run-words.tsx';

export function AuditPanel({entries}: {readonly entries: readonly Audited[]}): ReactNode {
  const say = useSay();
  const read = usePlanWords();
  const lines = entries.map(({runId, at, title, result, operator, targets, tookMs, reason}) => ({
    key: `${runId} ${at}`,
    ...{at, what: read(title), who: operator, tookMs, reason, targets},
    result: <RunState state="ended" result={result} />,
  }));
  return (
    <Panel title={say('runs.audit')} flush>
      <RunTable lines={lines} />
    </Panel>
  );
}
