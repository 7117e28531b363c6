// The store: keys are shown at once, data at most four times a second, and what nobody would see not at all.

import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {createStore, dataGapMs} from '../../src/state/store.ts';
import {buildFinding, buildJudgement, startOfTest} from './builders/judgement.ts';
import {buildState} from './builders/state.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watchedStore(options: {isStalled?: () => boolean; columns?: number} = {}) {
  const {columns, ...rest} = options;
  const store = createStore({
    initial: buildState(columns === undefined ? {} : {columns, rows: 60}),
    perform: () => undefined,
    ...rest,
  });
  const shown = vi.fn();
  store.subscribe(shown);
  return {store, shown};
}

const judged = (options: Parameters<typeof buildJudgement>[0] = {}): ConsoleEvent => ({
  type: 'judged',
  judgement: buildJudgement(options),
});
const tick = (ms: number): ConsoleEvent => ({type: 'tick', at: startOfTest + ms, zoneOffsetMinutes: 0});

describe('announcing', () => {
  it('shows what the operator does at once', () => {
    const {store, shown} = watchedStore();
    store.dispatch({type: 'resized', columns: 100, rows: 30});
    expect(shown).toHaveBeenCalledTimes(1);
    expect(store.shown().size.columns).toBe(100);
  });

  it('gathers data up to four announcements a second', () => {
    const {store, shown} = watchedStore();
    for (let count = 0; count < 100; count += 1) {
      store.dispatch(judged({tolerance: count}));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(dataGapMs);
    expect(shown.mock.calls.length).toBeLessThanOrEqual(6);
    expect(store.shown().judgement?.tolerance).toBe(99);
  });

  it('says nothing while the cluster answers the same again and again, for an hour', () => {
    const {store, shown} = watchedStore({columns: 200});
    store.dispatch(judged());
    vi.advanceTimersByTime(1000);
    shown.mockClear();
    for (let second = 1; second <= 3600; second += 1) {
      store.dispatch(judged({at: startOfTest + second * 1000}));
      if (second % 5 === 0) store.dispatch(tick(second * 1000));
      vi.advanceTimersByTime(1000);
    }
    expect(shown).not.toHaveBeenCalled();
  });

  it('does not count new evidence for the same finding as a change', () => {
    const {store, shown} = watchedStore();
    const withRaw = (raw: string) => judged({findings: [buildFinding('A', {evidence: {command: 'ask', raw}})]});
    store.dispatch(withRaw('1'));
    vi.advanceTimersByTime(1000);
    shown.mockClear();
    store.dispatch(withRaw('2'));
    vi.advanceTimersByTime(1000);
    expect(shown).not.toHaveBeenCalled();
  });

  it('moves the age of what is lost with the clock', () => {
    const {store, shown} = watchedStore();
    store.dispatch(judged({cells: {'mariadb@server3': {reading: 'lost', level: 'unknown'}}}));
    vi.advanceTimersByTime(1000);
    shown.mockClear();
    store.dispatch(tick(5000));
    vi.advanceTimersByTime(1000);
    expect(shown).toHaveBeenCalledTimes(1);
  });

  it('draws facts that move only where they are shown', () => {
    const load = (value: number) => judged({cells: {'host@server1': {facts: {load1: value}}}});
    for (const {columns, calls} of [
      {columns: 80, calls: 0},
      {columns: 200, calls: 1},
    ]) {
      const {store, shown} = watchedStore({columns});
      store.dispatch(load(0.4));
      vi.advanceTimersByTime(1000);
      shown.mockClear();
      store.dispatch(load(0.5));
      vi.advanceTimersByTime(1000);
      expect(shown, `${columns} columns`).toHaveBeenCalledTimes(calls);
    }
  });

  it('holds everything back while the terminal is stalled, and shows the newest when it reads again', () => {
    let stalled = true;
    const {store, shown} = watchedStore({isStalled: () => stalled});
    store.dispatch({type: 'resized', columns: 100, rows: 30});
    store.dispatch(judged({tolerance: 2}));
    vi.advanceTimersByTime(8000);
    expect(shown).not.toHaveBeenCalled();
    stalled = false;
    vi.advanceTimersByTime(1000);
    expect(shown).toHaveBeenCalledTimes(1);
    expect(store.shown()).toMatchObject({size: {columns: 100}, judgement: {tolerance: 2}});
  });
});
