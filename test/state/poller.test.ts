// The poller: never two questions at once, sooner after a bad answer, and nothing ends it but being stopped.

import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {emptySnapshot} from '../../src/model/snapshot.ts';
import type {PollTask} from '../../src/state/poller.ts';
import {startPoller} from '../../src/state/poller.ts';
import {keepHistory} from '../../src/state/snapshot-history.ts';
import {buildJudgement} from './builders/judgement.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Answer = {readonly answered: boolean; readonly tookMs: number};

function fakeTask(answers: () => Answer, intervalMs = 2000, key = 'mariadb@server1') {
  const asked: number[] = [];
  let running = 0;
  let most = 0;
  const task: PollTask = {
    key,
    intervalMs,
    async read(_snapshot, signal) {
      asked.push(Date.now());
      running += 1;
      most = Math.max(most, running);
      const {answered, tookMs} = answers();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tookMs);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
      running -= 1;
      return {answered, fold: (snapshot) => snapshot};
    },
  };
  return {task, asked, most: () => most};
}

function poll(tasks: readonly PollTask[]) {
  const listener = vi.fn();
  const failed = vi.fn();
  const histories: number[] = [];
  const poller = startPoller({
    tasks,
    initial: emptySnapshot('c', Date.now()),
    judge: (_snapshot, history) => {
      histories.push(history.length);
      return buildJudgement();
    },
    now: Date.now,
    listener,
    failed,
  });
  return {poller, listener, failed, histories};
}

