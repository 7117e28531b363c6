// What is known of a job, as pairs; what nobody knows is left out.

import type {ReactNode} from 'react';
import type {Job} from '../api/jobs.ts';
import type {TextId} from '../words/catalogue.ts';
import {useSay} from '../words/use-words.tsx';
import style from './job-facts.module.css';
import {jobTime, momentText} from './job-table.tsx';

export function JobFacts({job}: {readonly job: Job}): ReactNode {
  const say = useSay();
  const exit =
    job.exitCode === null
      ? null
      : job.signal === null
        ? String(job.exitCode)
        : say('job.exit-signal', {code: job.exitCode, signal: job.signal});
  const pairs: readonly (readonly [TextId, ReactNode])[] = [
    ['job.user', job.user],
    ['job.account', job.account],
    ['job.partition', job.partition],
    ['job.nodes', job.nodeList ?? job.nodes],
    ['job.cpus', job.cpus],
    ['job.memory', job.memory],
    ['job.time', jobTime(job, (elapsed, limit) => say('job.time-of', {elapsed, limit}))],
    ['job.reason', job.phase === 'waiting' ? job.reason : null],
    ['job.submitted', job.submittedAt === null ? null : momentText(job.submittedAt)],
    [
      job.phase === 'waiting' ? 'job.expected' : 'job.started',
      job.startedAt === null ? null : momentText(job.startedAt),
    ],
    ['job.ended', job.endedAt === null ? null : momentText(job.endedAt)],
    ['job.exit', exit],
    ['job.work-dir', job.workDir],
    ['job.comment', job.comment],
  ];
  return (
    <dl className={style['facts']}>
      {pairs
        .filter(([, value]) => value !== null)
        .map(([title, value]) => (
          <div key={title}>
            <dt>{say(title)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
