// What can be done to a job: cancel it (asked once more), hold it, release it; each says how it went.

import {Button, Group, Modal} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../api/ask.ts';
import type {Failure} from '../api/failure.ts';
import type {Job, JobOrder} from '../api/jobs.ts';
import {orderJob} from '../api/jobs.ts';
import {FailureNote} from '../kit/failure-note.tsx';
import {useSay} from '../words/use-words.tsx';

type JobOrdersProps = {readonly job: Job; readonly done: () => void; readonly small?: boolean};

export function JobOrders({job, done, small}: JobOrdersProps): ReactNode {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState<JobOrder | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const order = async (which: JobOrder): Promise<void> => {
    setBusy(which);
    const answer = await ask(orderJob(job.id, which));
    setBusy(null);
    setAsking(false);
    setFailure(answer.kind === 'failed' ? answer.failure : null);
    done();
  };
  if (job.phase === 'ended') return failure === null ? null : <FailureNote failure={failure} />;
  const held = job.reason === 'JobHeldUser' || job.reason === 'JobHeldAdmin';
  const size = small === true ? 'compact-xs' : 'sm';
  return (
    <>
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        {job.phase === 'waiting' && (
          <Button
            variant="default"
            size={size}
            loading={busy === 'hold' || busy === 'release'}
            onClick={() => void order(held ? 'release' : 'hold')}
          >
            {say(held ? 'job.release' : 'job.hold')}
          </Button>
        )}
        <Button variant="default" size={size} onClick={() => setAsking(true)}>
          {say('frame.cancel')}
        </Button>
      </Group>
      {failure !== null && <FailureNote failure={failure} />}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={say('job.cancel')}
        closeButtonProps={{'aria-label': say('frame.close')}}
      >
        <p>{say('job.cancel-ask', {id: job.id, name: job.name})}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)}>
            {say('job.keep')}
          </Button>
          <Button color="red" loading={busy === 'cancel'} onClick={() => void order('cancel')}>
            {say('job.cancel')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
