// The audit journal: what was done to the cluster, by whom and why, from any console or page.

import type {ReactNode} from 'react';
import {formatDuration} from '../../../src/model/quantity.ts';
import type {Audited} from '../../shared/api/runs.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {RunState} from './run-words.tsx';

export function AuditPanel({entries}: {readonly entries: readonly Audited[]}): ReactNode {
  const say = useSay();
  return (
    <Panel title={say('runs.audit')} flush>
      <table className="plain cards">
        <thead>
          <tr>
            <th scope="col">{say('runs.when')}</th>
            <th scope="col">{say('runs.what')}</th>
            <th scope="col">{say('runs.result')}</th>
            <th scope="col">{say('runs.who')}</th>
            <th scope="col">{say('runs.targets')}</th>
            <th scope="col">{say('runs.took')}</th>
            <th scope="col">{say('confirm.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.runId} ${entry.at}`}>
              <td data-label={say('runs.when')} className="nowrap">
                {momentText(entry.at)}
              </td>
              <td data-label={say('runs.what')}>{entry.title}</td>
              <td data-label={say('runs.result')}>
                <RunState state="ended" result={entry.result} />
              </td>
              <td data-label={say('runs.who')}>{entry.operator}</td>
              <td data-label={say('runs.targets')}>{entry.targets.join(', ') || '–'}</td>
              <td data-label={say('runs.took')} className="nowrap">
                {entry.tookMs === null ? '–' : formatDuration(entry.tookMs)}
              </td>
              <td data-label={say('confirm.reason')}>{entry.reason ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
