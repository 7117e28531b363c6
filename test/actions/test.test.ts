// What `test` promises before anything runs: every controller writes, everybody reads, everything is taken away again.

import {describe, expect, it} from 'vitest';
import {testOfStage} from '../../src/actions/test/scenario.ts';
import {planTest, type TestInput} from '../../src/actions/test.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {KeepalivedFacts} from '../../src/model/facts.ts';
import type {PlanResult} from '../../src/model/plan.ts';
import {bareSnapshot, codesOf, configOf, lost, planOf, seen, unit, withReadings} from './support/cluster.ts';
import {expectWords, findingOf} from './support/words.ts';

const config = configOf();

function keepalived(vipOn: string | null): KeepalivedFacts {
  return {
    ...{unit: unit('keepalived.service', 'active'), vipOn, mac: null, neighbourMac: null, neighbourState: null},
    ...{vrrpState: vipOn === null ? 'BACKUP' : 'MASTER', lastTransitionAt: null, transitions10min: 0, transitions: []},
    ...{maintenance: null, checks: {}, now: 0},
  };
}

const snapshot = withReadings(bareSnapshot(config), 'keepalived', {
  server1: seen(keepalived(null)),
  server2: seen(keepalived('eth0')),
  server3: seen(keepalived(null)),
});

function plan(test: TestInput['test'], of = snapshot) {
  return planTest({snapshot: of, config, input: {test}, overrides: []});
}

describe('test --all', () => {
  const {steps, stages, notes} = planOf(plan('all'));

  it('covers all six services and says that backup comes later', () => {
    const tests = new Set(stages.map(({id}) => testOfStage(id)));
    expect([...tests]).toEqual(['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web']);
    expect(notes.map(({code, params}) => `${code} ${params['test']}`)).toEqual([
      'TestWebTraces web',
      'TestNotBuilt backup',
    ]);
  });

  it('writes on every controller and reads on all of them', () => {
    for (const test of ['glusterfs', 'mariadb', 'slurm']) {
      const writers = steps.filter(
        ({stage, after}) => testOfStage(stage) === test && after.some(({args}) => 'hosts' in args),
      );
      expect(new Set(writers.map(({on}) => on))).toEqual(new Set(['server1', 'server2', 'server3']));
    }
  });

  it('takes its traces away even when something failed, and sees that they are gone', () => {
    const clean = stages.filter(({id}) => id.endsWith('-clean'));
    expect(clean).toHaveLength(6);
    expect(clean.every(({when}) => when === 'always')).toBe(true);
    expect(stages.find(({id}) => id === 'test-keepalived-start')?.when).toBe('always');
  });

  it('counts as no change', () => {
    expect(steps.every(({operation}) => operation.kind === 'verify')).toBe(true);
  });

  it('gives the address back to the controller that had it', () => {
    expect(steps.filter(({stage}) => stage === 'test-keepalived-move').map(({on}) => on)).toEqual(['server2']);
    expect(steps.filter(({stage}) => stage === 'test-keepalived-back').map(({on}) => on)).toEqual([
      'server1',
      'server3',
    ]);
  });
});

it('only the test of the address interrupts anybody', () => {
  expect(planOf(plan('mariadb')).danger).toBe('safe');
  expect(planOf(plan('keepalived'))).toMatchObject({danger: 'disruptive', target: 'server2'});
});

describe('what the configuration does not enable', () => {
  const off = {glusterfs: false, mariadb: false, redis: false, slurm: false, keepalived: false, web: false};
  const tested = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const;
  const without = (test: string) =>
    configOf(
      3,
      {},
      Array.from({length: 3}, () => ({[test]: false})),
    );
  const planned = (test: TestInput['test'], of: ClusterConfig) =>
    planTest({snapshot: bareSnapshot(of), config: of, input: {test}, overrides: []});
  const expectNamed = (result: PlanResult, test: string): void => {
    const finding = findingOf(result, 'TestNotEnabled');
    expect(finding).toMatchObject({level: 'info', where: 'cluster', params: {test}});
    expectWords(finding, {
      en: [new RegExp(`enables no ${test} .*was not run`), /Enable it/],
      ko: [new RegExp(`${test}.*시험하지 않았습니다`), /켜고 구성하십시오/],
    });
  };

  it.each(tested)('%s is named beside the tests that run', (test) => {
    const result = planned('all', without(test));
    expect(planOf(result).stages.filter(({id}) => testOfStage(id) === test)).toEqual([]);
    expectNamed(result, test);
  });

  it.each(tested)('%s alone is refused: a run of nothing would look like a test that passed', (test) => {
    const result = planned(test, without(test));
    expect(codesOf(result)).toEqual(['TestNotEnabled@cluster']);
    expectNamed(result, test);
  });

  it('slurm is not tested without a compute node', () => {
    const nodeless = {...config, nodes: {...config.nodes, compute_nodes: []}};
    expectNamed(planned('all', nodeless), 'slurm');
    expectNamed(planned('slurm', nodeless), 'slurm');
  });

  it('refuses all of it where nothing is left', () => {
    const codes = codesOf(planned('all', configOf(3, {}, [off, off, off])));
    expect(new Set(codes)).toEqual(new Set(['TestNotEnabled@cluster', 'TestNotBuilt@cluster']));
    expect(codes).toHaveLength(7);
  });
});

it('refuses what is not built, and a cluster of which a controller cannot be seen', () => {
  expect(codesOf(plan('backup'))).toEqual(['TestNotBuilt@cluster']);
  const dark = withReadings(snapshot, 'reach', {server3: lost('no route')});
  expect(codesOf(plan('redis', dark))).toEqual(['ControllerUnseen@server3']);
});
