// What the figures of a drill mean: when a service counts as back, what is lost, and what is only noise.

import {describe, expect, it} from 'vitest';
import type {Attempt} from '../../../src/model/drill/attempt.ts';
import {compareReads} from '../../../src/model/drill/loss.ts';
import {isStable, measureStream} from '../../../src/model/drill/measure.ts';
import {drawTimeline, timelineOf} from '../../../src/model/drill/timeline.ts';

type Piece = {readonly until: number; readonly result?: Attempt['result']; readonly why?: string};

/** An attempt every 100 ms, each answered in 5 ms, with the results of the piece that it falls into. */
function stream(...pieces: readonly Piece[]): readonly Attempt[] {
  const attempts: Attempt[] = [];
  let from = 0;
  for (const {until, result = 'ok', why} of pieces) {
    for (; from < until; from += 100) {
      const attempt = {stream: 's', seq: attempts.length + 1, from, to: from + 5, result};
      attempts.push(why === undefined ? attempt : {...attempt, why});
    }
  }
  return attempts;
}

const moments = {injectAt: 10_000, restoreAt: 30_000, greenAt: 40_000, endAt: 45_000};
const measure = (attempts: readonly Attempt[]) => measureStream(attempts, 100, moments);

describe('recovery time', () => {
  it('is nothing where nobody noticed', () => {
    expect(measure(stream({until: 45_000}))).toMatchObject({rtoMs: 0, interruptions: [], failed: 0});
  });

  it('runs from the fault to the first acknowledgement that lasts', () => {
    const attempts = stream({until: 10_000}, {until: 12_500, result: 'fail', why: 'refused'}, {until: 45_000});
    const {rtoMs, errors, unavailableMs} = measure(attempts);
    expect(rtoMs).toBe(2505);
    expect(unavailableMs).toBe(2505);
    expect(errors).toEqual({refused: 25});
  });

  it('does not take a first short success for recovery', () => {
    const attempts = stream(
      {until: 10_000},
      {until: 11_000, result: 'fail'},
      {until: 12_000},
      {until: 14_000, result: 'fail'},
      {until: 45_000},
    );
    expect(measure(attempts).rtoMs).toBe(4005);
  });

  it('counts a write that hung and then succeeded as an interruption', () => {
    const before = stream({until: 10_000});
    const hung: Attempt = {stream: 's', seq: 101, from: 10_000, to: 13_300, result: 'ok'};
    const after = stream({until: 45_000}).filter(({from}) => from > 13_300);
    expect(measure([...before, hung, ...after])).toMatchObject({rtoMs: 3300, failed: 0, longestGapMs: 3300});
  });

  it('is the length of an interruption that began long after the fault', () => {
    const attempts = stream({until: 18_000}, {until: 18_800, result: 'fail'}, {until: 45_000});
    expect(measure(attempts).rtoMs).toBe(900);
  });

  it('is never, where nothing came back while it was watched', () => {
    expect(measure(stream({until: 10_000}, {until: 45_000, result: 'info'})).rtoMs).toBeNull();
  });

  it('tells a second interruption, when the node returns, from the first', () => {
    const attempts = stream(
      {until: 10_000},
      {until: 12_000, result: 'fail'},
      {until: 35_000},
      {until: 36_000, result: 'fail'},
      {until: 45_000},
    );
    expect(measure(attempts)).toMatchObject({rtoMs: 2005, failbacks: [{from: 34_905, to: 36_005}]});
  });
});

describe('stable', () => {
  it('wants ten in a row over five seconds, up to now', () => {
    const attempts = stream({until: 3_000, result: 'fail'}, {until: 9_000});
    expect(isStable(attempts, 9_000, 100)).toBe(true);
    expect(isStable(attempts, 12_000, 100)).toBe(false);
    expect(isStable(stream({until: 5_000, result: 'fail'}, {until: 9_000}), 9_000, 100)).toBe(false);
  });
});

describe('writes', () => {
  const attempts: readonly Attempt[] = [
    {stream: 'a', seq: 1, from: 0, to: 1, result: 'ok'},
    {stream: 'a', seq: 2, from: 1, to: 2, result: 'ok'},
    {stream: 'a', seq: 3, from: 2, to: 3, result: 'info'},
    {stream: 'a', seq: 4, from: 3, to: 4, result: 'fail'},
  ];

  it('are lost when one node lacks an acknowledged one, recovered when an unsure one is there', () => {
    const loss = compareReads(attempts, {n1: ['a#1', 'a#2', 'a#3'], n2: ['a#1', 'a#3', 'b#9']});
    expect(loss).toEqual({acked: 2, lost: ['a#2'], unexpected: ['b#9'], recovered: ['a#3'], differ: true});
  });

  it('are not known to be there where nobody could be read', () => {
    expect(compareReads(attempts, {})).toBeNull();
  });
});

it('the picture shows where nothing was acknowledged, and what happened when', () => {
  const attempts = stream({until: 10_000}, {until: 13_000, result: 'fail'}, {until: 20_000});
  const timeline = timelineOf(['s'], attempts, {from: 5_000, to: 20_000}, 15);
  const marks = {injectAt: 10_000, restoreAt: 15_000, greenAt: 18_500, endAt: 20_000};
  expect(drawTimeline(timeline, marks).slice(0, 2)).toEqual(['s      █████···███████', '            F    R  G']);
});
