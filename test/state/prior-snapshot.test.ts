// The history for the judges: a first bad sample is not confirmed by finding it again.

import {describe, expect, it} from 'vitest';
import type {KeepalivedFacts, ReachFacts} from '../../src/model/facts.ts';
import type {Reading} from '../../src/model/reading.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {emptySnapshot, readingOf} from '../../src/model/snapshot.ts';
import {priorHistory} from '../../src/state/prior-snapshot.ts';
import {keepHistory} from '../../src/state/snapshot-history.ts';

type Times = Readonly<Record<string, number>>;

const reach = (at: number): Reading<ReachFacts> => ({
  kind: 'seen',
  value: {user: 'root', root: true, rttMs: at},
  at,
  tookMs: 1,
});

/** A snapshot at that moment with the reach of each controller read at its own moment. */
function snapshot(at: number, readings: Times, more: Partial<Snapshot['hosts']> = {}): Snapshot {
  const empty = emptySnapshot('c', at);
  const column = Object.fromEntries(Object.entries(readings).map(([host, when]) => [host, reach(when)]));
  return {...empty, hosts: {...empty.hosts, reach: column, ...more}};
}

const timeOf = (one: Snapshot | undefined, host: string): number | undefined => {
  const reading = one === undefined ? undefined : readingOf(one, 'reach', host);
  return reading?.kind === 'seen' ? reading.at : undefined;
};

describe('the sample before', () => {
  it('never holds a reading of now, however often it was judged meanwhile', () => {
    const history = [
      snapshot(10_400, {a: 10_300, b: 9_000}),
      snapshot(9_400, {a: 8_000, b: 9_000}),
      snapshot(8_400, {a: 8_000, b: 6_900}),
      snapshot(7_400, {a: 6_000, b: 6_900}),
    ];
    const now = snapshot(10_900, {a: 10_300, b: 9_000});
    const [prior] = priorHistory(now, history);
    expect(timeOf(prior, 'a')).toBe(8_000);
    expect(timeOf(prior, 'b')).toBe(6_900);
  });

  it('does not let a controller that was asked twice confirm what another has not been asked about again', () => {
    // a answered at 10 and 12 with the new view; b's answer is still the one of 9, from before the change.
    const history = [
      snapshot(12_100, {a: 12_000, b: 9_000}),
      snapshot(10_100, {a: 10_000, b: 9_000}),
      snapshot(8_500, {a: 8_000, b: 7_000}),
    ];
    const [prior] = priorHistory(snapshot(12_500, {a: 12_000, b: 9_000}), history);
    expect(timeOf(prior, 'a')).toBe(8_000);
  });

  it('is empty as long as nothing was read twice', () => {
    const first = snapshot(10_100, {a: 10_000});
    expect(priorHistory(first, [])).toEqual([]);
    expect(priorHistory(snapshot(10_500, {a: 10_000}), [first])).toEqual([]);
  });

  it('takes each probe for itself: a slow one does not make the quick ones old', () => {
    const slow = (at: number): Readonly<Record<string, Reading<KeepalivedFacts>>> => ({
      a: {kind: 'lost', error: {code: 'timeout', what: 'late'}, at},
    });
    const history = [
      snapshot(19_100, {a: 19_000}, {keepalived: slow(10_000)}),
      snapshot(18_100, {a: 18_000}, {keepalived: slow(10_000)}),
      snapshot(9_100, {a: 9_000}, {keepalived: slow(1_000)}),
    ];
    const [prior, next] = priorHistory(snapshot(20_100, {a: 20_000}, {keepalived: slow(10_000)}), history);
    expect(timeOf(prior, 'a')).toBe(19_000);
    expect(prior === undefined ? undefined : readingOf(prior, 'keepalived', 'a')).toMatchObject({at: 1_000});
    expect(prior?.at).toBe(19_100);
    expect(next?.at).toBe(18_100);
  });

  it('finds the sample before in a history kept for an hour of polling every two seconds', () => {
    let history: readonly Snapshot[] = [];
    let now = snapshot(0, {a: 0, b: 0});
    for (let at = 0; at < 3_600_000; at += 500) {
      const a = Math.floor(at / 2000) * 2000;
      const b = Math.floor((at + 1000) / 2000) * 2000 - 1000;
      now = snapshot(at, {a, b});
      history = keepHistory(history, now);
    }
    const [prior] = priorHistory(now, history);
    expect(now.at - (prior?.at ?? 0)).toBeLessThan(6_000);
    expect(timeOf(prior, 'a')).toBeLessThan(timeOf(now, 'a') ?? 0);
    expect(timeOf(prior, 'b')).toBeLessThan(timeOf(now, 'b') ?? 0);
  });
});