describe('polling', () => {
  it('asks at the interval of the probe and judges answers that come together at once', async () => {
    const one = fakeTask(() => ({answered: true, tookMs: 10}), 1000, 'a');
    const two = fakeTask(() => ({answered: true, tookMs: 20}), 1000, 'b');
    const {listener, poller} = poll([one.task, two.task]);
    await vi.advanceTimersByTimeAsync(500);
    expect(listener).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(9500);
    expect(one.asked.length).toBeGreaterThanOrEqual(9);
    expect(one.asked.length).toBeLessThanOrEqual(11);
    poller.stop();
  });

  it('waits for every first answer before the first judgement, but not for a silent controller', async () => {
    const quick = fakeTask(() => ({answered: true, tookMs: 10}), 5000, 'a');
    const silent = fakeTask(() => ({answered: false, tookMs: 8000}), 5000, 'b');
    const {listener, poller} = poll([quick.task, silent.task]);
    await vi.advanceTimersByTimeAsync(5900);
    expect(listener).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(listener).toHaveBeenCalledTimes(1);
    poller.stop();
  });

  it('drops overlapping refreshes instead of queueing them', async () => {
    const {task, asked, most} = fakeTask(() => ({answered: true, tookMs: 500}));
    const {poller} = poll([task]);
    for (let count = 0; count < 20; count += 1) poller.refresh();
    await vi.advanceTimersByTimeAsync(1200);
    expect(most()).toBe(1);
    expect(asked).toHaveLength(2);
    poller.stop();
  });

  it('asks again at once after a first bad answer, and then at its interval', async () => {
    let good = true;
    const {task, asked} = fakeTask(() => ({answered: good, tookMs: 0}), 5000);
    const {poller} = poll([task]);
    await vi.advanceTimersByTimeAsync(100);
    good = false;
    await vi.advanceTimersByTimeAsync(4950);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(4000);
    expect(asked).toHaveLength(3);
    poller.stop();
  });

  it('goes on when a probe or the judge throws, and says so', async () => {
    const {task, asked} = fakeTask(() => {
      throw new Error('a bug in a probe');
    }, 1000);
    const {failed, poller} = poll([task]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(failed).toHaveBeenCalled();
    poller.stop();
  });

  it('asks nothing and tells nothing after it was stopped', async () => {
    const {task, asked} = fakeTask(() => ({answered: true, tookMs: 300}), 1000);
    const {poller, listener} = poll([task]);
    await vi.advanceTimersByTimeAsync(100);
    poller.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(1);
    expect(listener).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the history for the judges', () => {
  it('is dense for seconds, thin for a quarter of an hour, and bounded', () => {
    let history: readonly Snapshot[] = [];
    for (let second = 0; second < 3600; second += 0.25)
      history = keepHistory(history, emptySnapshot('c', second * 1000));
    const ages = history.map((snapshot) => 3600_000 - snapshot.at);
    expect(history.length).toBeLessThanOrEqual(60);
    expect(ages.slice(0, 6).every((age) => age <= 8000)).toBe(true);
    expect(Math.max(...ages)).toBeGreaterThan(13 * 60_000);
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
  });
});

describe('a change that was told', () => {
  it('is looked at at once and again when it has settled, then the interval holds again', async () => {
    const {task, asked} = fakeTask(() => ({answered: true, tookMs: 10}), 5000);
    const {poller} = poll([task]);
    await vi.advanceTimersByTimeAsync(1000);
    const before = asked.length;
    const at = Date.now();
    poller.poke([task.key]);
    await vi.advanceTimersByTimeAsync(20_000);
    poller.stop();
    const after = asked.slice(before).map((time) => time - at);
    expect(after.slice(0, 4)).toEqual([0, 610, 2120, 5130]);
    expect(after.slice(4)).toEqual([10_140, 15_150]);
  });

  it('wakes only the tasks that it names, and all of them where it names none', async () => {
    const one = fakeTask(() => ({answered: true, tookMs: 10}), 60_000, 'mariadb@server1');
    const other = fakeTask(() => ({answered: true, tookMs: 10}), 60_000, 'redis@server1');
    const {poller} = poll([one.task, other.task]);
    await vi.advanceTimersByTimeAsync(1000);
    poller.poke(['mariadb@server1']);
    await vi.advanceTimersByTimeAsync(200);
    expect([one.asked.length, other.asked.length]).toEqual([2, 1]);
    poller.poke();
    await vi.advanceTimersByTimeAsync(300);
    expect([one.asked.length, other.asked.length]).toEqual([3, 2]);
    poller.stop();
  });

  it('told a thousand times in a second is looked at a few times', async () => {
    const {task, asked} = fakeTask(() => ({answered: true, tookMs: 10}), 5000);
    const {poller} = poll([task]);
    await vi.advanceTimersByTimeAsync(1000);
    const before = asked.length;
    for (let told = 0; told < 1000; told += 1) {
      poller.poke();
      await vi.advanceTimersByTimeAsync(1);
    }
    poller.stop();
    expect(asked.length - before).toBeLessThanOrEqual(5);
    expect(asked.length - before).toBeGreaterThanOrEqual(1);
  });

  it('makes frequent asking needless only while it is heard and the question is answered', async () => {
    const watched = {now: true};
    const answer = {answered: true};
    const {task, asked} = fakeTask(() => ({answered: answer.answered, tookMs: 0}), 2000);
    const poller = startPoller({
      tasks: [{...task, watchedMs: 10_000}],
      initial: emptySnapshot('c', Date.now()),
      judge: () => buildJudgement(),
      now: Date.now,
      isWatched: () => watched.now,
      listener: vi.fn(),
      failed: vi.fn(),
    });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked.length).toBeLessThanOrEqual(4);
    watched.now = false;
    poller.poke();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked.length).toBeGreaterThan(10);
    watched.now = true;
    answer.answered = false;
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(20_000);
    poller.stop();
    expect(asked.length - before).toBeGreaterThanOrEqual(9);
  });

  it('asks what is watched in one breath, so that an idle cluster is judged once an interval', async () => {
    const tasks = [0, 3, 30].map((tookMs) => ({
      ...fakeTask(() => ({answered: true, tookMs}), 2000).task,
      watchedMs: 10_000,
    }));
    const listener = vi.fn();
    const poller = startPoller({
      tasks,
      initial: emptySnapshot('c', Date.now()),
      judge: () => buildJudgement(),
      now: Date.now,
      isWatched: () => true,
      listener,
      failed: vi.fn(),
    });
    await vi.advanceTimersByTimeAsync(1000);
    listener.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    poller.stop();
    expect(listener).toHaveBeenCalledTimes(6);
  });

  it('asks at its own share of the wall clock, so that several machines do not look in the same second', async () => {
    vi.setSystemTime(1_700_000_004_321);
    const {task, asked} = fakeTask(() => ({answered: true, tookMs: 40}), 2000);
    const poller = startPoller({
      tasks: [{...task, watchedMs: 10_000}],
      initial: emptySnapshot('c', Date.now()),
      judge: () => buildJudgement(),
      now: Date.now,
      isWatched: () => true,
      beatLateMs: 3333,
      listener: vi.fn(),
      failed: vi.fn(),
    });
    await vi.advanceTimersByTimeAsync(60_000);
    poller.stop();
    expect(asked.slice(1).map((at) => at % 10_000)).toEqual(Array.from({length: 6}, () => 3333));
  });
});
