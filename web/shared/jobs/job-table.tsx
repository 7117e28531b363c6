// Jobs as a table; on a phone as cards.

import type {ReactNode} from 'react';
import {formatDuration, formatMoment} from '../../../src/model/quantity.ts';
import type {Job} from '../api/jobs.ts';
import {localOffset} from '../events/local-time.ts';
import {type Column, DataTable} from '../kit/data-table.tsx';
import {Link} from '../route/router.tsx';
import {useSay} from '../words/use-words.tsx';
import {JobState} from './job-state.tsx';

type JobTableProps = {
  readonly jobs: readonly Job[];
  readonly withUser?: boolean;
  readonly actions?: (job: Job) => ReactNode;
};

export function JobTable({jobs, withUser, actions}: JobTableProps): ReactNode {
  const say = useSay();
  const columns: readonly Column<Job>[] = [
    {
      title: say('job.id'),
      nowrap: true,
      cell: ({id}) => <Link to={`jobs/${encodeURIComponent(id)}`}>{id}</Link>,
    },
    {title: say('job.name'), cell: ({name}) => name},
    ...(withUser === true ? [{title: say('job.user'), cell: ({user}: Job) => user}] : []),
    {title: say('job.state'), cell: (job) => <StateCell job={job} />},
    {title: say('job.partition'), cell: ({partition}) => partition ?? '–'},
    {title: say('job.cpus'), cell: ({cpus}) => cpus ?? '–'},
    {
      title: say('job.time'),
      nowrap: true,
      cell: (job) => jobTime(job, (elapsed, limit) => say('job.time-of', {elapsed, limit})),
    },
    {title: say('job.submitted'), nowrap: true, cell: ({submittedAt}) => momentText(submittedAt)},
    ...(actions === undefined ? [] : [{title: say('actions.title'), buttons: true, cell: actions}]),
  ];
  return <DataTable columns={columns} rows={jobs} keyOf={({id}) => id} />;
}

function StateCell({job: {state, reason, phase}}: {readonly job: Job}): ReactNode {
  return (
    <>
      <JobState state={state} />
      {reason !== null && phase === 'waiting' && <span className="quiet"> {reason}</span>}
    </>
  );
}

export function jobTime(job: Job, of: (elapsed: string, limit: string) => string): string {
  if (job.elapsedSeconds === null) return '–';
  const elapsed = formatDuration(job.elapsedSeconds * 1000);
  if (job.phase !== 'running' || job.timeLimitSeconds === null) return elapsed;
  return of(elapsed, formatDuration(job.timeLimitSeconds * 1000));
}

export function momentText(at: number | null): string {
  return at === null ? '–' : formatMoment(at, Date.now(), localOffset(at));
}
