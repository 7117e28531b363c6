// One job of anybody.

import type {ReactNode} from 'react';
import {OneJobPage} from '../../shared/jobs/job-page.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {JobActions} from './job-actions.tsx';

export function AnyJobPage({id}: {readonly id: string}): ReactNode {
  const {account} = useSession();
  return <OneJobPage id={id} canRead={({user}) => user === account.unix} orders={(job) => <JobActions job={job} />} />;
}
