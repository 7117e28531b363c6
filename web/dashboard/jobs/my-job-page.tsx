// One of my jobs.

import type {ReactNode} from 'react';
import {OneJobPage} from '../../shared/jobs/job-page.tsx';
import {useSession} from '../../shared/session/use-session.tsx';

export function MyJobPage({id}: {readonly id: string}): ReactNode {
  const {account} = useSession();
  return <OneJobPage id={id} canRead={({user}) => user === account.unix} />;
}
