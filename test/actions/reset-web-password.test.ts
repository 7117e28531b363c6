// What `reset-web-password` promises: the password by stdin and only by reference, asked where the services were seen, proven afterwards.

import {describe, expect, it} from 'vitest';
import {plannerOf} from '../../src/actions/registry.ts';
import {planResetPassword} from '../../src/actions/reset-web-password.ts';
import type {WebFacts} from '../../src/model/facts.ts';
import {whyNotFromWeb} from '../../src/web/helpers/act/web-confirmation.ts';
import {bareSnapshot, codesOf, configOf, lost, planOf, running, seen, unit, withReadings} from './support/cluster.ts';
import {expectWords, findingOf} from './support/words.ts';

const config = configOf();
const web: WebFacts = {
  services: {},
  proxy: {unit: unit('nginx.service', 'active'), http: 200, latencyMs: 1, error: null},
  certificate: null,
};

function plan(hosts: readonly string[], databases: readonly string[] = []) {
  const seenOn = (names: readonly string[], value: WebFacts) => Object.fromEntries(names.map((n) => [n, seen(value)]));
  const deployed = withReadings(bareSnapshot(config), 'web', seenOn(hosts, web));
  const mariadb = Object.fromEntries(databases.map((name) => [name, seen(running())]));
  const snapshot = withReadings(deployed, 'mariadb', mariadb);
  return planResetPassword({snapshot, config, input: {user: 'kim'}, overrides: []});
}

describe('reset-web-password', () => {
  it('is one command whose password comes by stdin, from a reference', () => {
    const {steps, danger, target} = planOf(plan(['server2']));
    expect({danger, target}).toEqual({danger: 'disruptive', target: 'kim'});
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({
      on: 'server2',
      operation: {
        kind: 'exec',
        argv: ['/usr/local/lib/hpcha/hpcha-tui', 'administrator', 'reset', 'kim'],
        stdin: [{secret: 'once.web_password'}],
      },
      after: [{name: 'web-password-pending', args: {user: 'kim'}}],
    });
  });

  it('asks a controller whose own database was seen, where there is one', () => {
    expect(planOf(plan(['server1', 'server3'], ['server3'])).steps[0]?.on).toBe('server3');
    expect(planOf(plan(['server1', 'server3'])).steps[0]?.on).toBe('server1');
  });

  it('is refused where the services were seen nowhere, and says how to get them', () => {
    expect(codesOf(plan([]))).toEqual(['WebPasswordNowhere@cluster']);
    expectWords(findingOf(plan([]), 'WebPasswordNowhere'), {
      en: [/could give kim a new password/, /start --phase 6/],
      ko: [/kim의 비밀번호를 다시 발급할 수 없습니다/, /start --phase 6/],
    });
    const dark = withReadings(bareSnapshot(config), 'web', {server1: lost('no route')});
    const result = planResetPassword({snapshot: dark, config, input: {user: 'kim'}, overrides: []});
    expect(codesOf(result)).toEqual(['WebPasswordNowhere@cluster']);
  });

  it('takes names as Auth does, and nothing that could be a flag', () => {
    const {plan: ask} = plannerOf('reset-web-password');
    const given = (user: string) => () => ask({snapshot: bareSnapshot(config), config, input: {user}, overrides: []});
    for (const wrong of ['--json', '-x', 'a b', "x'; --", '']) expect(given(wrong)).toThrow(/--user/);
    expect(given('Kim')).not.toThrow();
  });

  it('cannot be run from a page: the password would be in an answer', () => {
    expect(whyNotFromWeb(planOf(plan(['server2'])), new Set())).toMatch(/shown at a terminal alone/);
  });
});
