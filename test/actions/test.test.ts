// What `test` promises before anything runs: every controller writes, everybody reads, everything is taken away again.

import {describe, expect, it} from 'vitest';
import {testOfStage} from '../../src/actions/test/scenario.ts';
import {planTest, type TestInput} from '../../src/actions/test.ts';
import type {KeepalivedFacts} from '../../src/model/facts.ts';
import {bareSnapshot, codesOf, configOf, lost, planOf, seen, unit, withReadings} from './support/cluster.ts';

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

  it('covers the five services and says that web and backup come later', () => {
    const tests = new Set(stages.map(({id}) => testOfStage(id)));
    expect([...tests]).toEqual(['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived']);
    expect(notes.map(({code, params}) => `${code} ${params['test']}`)).toEqual([
      'TestNotBuilt web',
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
    expect(clean).toHaveLength(5);
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

it('refuses what is not built, and a cluster of which a controller cannot be seen', () => {
  expect(codesOf(plan('web'))).toEqual(['TestNotBuilt@cluster']);
  const dark = withReadings(snapshot, 'reach', {server3: lost('no route')});
  expect(codesOf(plan('redis', dark))).toEqual(['ControllerUnseen@server3']);
});
