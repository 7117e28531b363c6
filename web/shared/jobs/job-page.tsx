// One job: what is known of it, its output as it grows, and what can be done to it.

import type {ReactNode} from 'react';
import type {Job} from '../api/jobs.ts';
import {askJob} from '../api/jobs.ts';
import {Asked} from '../kit/asked.tsx';
import {PageHead} from '../kit/page-head.tsx';
import {Panel} from '../kit/panel.tsx';
import {useResource} from '../resource/use-resource.ts';
import {useSay} from '../words/use-words.tsx';
import {JobFacts} from './job-facts.tsx';
import {useOnJobEvent} from './job-list.tsx';
import {JobOrders} from './job-orders.tsx';
import {JobOutput} from './job-output.tsx';
import {JobState} from './job-state.tsx';

type JobPageProps = {
  readonly id: string;
  readonly canRead: (job: Job) => boolean;
  /** Instead of the orders that one's own jobs take. */
  readonly orders?: (job: Job) => ReactNode;
};

export function OneJobPage({id, canRead, orders}: JobPageProps): ReactNode {
  const say = useSay();
  const resource = useResource(askJob(id), 15);
  useOnJobEvent(resource.again);
  const job = resource.value;
  return (
    <>
      <PageHead title={say('job.title', {id})} lead={job === null ? undefined : job.name}>
        {job !== null && <JobState state={job.state} />}
        {job !== null && (orders === undefined ? <JobOrders job={job} done={resource.again} /> : orders(job))}
      </PageHead>
      <Asked resource={resource} lines={8}>
        {(found) => (
          <div className="stack">
            <Panel title={say('job.id')}>
              <JobFacts job={found} />
            </Panel>
            {canRead(found) && found.phase !== 'waiting' && <JobOutput job={found} />}
          </div>
        )}
      </Asked>
    </>
  );
}
