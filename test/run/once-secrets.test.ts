// Passwords for one use: made only where a plan asks for them, told only when the run wrote them, and easy to read off a screen.

import {describe, expect, it} from 'vitest';
import {planResetPassword} from '../../src/actions/reset-web-password.ts';
import {firstPasswordText} from '../../src/cli/run/first-password.ts';
import type {Plan} from '../../src/model/plan.ts';
import type {RunEvent, StepResult} from '../../src/model/run-event.ts';
import {foldRunEvent, noProgress, type RunProgress} from '../../src/model/run-progress.ts';
import {Secret} from '../../src/model/secret.ts';
import {onceSecrets} from '../../src/run/once-secrets.ts';
import {bareSnapshot, configOf, planOf, seen, unit, withReadings} from '../actions/support/cluster.ts';

const config = configOf();
const web = {
  services: {},
  proxy: {unit: unit('nginx.service', 'active'), http: 200, latencyMs: 1, error: null},
  certificate: null,
};
const snapshot = withReadings(bareSnapshot(config), 'web', {server2: seen(web)});

function resetPlan(user = 'kim'): Plan {
  return planOf(planResetPassword({snapshot, config, input: {user}, overrides: []}));
}

function withSecret(name: string): Plan {
  const plan = resetPlan();
  const steps = plan.steps.map((step) =>
    step.operation.kind === 'exec' ? {...step, operation: {...step.operation, stdin: [{secret: name}]}} : step,
  );
  return {...plan, steps};
}

/** That plan's run, with its only step ended so. */
function runOf(plan: Plan, result: StepResult): RunProgress {
  const run = {runId: 'r1', cluster: 'lab', actor: {user: 'root', console: 'here'}, planHash: 'h', pid: 1};
  const events: readonly RunEvent[] = [
    {seq: 1, at: 1, type: 'run-started', ...run, plan},
    {seq: 2, at: 2, type: 'step-finished', step: plan.steps[0]?.id ?? '', result, tookMs: 1},
  ];
  return events.reduce(foldRunEvent, noProgress);
}

describe('secrets for one use', () => {
  it('are made for those that the plan refers to, and only those', () => {
    expect([...onceSecrets(resetPlan()).keys()]).toEqual(['once.web_password']);
    expect([...onceSecrets(withSecret('once.web_administrator')).keys()]).toEqual(['once.web_administrator']);
    expect(onceSecrets(withSecret('redis.password')).size).toBe(0);
  });

  it('are four groups of letters that cannot be mistaken, another each time', () => {
    const made = Array.from({length: 200}, () => onceSecrets(resetPlan()).get('once.web_password')?.reveal() ?? '');
    for (const password of made) {
      expect(password).toMatch(/^[a-zA-Z2-9]{5}(-[a-zA-Z2-9]{5}){3}$/);
      expect(password).not.toMatch(/[lIO01]/);
    }
    expect(new Set(made).size).toBe(200);
  });

  it('print as dots wherever somebody writes them down', () => {
    expect(JSON.stringify([...onceSecrets(resetPlan()).values()])).toBe('["•••"]');
  });
});

describe('telling it', () => {
  const once = new Map([['once.web_password', new Secret('aaaaa-bbbbb-ccccc-ddddd')]]);

  it('names the user and the password once, in either language, when the run has written it', () => {
    const progress = runOf(resetPlan('kim'), 'changed');
    expect(firstPasswordText(progress, once, 'en')).toBe(
      '\nThe password is for one sign-in, where a new one is asked for; it is kept nowhere and shown only here:\n' +
        '    name      kim\n    password  aaaaa-bbbbb-ccccc-ddddd\n',
    );
    expect(firstPasswordText(progress, once, 'ko')).toMatch(/한 번만 표시됩니다:\n {4}name {6}kim\n/);
  });

  it('calls the first administrator admin, whatever the run was about', () => {
    const first = new Map([['once.web_administrator', new Secret('x')]]);
    const text = firstPasswordText(runOf(withSecret('once.web_administrator'), 'changed'), first, 'en');
    expect(text).toMatch(/first administrator[\s\S]*name {6}admin\n {4}password {2}x\n$/);
  });

  it.each(['unchanged', 'failed', 'skipped'] as const)('says nothing where the step is %s', (result) => {
    expect(firstPasswordText(runOf(resetPlan(), result), once, 'en')).toBe('');
  });

  it('tells it with its doubt where the answer of the step was lost', () => {
    const text = firstPasswordText(runOf(resetPlan(), 'unknown'), once, 'en');
    expect(text).toMatch(/How that step ended is not known[\s\S]*aaaaa-bbbbb/);
  });

  it('says nothing of a password that this process does not know', () => {
    expect(firstPasswordText(runOf(resetPlan(), 'changed'), new Map(), 'en')).toBe('');
  });
});
