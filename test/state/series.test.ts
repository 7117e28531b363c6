// The ring buffers behind the sparklines: fixed size, gaps for what nobody saw, rates of what only grows, trends with an end.

import {describe, expect, it} from 'vitest';
import type {Judgement} from '../../src/model/verdict.ts';
import type {AllSeries} from '../../src/state/series.ts';
import {newestOf, noSeries, points, recordSeries, seriesOf, stepMs, trendOf} from '../../src/state/series.ts';
import {buildJudgement, startOfTest} from './builders/judgement.ts';

const start = Math.floor(startOfTest / stepMs) * stepMs;

function withFacts(
  at: number,
  facts: Readonly<Record<string, number | string>>,
  reading: 'seen' | 'lost' = 'seen',
): Judgement {
  return buildJudgement({
    at,
    cells: {
      'host@server1': {facts, reading, at},
      'mariadb@server1': {facts, reading, at},
    },
  });
}

function recorded(judgements: readonly Judgement[]): AllSeries {
  return judgements.reduce(recordSeries, noSeries);
}

describe('series', () => {
  it('keep one value a step, the newest one, and never more than their size', () => {
    const judgements = Array.from({length: 3 * points}, (_, index) =>
      withFacts(start + (index * stepMs) / 2, {load1: index}),
    );
    const values = seriesOf(recorded(judgements), 'host', 'load1', 'server1');
    expect(values).toHaveLength(points);
    expect(values.at(-1)).toBe(3 * points - 1);
    expect(values.at(-2)).toBe(3 * points - 3);
  });

  it('hold as many as there are figures and controllers, however long they run', () => {
    const judgements = Array.from({length: 500}, (_, index) => withFacts(start + index * stepMs, {load1: index}));
    const once = Object.keys(recorded(judgements.slice(0, 1)).series).length;
    expect(Object.keys(recorded(judgements).series)).toHaveLength(once);
  });

  it('have a gap, not a zero, where nobody saw anything', () => {
    const all = recorded([
      withFacts(start, {load1: 1}),
      withFacts(start + stepMs, {}, 'lost'),
      withFacts(start + 4 * stepMs, {load1: 2}),
    ]);
    expect(seriesOf(all, 'host', 'load1', 'server1')).toEqual([1, null, null, null, 2]);
    expect(newestOf(seriesOf(all, 'host', 'load1', 'server1'))).toBe(2);
  });

  it('begin anew after a silence longer than themselves, and when the clock goes back', () => {
    const silent = recorded([withFacts(start, {load1: 1}), withFacts(start + (points + 5) * stepMs, {load1: 2})]);
    expect(seriesOf(silent, 'host', 'load1', 'server1')).toEqual([2]);
    const back = recorded([withFacts(start, {load1: 1}), withFacts(start - stepMs, {load1: 3})]);
    expect(seriesOf(back, 'host', 'load1', 'server1')).toEqual([3]);
  });

  it('are rates of what only grows; a restarted count makes no negative rate', () => {
    const all = recorded([
      withFacts(start, {last_committed: '1000'}),
      withFacts(start + stepMs, {last_committed: '1500'}),
      withFacts(start + 2 * stepMs, {last_committed: '10'}),
      withFacts(start + 3 * stepMs, {last_committed: '30'}),
    ]);
    expect(seriesOf(all, 'mariadb', 'last_committed', 'server1')).toEqual([null, 50, null, 2]);
  });
});

describe('a trend', () => {
  it('is only told of half a minute and more, and ends only if it falls', () => {
    expect(trendOf([])).toEqual({kind: 'unknown'});
    expect(trendOf([100, 90, 80])).toEqual({kind: 'unknown'});
    expect(trendOf([100, 90, 80, 70])).toEqual({kind: 'falling', perSecond: 1, etaSeconds: 70});
    expect(trendOf([5, 5, 5, 5, 5])).toEqual({kind: 'level'});
    expect(trendOf([0, 10, 20, 30])).toMatchObject({kind: 'rising', perSecond: 1});
  });

  it('looks at the last two minutes and over gaps', () => {
    const slowed = [
      ...Array.from({length: 40}, (_, index) => 1000 - index * 20),
      ...Array.from({length: 12}, () => 200),
    ];
    expect(trendOf(slowed)).toEqual({kind: 'level'});
    expect(trendOf([400, null, null, 370])).toMatchObject({kind: 'falling', perSecond: 1});
  });
});
