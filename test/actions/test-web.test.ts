// What `test --test web` promises: every service through every way in, one visit at a time, its users gone, and what it does not try.

import {describe, expect, it} from 'vitest';
import {planTest} from '../../src/actions/test.ts';
import {bareSnapshot, codesOf, configOf, planOf} from './support/cluster.ts';
import {expectWords, findingOf} from './support/words.ts';

const plan = (of = configOf()) =>
  planTest({snapshot: bareSnapshot(of), config: of, input: {test: 'web'}, overrides: []});
const hosts = ['server1', 'server2', 'server3'];
const program = '/usr/local/lib/hpcha/hpcha-tui';

describe('test --test web', () => {
  const {steps, stages, danger} = planOf(plan());

  it('interrupts nobody and counts as no change', () => {
    expect(danger).toBe('safe');
    expect(steps.every(({operation}) => operation.kind === 'verify')).toBe(true);
  });

  it('sees all eight services through the nginx of each controller and through the address, from every controller', () => {
    const seen = steps.flatMap(({on, after}) =>
      after.map(({name, args}) => [name, on, args['address'], [args['services']].flat().length]),
    );
    const ways = hosts.flatMap((on, index) => [
      ['web-site-answers', on, `10.0.0.10${index + 1}`, 8],
      ['web-site-answers', on, '10.0.0.100', 8],
    ]);
    expect(seen).toEqual(ways);
  });

  it('visits through the address, from one controller after the other, with no password in any command', () => {
    const visits = steps.filter(({stage}) => stage === 'test-web-visit');
    expect(visits.map(({on}) => on)).toEqual(hosts);
    expect(stages.find(({id}) => id === 'test-web-visit')?.mode).toBe('rolling');
    for (const {operation} of visits) {
      const argv = [program, 'web-round-trip', '10.0.0.100', '--account', 'hpcha-test', '--partition', 'normal'];
      expect(operation).toEqual({kind: 'verify', act: {via: 'exec', argv}});
    }
  });

  it('takes its users away whatever became of it', () => {
    expect(stages.find(({id}) => id === 'test-web-clean')?.when).toBe('always');
    expect(steps.filter(({stage}) => stage === 'test-web-clean').map(({on}) => on)).toEqual(hosts);
  });

  it('makes the account on each controller before the first visit, and clears what a test before has left', () => {
    const prepared = steps.filter(({stage}) => stage === 'test-web-prepare');
    expect(prepared.map(({on}) => on)).toEqual(hosts);
    for (const {operation} of prepared) {
      const argv = [program, 'web-round-trip', 'prepare', '--account', 'hpcha-test', '--partition', 'normal'];
      expect(operation).toEqual({kind: 'verify', act: {via: 'exec', argv}});
    }
    expect(stages.map(({id}) => id)).toEqual(['prove', 'prepare', 'visit', 'clean'].map((part) => `test-web-${part}`));
  });

  it('acts as an account that was named, and as it alone', () => {
    const of = configOf();
    const named = planTest({
      snapshot: bareSnapshot(of),
      config: of,
      input: {test: 'web', webUser: 'tester'},
      overrides: [],
    });
    const words = planOf(named).steps.flatMap(({operation}) =>
      operation.kind === 'verify' && operation.act.via === 'exec' ? [operation.act.argv.join(' ')] : [],
    );
    expect(words.filter((line) => line.includes('--account tester'))).toHaveLength(9);
    expect(words.join('\n')).not.toContain('hpcha-test');
  });

  it('says what stays, and what it does not try', () => {
    expectWords(findingOf(plan(), 'TestWebTraces'), {
      en: [/account hpcha-test .* its jobs in the accounting of Slurm/, /outside provider is not tried/],
      ko: [/Unix 계정 hpcha-test.*Slurm 회계/, /시험하지 않습니다/],
    });
  });

  it('tries no job where no node could run it, and no file where there is no shared storage', () => {
    const of = configOf();
    const bare = plan({...of, nodes: {...of.nodes, compute_nodes: []}});
    expect(planOf(bare).notes.map(({code}) => code)).toEqual(['TestWebWithoutJob']);
    expect(JSON.stringify(planOf(bare).steps)).not.toContain('--partition');
    const off = configOf(
      3,
      {},
      hosts.map(() => ({glusterfs: false})),
    );
    expect(planOf(plan(off)).notes.map(({code}) => code)).toEqual(['TestWebPartly']);
    expect(JSON.stringify(planOf(plan(off)).steps)).not.toContain('--account');
  });

  it('goes through the controllers alone where nobody keeps the address', () => {
    const off = configOf(
      3,
      {},
      hosts.map(() => ({keepalived: false})),
    );
    const addresses = planOf(plan(off)).steps.flatMap(({after}) => after.map(({args}) => args['address']));
    expect(addresses).toEqual(['10.0.0.101', '10.0.0.102', '10.0.0.103']);
  });

  it('is refused where no controller has web services: a run of nothing would look like a test that passed', () => {
    const off = configOf(
      3,
      {},
      hosts.map(() => ({web: false})),
    );
    expect(codesOf(plan(off))).toEqual(['TestNotEnabled@cluster']);
  });
});
