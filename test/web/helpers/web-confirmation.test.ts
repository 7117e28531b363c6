// What may be started from a web page: by danger as at the terminal, and nothing destructive.

import {describe, expect, it} from 'vitest';
import type {Plan} from '../../../src/model/plan.ts';
import {checkConfirmation, confirmationOf} from '../../../src/web/helpers/act/web-confirmation.ts';

function plan(
  danger: Plan['danger'],
  content: readonly (string | {secret: string})[] = ['x'],
  action = 'slurm-job',
): Plan {
  const file = {kind: 'file', path: '/etc/x', content, mode: '0644', owner: 'root', group: 'root'} as const;
  return {
    action,
    title: 't',
    danger,
    target: 'server2',
    stages: [],
    steps: [{id: 's', stage: 'a', on: 'server1', title: 't', operation: file, before: [], after: [], timeoutMs: 1}],
    mayLose: '',
    notes: [],
    decidedBy: {},
  };
}

const known = new Set(['redis.password']);

describe('a plan confirmed on a web page', () => {
  it('needs nothing where it is safe', () => {
    expect(confirmationOf(plan('safe'), known)).toBe('none');
    expect(() => checkConfirmation(plan('safe'), known, {})).not.toThrow();
  });

  it('needs its target typed and a reason where it is disruptive', () => {
    expect(confirmationOf(plan('disruptive'), known)).toBe('target');
    expect(() => checkConfirmation(plan('disruptive'), known, {confirm: 'server2', reason: 'disk'})).not.toThrow();
    expect(() => checkConfirmation(plan('disruptive'), known, {confirm: 'server1', reason: 'disk'})).toThrow(/server2/);
    expect(() => checkConfirmation(plan('disruptive'), known, {confirm: 'server2', reason: ' '})).toThrow(/reason/);
    expect(() => checkConfirmation(plan('disruptive'), known, {})).toThrow(/server2/);
  });

  it('is refused where it is destructive, whatever is typed', () => {
    expect(confirmationOf(plan('destructive'), known)).toBe('terminal');
    const typed = {confirm: 'server2', reason: 'I mean it'};
    expect(() => checkConfirmation(plan('destructive'), known, typed)).toThrow(/terminal/);
  });

  it('is refused where it is a drill, or wants secrets that no controller has', () => {
    expect(() => checkConfirmation(plan('safe', ['x'], 'drill'), known, {})).toThrow(/outside/);
    expect(() => checkConfirmation(plan('safe', [{secret: 'database.password'}]), known, {})).toThrow(
      /database.password/,
    );
    expect(() => checkConfirmation(plan('safe', [{secret: 'redis.password'}]), known, {})).not.toThrow();
    expect(() => checkConfirmation(plan('safe', [{secret: 'generated.vrrp'}]), known, {})).not.toThrow();
  });
});
