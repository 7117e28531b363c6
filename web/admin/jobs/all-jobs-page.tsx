// The jobs of all users; what is done to one goes by an action with its plan, as in the terminal.

import type {ReactNode} from 'react';
import {JobList} from '../../shared/jobs/job-list.tsx';
import {JobActions} from './job-actions.tsx';

export function AllJobsPage(): ReactNode {
  return <JobList whose="all" actions={(job) => <JobActions job={job} />} />;
}
