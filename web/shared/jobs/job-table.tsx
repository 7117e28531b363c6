// Jobs as a table; on a phone as cards.

import type {ReactNode} from 'react';
import {formatDuration, formatMoment} from '../../../src/model/quantity.ts';
import type {Job} from '../api/jobs.ts';
import {localOffset} from '../events/local-time.ts';
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
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th scope="col">{say('job.id')}</th>
          <th scope="col">{say('job.name')}</th>
          {withUser === true && <th scope="col">{say('job.user')}</th>}
          <th scope="col">{say('job.state')}</th>
          <th scope="col">{say('job.partition')}</th>
          <th scope="col">{say('job.cpus')}</th>
          <th scope="col">{say('job.time')}</th>
          <th scope="col">{say('job.submitted')}</th>
          {actions !== undefined && (
            <th scope="col">
              <span className="visually-hidden">{say('actions.title')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id}>
            <td data-label={say('job.id')} className="nowrap">
              <Link to={`jobs/${encodeURIComponent(job.id)}`}>{job.id}</Link>
            </td>
            <td data-label={say('job.name')}>{job.name}</td>
            {withUser === true && <td data-label={say('job.user')}>{job.user}</td>}
            <td data-label={say('job.state')}>
              <JobState state={job.state} />
              {job.reason !== null && job.phase === 'waiting' && <span className="quiet"> {job.reason}</span>}
            </td>
            <td data-label={say('job.partition')}>{job.partition ?? '–'}</td>
            <td data-label={say('job.cpus')}>{job.cpus ?? '–'}</td>
            <td data-label={say('job.time')} className="nowrap">
              {jobTime(job, (elapsed, limit) => say('job.time-of', {elapsed, limit}))}
            </td>
            <td data-label={say('job.submitted')} className="nowrap">
              {momentText(job.submittedAt)}
            </td>
            {actions !== undefined && <td className="end">{actions(job)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
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
