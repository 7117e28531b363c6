// A run folded from its journal: the same whether it was watched from the beginning or attached to late.

import {describe, expect, it} from 'vitest';
import type {RunEvent} from '../../src/model/run-event.ts';
import {countSteps, emptyRunView, foldRun, isGoingOn} from '../../src/state/run-view.ts';
import {buildPlan} from './builders/state.ts';

const plan = buildPlan('safe', 4);
const at = 1_000;
const journal: readonly RunEvent[] = [
  {
    type: 'run-started',
    at,
    seq: 0,
    runId: '7f3',
    cluster: 'c',
    actor: {user: 'root', sudoUser: 'kim', console: 'c1'},
    planHash: 'x',
    plan,
    pid: 1,
  },
  {type: 'lock-acquired', at, seq: 1, controllers: ['server1'], epoch: 4},
  {type: 'stage-started', at, seq: 2, stage: 'config'},
  {type: 'step-started', at, seq: 3, step: 'step-0'},
  {type: 'step-progress', at, seq: 4, step: 'step-0', line: 'waiting for Synced'},
  {type: 'step-finished', at: at + 40, seq: 5, step: 'step-0', result: 'changed', tookMs: 40, diff: '+a'},
  {type: 'step-started', at: at + 40, seq: 6, step: 'step-1'},
];

describe('a run from its journal', () => {
  it('knows who, what, which step and what it waits for', () => {
    const half = journal.slice(0, 5).reduce(foldRun, emptyRunView('7f3'));
    expect(half).toMatchObject({
      actor: 'kim@c1',
      lockOn: ['server1'],
      steps: {'step-0': {state: 'running', line: 'waiting for Synced'}},
    });
    const whole = journal.reduce(foldRun, emptyRunView('7f3'));
    expect(whole.steps).toMatchObject({
      'step-0': {state: 'changed', tookMs: 40, line: ''},
      'step-1': {state: 'running'},
    });
    expect(countSteps(whole)).toMatchObject({changed: 1, unchanged: 0, failed: 0, total: 4});
    expect(isGoingOn(whole)).toBe(true);
  });

  it('reads the same journal twice without counting anything twice', () => {
    const once = journal.reduce(foldRun, emptyRunView('7f3'));
    expect([...journal, ...journal].reduce(foldRun, emptyRunView('7f3'))).toEqual(once);
  });

  it('takes the end and its account from the Runner', () => {
    const counts = {changed: 1, unchanged: 0, failed: 1, unknown: 0, skipped: 2};
    const ended = foldRun(journal.reduce(foldRun, emptyRunView('7f3')), {
      type: 'run-finished',
      at: at + 90,
      seq: 7,
      result: 'failed',
      counts,
      tookMs: 90,
      account: 'server1 has the new file, server2 the old one',
    });
    expect(countSteps(ended)).toMatchObject(counts);
    expect(ended.finished?.account).toContain('server2 the old one');
    expect(isGoingOn(ended)).toBe(false);
  });
});
