// My jobs.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {JobList} from '../../shared/jobs/job-list.tsx';
import {JobOrders} from '../../shared/jobs/job-orders.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {useRoute} from '../../shared/route/router.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay} from '../../shared/words/use-words.tsx';

export function JobsPage(): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const {account} = useSession();
  if (account.unix === null) return <Note level="warning">{say('profile.no-unix')}</Note>;
  return (
    <JobList
      whose="mine"
      actions={(job, again) => <JobOrders job={job} done={again} small />}
      aside={<Button onClick={() => go('submit')}>{say('submit.title')}</Button>}
    />
  );
}
