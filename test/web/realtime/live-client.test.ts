// A client that reconnects, that reads slowly, or that was away: it gets everything, or is told that it did not.

import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {startEventFollower} from '../../../src/web/realtime/event-follower.ts';
import type {EventStore} from '../../../src/web/realtime/event-store.ts';
import {highWater, LiveClient, patienceMs, stalledMs} from '../../../src/web/realtime/live-client.ts';
import type {StatusFrames} from '../../../src/web/realtime/status-channel.ts';
import {jobTold, MemoryEventStore} from './memory-event-store.ts';

type Frame = {
  readonly type: string;
  readonly id?: string;
  readonly seq?: number;
  readonly event?: {readonly job: string};
};

function bytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function frames(seq: number): StatusFrames {
  return {
    seq,
    delta: seq === 1 ? null : {from: seq - 1, frame: bytes({type: 'delta', seq, from: seq - 1})},
    snapshot: () => bytes({type: 'snapshot', seq}),
  };
}

function makeClient(store: EventStore, who = {role: 'admin', unix: 'kim'} as {role: string; unix: string | null}) {
  const got: Frame[] = [];
  const state = {buffered: 0, closed: undefined as number | undefined, status: frames(1), gaps: 0};
  const follower = startEventFollower({
    store,
    onEvents: (events) => client.events(events, Date.now()),
    onGap: (reason) => client.gap(reason),
    onTrouble: () => undefined,
  });
  const client = new LiveClient(
    who,
    {
      send: (frame) => void got.push(JSON.parse(frame.toString())),
      buffered: () => state.buffered,
      close: (code) => {
        state.closed = code;
      },
    },
    {frames: () => state.status, resume: (after) => follower.resume(after), lastId: () => follower.lastId()},
  );
  const jobs = (): readonly string[] => got.flatMap((frame) => frame.event?.job ?? []);
  const types = (): readonly string[] => got.map((frame) => frame.type);
  return {client, got, state, follower, jobs, types};
}

