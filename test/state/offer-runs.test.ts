// Coming back to a console: a run that goes on is offered, an orphan is told of as one, and nothing is offered twice.

import {describe, expect, it} from 'vitest';
import type {RunState, RunSummary} from '../../src/state/console-deps.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {topLayer} from '../../src/state/console-state.ts';
import {reduce} from '../../src/state/reduce.ts';
import {startOfTest} from './builders/judgement.ts';
import {after, buildState} from './builders/state.ts';

const run = (state: RunState, startedAt = startOfTest - 1000): RunSummary => ({
  runId: '7f3a',
  title: 'set up my-cluster',
  actor: 'root@c1',
  startedAt,
  reason: null,
  tookMs: null,
  state,
  counts: null,
});
const listed = (...runs: readonly RunSummary[]): ConsoleEvent => ({type: 'runs-listed', runs});
const yes: ConsoleEvent = {
  type: 'command',
  id: 'yes',
  at: startOfTest,
  extent: {items: null, last: 0, page: 1},
};

describe('a run from earlier', () => {
  it('is offered when the console opens, and watched with y', () => {
    const offered = after(buildState(), [listed(run('done', 1), run('running'))]);
    expect(topLayer(offered)).toMatchObject({kind: 'attach', runId: '7f3a'});
    const {state, effects} = reduce(offered, yes);
    expect(effects).toEqual([{type: 'attach-run', runId: '7f3a'}]);
    expect(topLayer(state)).toMatchObject({kind: 'run', runId: '7f3a'});
  });

  it('can be watched by a console that can never change anything', () => {
    const offered = after(buildState({mode: 'watch-only'}), [listed(run('running'))]);
    expect(topLayer(reduce(offered, yes).state).kind).toBe('run');
  });

  it('is not offered again, nor when it begins while the console is open', () => {
    const later = after(buildState(), [listed(), listed(run('running'))]);
    expect(topLayer(later).kind).toBe('overview');
  });

  it('whose Runner is gone is told of as an orphan, unless that was long ago', () => {
    expect(after(buildState(), [listed(run('orphaned'))]).notice?.text).toBe('notice.orphaned');
    expect(after(buildState(), [listed(run('orphaned', startOfTest - 90_000_000))]).notice).toBeNull();
  });
});
