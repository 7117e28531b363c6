// Who tells events: one at a time, all of them, and nothing waits for a squeue that asks a dead controller first.

import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import type {SeenJob} from '../../../src/web/realtime/derive-events.ts';
import {type EventKeeper, startEventKeeper} from '../../../src/web/realtime/event-keeper.ts';
import {MemoryEventStore} from './memory-event-store.ts';

const running: EventKeeper[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  const stopped = Promise.all(running.splice(0).map((keeper) => keeper.stop()));
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
  vi.useRealTimers();
});

const job = (state: string): SeenJob => ({job: '7', state, user: 'kim', name: 'work'});

/** Answers `tookMs` after it was asked, with what the queue was when it was asked. */
function keep(store: MemoryEventStore, holder: string, queue: () => readonly SeenJob[], tookMs: () => number) {
  const troubles: string[] = [];
  const keeper = startEventKeeper({
    ...{holder, store},
    jobs: async () => {
      const answer = queue();
      const ms = tookMs();
      await new Promise((resolve) => setTimeout(resolve, ms));
      return answer;
    },
    runs: async () => [{runId: 'abc123', action: 'setup', title: 'set up', operator: 'root', state: 'running'}],
    judgement: () => undefined,
    now: () => Date.now(),
    onTrouble: (what, error) => troubles.push(`${what} ${error === null ? 'well' : error.code}`),
  });
  running.push(keeper);
  return {keeper, troubles};
}

async function told(store: MemoryEventStore): Promise<readonly string[]> {
  const events = await store.after('0-0', 1_000);
  return (events ?? []).map(({event}) => (event.kind === 'job' ? `job ${event.state}` : event.kind));
}

it('tells of a job although squeue takes longer than the lease, and does not hold back what else there is to tell', async () => {
  const store = new MemoryEventStore();
  let state = 'RUNNING';
  keep(
    store,
    'server2',
    () => [job(state)],
    () => 12_000,
  );
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await told(store)).toEqual(['run']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await told(store)).toEqual(['run', 'job RUNNING']);
  state = 'COMPLETED';
  await vi.advanceTimersByTimeAsync(26_000);
  expect(await told(store)).toEqual(['run', 'job RUNNING', 'job COMPLETED']);
});

it('asks squeue again only when it has answered', async () => {
  let asked = 0;
  const count = (): readonly SeenJob[] => {
    asked += 1;
    return [];
  };
  keep(new MemoryEventStore(), 'server2', count, () => 15_000);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asked).toBe(1);
});

it('does not tell an answer that is older than another’s lease', async () => {
  const store = new MemoryEventStore();
  let slow = 10_000;
  keep(
    store,
    'server2',
    () => [job(slow > 0 ? 'RUNNING' : 'COMPLETED')],
    () => slow,
  );
  await vi.advanceTimersByTimeAsync(2_000);
  // Another takes the lease and tells the end of the job.
  store.holder = 'server3';
  await store.tell('server3', [
    {subject: 'job 7', known: 'COMPLETED|kim|work', event: {kind: 'job', ...job('COMPLETED'), was: null, at: 0}},
  ]);
  await vi.advanceTimersByTimeAsync(3_000);
  slow = 0;
  store.holder = 'server2';
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await told(store)).toEqual(['run', 'job COMPLETED']);
});