const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(600).then(() => undefined);
const tell = async (store: MemoryEventStore, ...jobs: readonly number[]): Promise<void> => {
  await store.hold('a');
  await store.tell(
    'a',
    jobs.map((job) => jobTold(job)),
  );
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a client', () => {
  it('gets hello and a whole snapshot first, then only what changes', async () => {
    const {client, got, state} = makeClient(new MemoryEventStore());
    client.begin({type: 'hello', last: '0-0'});
    state.status = frames(2);
    client.status(state.status, 0);
    expect(got).toMatchObject([{type: 'hello'}, {type: 'snapshot', seq: 1}, {type: 'delta', seq: 2, from: 1}]);
  });

  it('that has another snapshot than the delta begins with gets a whole one', () => {
    const {client, state, got} = makeClient(new MemoryEventStore());
    client.begin({type: 'hello', last: '0-0'});
    state.status = frames(5);
    client.status(state.status, 0);
    expect(got.at(-1)).toEqual({type: 'snapshot', seq: 5});
  });

  it('resumes on another controller without missing or repeating an event', async () => {
    const store = new MemoryEventStore();
    const first = makeClient(store);
    await settle();
    await first.client.subscribe(['job'], undefined, 0);
    await tell(store, 1, 2);
    await settle();
    const last = first.got.at(-1)?.id ?? '';
    await tell(store, 3, 4);
    const second = makeClient(store);
    await settle();
    await second.client.subscribe(['job'], last, 0);
    await tell(store, 5);
    await settle();
    expect(first.jobs().slice(0, 2)).toEqual(['1', '2']);
    expect(second.jobs()).toEqual(['3', '4', '5']);
  });

  it('loses nothing that happens while its past is being fetched', async () => {
    const store = new MemoryEventStore();
    await tell(store, 1, 2);
    const start = (await store.after('0-0', 1))?.[0]?.id ?? '';
    const {client, jobs} = makeClient(store);
    await settle();
    const slow = Promise.withResolvers<void>();
    const after = store.after.bind(store);
    const spy = vi.spyOn(store, 'after').mockImplementationOnce(async (id, count) => {
      const seen = await after(id, count);
      await slow.promise;
      return seen;
    });
    const resuming = client.subscribe(['job'], start, 0);
    expect(spy).toHaveBeenCalledOnce();
    await tell(store, 3);
    await settle();
    slow.resolve();
    await resuming;
    expect(jobs()).toEqual(['2', '3']);
  });

  it('is told of a gap, with a whole snapshot, when the stream was trimmed past it', async () => {
    const store = new MemoryEventStore(5);
    const {client, types} = makeClient(store);
    await tell(store, 1);
    const old = await store.lastId();
    await tell(store, 2, 3, 4, 5, 6, 7, 8);
    await settle();
    await client.subscribe(['job'], old, 0);
    expect(types()).toEqual(['gap', 'snapshot']);
  });

  it('is told of a gap when Redis lost the event that it had', async () => {
    const store = new MemoryEventStore();
    const {client, types} = makeClient(store);
    await tell(store, 1, 2, 3);
    const newest = await store.lastId();
    store.loseNewest(2);
    await settle();
    await client.subscribe(['job'], newest, 0);
    expect(types()).toContain('gap');
  });

  it('is told of a gap when what came meanwhile cannot be asked', async () => {
    const store = new MemoryEventStore();
    await tell(store, 1);
    const id = await store.lastId();
    await tell(store, 2);
    const {client, types} = makeClient(store);
    await settle();
    store.isDown = true;
    await client.subscribe(['job'], id, 0);
    await client.tick(patienceMs - 1);
    expect(types()).toEqual([]);
    await client.tick(patienceMs);
    expect(types()).toEqual(['gap', 'snapshot']);
  });

  it('that comes while Redis changes its master is told everything when it answers again, in order and without a gap', async () => {
    const store = new MemoryEventStore();
    await tell(store, 1);
    const id = await store.lastId();
    await tell(store, 2);
    const {client, jobs, types} = makeClient(store);
    await settle();
    store.isDown = true;
    await client.subscribe(['job'], id, 0);
    await client.tick(250);
    store.isDown = false;
    await tell(store, 3);
    await settle();
    expect(jobs()).toEqual([]);
    await client.tick(4_000);
    await tell(store, 4);
    await settle();
    expect(jobs()).toEqual(['2', '3', '4']);
    expect(types()).not.toContain('gap');
  });

  it('misses nothing that happens between its greeting and its subscription', async () => {
    const store = new MemoryEventStore();
    await tell(store, 1);
    const {client, jobs, follower} = makeClient(store);
    await settle();
    client.begin({type: 'hello', last: follower.lastId()});
    await tell(store, 2);
    await settle();
    await client.subscribe(['job'], undefined, 0);
    await tell(store, 3);
    await settle();
    expect(jobs()).toEqual(['2', '3']);
  });

  it('is told the newest event with a gap, so that its next reconnect begins there', async () => {
    const store = new MemoryEventStore();
    const {client, got} = makeClient(store);
    await tell(store, 1, 2, 3);
    await settle();
    await client.subscribe(['job'], '900-0', 0);
    expect(got[0]).toMatchObject({type: 'gap', last: await store.lastId()});
  });

  it('that asks whether anybody is there gets an answer', () => {
    const {client, got} = makeClient(new MemoryEventStore());
    client.pong();
    expect(got).toEqual([{type: 'pong'}]);
  });

  it('that follows is told of a gap when Redis falls back behind what was read', async () => {
    const store = new MemoryEventStore();
    const {client, types} = makeClient(store);
    await settle();
    await client.subscribe(['job'], undefined, 0);
    await tell(store, 1, 2, 3);
    await settle();
    store.loseNewest(1);
    await settle();
    expect(types().filter((type) => type === 'gap')).toHaveLength(1);
  });

  it('of the role user hears of its own jobs alone', async () => {
    const store = new MemoryEventStore();
    const {client, jobs} = makeClient(store, {role: 'user', unix: 'lee'});
    await settle();
    await client.subscribe(['job'], undefined, 0);
    await store.hold('a');
    await store.tell('a', [jobTold(1, 'kim'), jobTold(2, 'lee')]);
    await settle();
    expect(jobs()).toEqual(['2']);
  });
});

describe('a client that reads slowly', () => {
  it('gets one fresh snapshot and the events that it missed, instead of an endless queue', async () => {
    const store = new MemoryEventStore();
    const {client, state, got, types, jobs} = makeClient(store);
    await settle();
    client.begin({type: 'hello', last: '0-0'});
    await client.subscribe(['job'], undefined, 0);
    state.buffered = highWater + 1;
    const before = got.length;
    for (let seq = 2; seq < 500; seq += 1) {
      state.status = frames(seq);
      client.status(state.status, 0);
    }
    await tell(store, 1, 2);
    await settle();
    await client.tick(1000);
    expect(got).toHaveLength(before);
    state.buffered = 0;
    await client.tick(2000);
    expect(types().slice(before)).toEqual(['snapshot', 'event', 'event']);
    expect(got[before]).toEqual({type: 'snapshot', seq: 499});
    expect(jobs()).toEqual(['1', '2']);
    state.status = frames(500);
    client.status(state.status, 3000);
    expect(got.at(-1)).toMatchObject({type: 'delta', from: 499});
  });

  it('is let go when it reads nothing at all', async () => {
    const {client, state} = makeClient(new MemoryEventStore());
    client.begin({type: 'hello', last: '0-0'});
    state.buffered = highWater + 1;
    client.status(frames(2), 0);
    await client.tick(stalledMs - 1);
    expect(state.closed).toBeUndefined();
    await client.tick(stalledMs + 1);
    expect(state.closed).toBe(1013);
  });
});
