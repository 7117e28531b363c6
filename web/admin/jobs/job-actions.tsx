// What an operator can do to anybody's job: hold, release, cancel, each by the action slurm-job.

import type {ReactNode} from 'react';
import type {Job} from '../../shared/api/jobs.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import {ActionButton} from '../nodes/action-button.tsx';

export function JobActions({job}: {readonly job: Job}): ReactNode {
  const say = useSay();
  if (job.phase === 'ended') return null;
  const held = job.reason === 'JobHeldUser' || job.reason === 'JobHeldAdmin';
  const order = held ? 'release' : 'hold';
  return (
    <>
      {job.phase === 'waiting' && (
        <ActionButton action="slurm-job" input={{job: job.id, mode: order}} label={`${say(`job.${order}`)} ${job.id}`}>
          {say(`job.${order}`)}
        </ActionButton>
      )}
      <ActionButton action="slurm-job" input={{job: job.id, mode: 'cancel'}} label={`${say('job.cancel')} ${job.id}`}>
        {say('frame.cancel')}
      </ActionButton>
    </>
  );
}
