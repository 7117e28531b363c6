// What carrying out a plan promises: order, a stop at the first failure, success only where it was seen, nothing done twice.

import {describe, expect, it} from 'vitest';
import {HpchaError} from '../../src/model/error.ts';
import type {Operation} from '../../src/model/operation.ts';
import {executePlan} from '../../src/run/execute-plan.ts';
import {FakeCluster, file, never, plan, stage, step} from './fake-cluster.ts';

const start = (unit: string, clears: readonly string[] = []): Operation => ({
  ...{kind: 'unit', unit, state: 'started', enabled: true, clears},
});
const restart = (unit: string): Operation => ({kind: 'restart', unit, mark: unit, how: 'restart'});

describe('a second run', () => {
  it('changes nothing and restarts nothing', async () => {
    const cluster = new FakeCluster('a', 'b');
    const steps = ['a', 'b'].flatMap((on) => [
      step(`${on}.conf`, on, file('/etc/redis.conf', 'x\n', {marks: ['redis']})),
      step(`${on}.pkg`, on, {kind: 'package', names: ['redis-server']}),
      step(`${on}.start`, on, start('redis', ['redis'])),
      step(`${on}.restart`, on, restart('redis')),
    ]);
    const first = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(first.counts).toMatchObject({changed: 6, unchanged: 2, failed: 0});
    for (const host of cluster.hosts.values()) host.writes.length = 0;
    const second = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(second.result).toBe('done');
    expect(second.counts).toMatchObject({changed: 0, unchanged: 8, failed: 0});
    expect([...cluster.hosts.values()].flatMap((host) => [...host.writes, ...host.restarts])).toEqual([]);
  });
});

describe('a change that needs a restart', () => {
  it('leaves a durable mark before the file is written', async () => {
    const cluster = new FakeCluster('a');
    const steps = [step('conf', 'a', file('/etc/x.conf', 'new\n', {marks: ['x']}))];
    await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    const {writes} = cluster.host('a');
    expect(writes.findIndex((write) => write.startsWith('hpcha-mark'))).toBeGreaterThanOrEqual(0);
    expect(writes.findIndex((write) => write.startsWith('hpcha-mark'))).toBeLessThan(
      writes.indexOf('write /etc/x.conf'),
    );
  });

  it('is not forgotten when the run dies between the change and the restart', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').unit('x').active = 'active';
    const steps = [step('conf', 'a', file('/etc/x.conf', 'new\n', {marks: ['x']})), step('restart', 'a', restart('x'))];
    const {steps: [only] = []} = {steps};
    await executePlan(plan([stage('s')], only === undefined ? [] : [only]), cluster.deps(), never);
    const later = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(later.counts).toMatchObject({changed: 1, unchanged: 1});
    expect(cluster.host('a').restarts).toEqual(['x']);
    expect([...cluster.host('a').marks]).toEqual([]);
  });

  it('keeps its mark while the checks after the restart do not hold', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').unit('x').active = 'active';
    cluster.host('a').marks.add('x');
    cluster.check('healthy', () => 'no');
    const steps = [step('restart', 'a', restart('x'), {after: [{name: 'healthy', args: {}}]})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.result).toBe('failed');
    expect([...cluster.host('a').marks]).toEqual(['x']);
  });
});

describe('success', () => {
  it('is what the checks saw, not exit code 0', async () => {
    const cluster = new FakeCluster('a');
    cluster.check('healthy', () => 'no');
    const steps = [step('start', 'a', start('x'), {after: [{name: 'healthy', args: {}}]})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(cluster.host('a').unit('x').active).toBe('active');
    expect(execution.counts).toMatchObject({changed: 0, failed: 1});
    expect(cluster.saw('start')).toContain('a says no');
  });

  it('is waited for, with a line that says for what and how long', async () => {
    const cluster = new FakeCluster('a');
    const from = cluster.clock.now();
    cluster.check('synced', () => (cluster.clock.now() - from > 41_000 ? 'yes' : 'no'));
    const steps = [step('start', 'a', start('x'), {after: [{name: 'synced', args: {}}], timeoutMs: 120_000})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.counts.changed).toBe(1);
    const lines = cluster.events.flatMap((event) => (event.type === 'step-progress' ? [event.line] : []));
    expect(lines.some((line) => /^waiting for synced, \d+ s of 120 s/.test(line))).toBe(true);
  });

  it('is unknown where a check could not be asked', async () => {
    const cluster = new FakeCluster('a');
    cluster.check('synced', () => 'unknown');
    const steps = [step('start', 'a', start('x'), {after: [{name: 'synced', args: {}}]})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.result).toBe('unknown');
    expect(cluster.results()).toEqual({start: 'unknown'});
  });

  it('without checks of its own is what the operation sees when it looks again', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').commands.set('grow', () => ({exitCode: 0}));
    cluster.host('a').commands.set('grown', () => ({exitCode: 1}));
    const exec: Operation = {
      kind: 'exec',
      argv: ['grow'],
      unless: {argv: ['grown'], expect: {kind: 'exit', codes: [0]}},
    };
    const execution = await executePlan(plan([stage('s')], [step('grow', 'a', exec)]), cluster.deps(), never);
    expect(execution.result).toBe('failed');
    expect(cluster.saw('grow')).toContain('nothing came of it');
  });
});

describe('what must hold before a step', () => {
  it('is asked at that moment, and stops the step before it acts', async () => {
    const cluster = new FakeCluster('a');
    cluster.check('others-synced', () => 'no');
    cluster.host('a').marks.add('x');
    const steps = [step('restart', 'a', restart('x'), {before: [{name: 'others-synced', args: {}}]})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.result).toBe('failed');
    expect(cluster.host('a').writes).toEqual([]);
  });

  it('does not matter where there is nothing to do', async () => {
    const cluster = new FakeCluster('a');
    cluster.check('others-synced', () => 'no');
    const steps = [step('restart', 'a', restart('x'), {before: [{name: 'others-synced', args: {}}]})];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.counts.unchanged).toBe(1);
  });
});

describe('order', () => {
  it('finishes one host of a rolling stage before it begins the next', async () => {
    const cluster = new FakeCluster('a', 'b', 'c');
    const steps = ['a', 'b', 'c'].flatMap((on) => [
      step(`${on}1`, on, file('/1', 'x')),
      step(`${on}2`, on, file('/2', 'x')),
    ]);
    await executePlan(plan([stage('s', 'rolling')], steps), cluster.deps(), never);
    const begun = cluster.events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []));
    expect(begun).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });

  it('stops rolling at the first host that does not come back well', async () => {
    const cluster = new FakeCluster('a', 'b');
    for (const host of cluster.hosts.values()) {
      host.marks.add('x');
      host.unit('x').active = 'active';
    }
    cluster.check('healthy', () => 'no');
    const after = [{name: 'healthy', args: {}}];
    const steps = [step('a', 'a', restart('x'), {after}), step('b', 'b', restart('x'), {after})];
    await executePlan(plan([stage('s', 'rolling')], steps), cluster.deps(), never);
    expect(cluster.host('b').restarts).toEqual([]);
    expect(cluster.results()).toEqual({a: 'failed', b: 'skipped'});
  });

  it('runs lanes side by side, each in its own order, and waits for all before what comes after', async () => {
    const cluster = new FakeCluster('a');
    const stages = [
      stage('first'),
      {...stage('db-1'), lane: 'db'},
      {...stage('db-2'), lane: 'db'},
      {...stage('redis-1'), lane: 'redis'},
      stage('last'),
    ];
    const steps = stages.map(({id}) => ({...step(id, 'a', file(`/etc/${id}`, 'x\n')), stage: id}));
    const events: string[] = [];
    const deps = {
      ...cluster.deps(),
      emit: (event: {type: string; stage?: string}) => void events.push(`${event.type} ${event.stage ?? ''}`),
    };
    await executePlan(plan(stages, steps), deps, never);
    const at = (event: string) => events.indexOf(event);
    expect(at('stage-started redis-1')).toBeLessThan(at('stage-finished db-1'));
    expect(at('stage-started db-2')).toBeGreaterThan(at('stage-finished db-1'));
    expect(at('stage-started last')).toBeGreaterThan(Math.max(at('stage-finished db-2'), at('stage-finished redis-1')));
    expect(at('stage-started db-1')).toBeGreaterThan(at('stage-finished first'));
  });

  it('runs no more hosts at once than the stage allows', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const cluster = new FakeCluster(...names);
    let now = 0;
    let most = 0;
    for (const host of cluster.hosts.values()) {
      host.beforeWrite = async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
      };
    }
    const steps = names.map((on) => step(on, on, file('/x', 'x')));
    await executePlan(plan([stage('s', 'parallel', {atOnce: 2})], steps), cluster.deps(), never);
    expect(most).toBe(2);
  });
});

describe('a failure', () => {
  it('lets the other hosts finish their current step and begins nothing more', async () => {
    const cluster = new FakeCluster('a', 'b');
    cluster.host('a').beforeWrite = () => {
      throw new HpchaError({code: 'command', where: 'a', what: 'disk full'});
    };
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    cluster.host('b').beforeWrite = () => gate;
    const stages = [stage('s'), stage('t')];
    const steps = [
      step('a1', 'a', file('/1', 'x')),
      step('b1', 'b', file('/1', 'x')),
      step('b2', 'b', file('/2', 'x')),
      step('b3', 'b', file('/3', 'x'), {stage: 't'}),
    ];
    const running = executePlan(plan(stages, steps), cluster.deps(), never);
    await new Promise((resolve) => setImmediate(resolve));
    release();
    const execution = await running;
    expect(cluster.results()).toEqual({a1: 'failed', b1: 'changed', b2: 'skipped', b3: 'skipped'});
    expect(execution.result).toBe('failed');
    expect(execution.bad[0]?.saw).toContain('disk full');
  });

  it('is called unknown when the connection broke in the middle of a change and the host stays away', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').beforeWrite = (label) => {
      if (label.startsWith('write')) cluster.host('a').reachable = false;
    };
    const execution = await executePlan(plan([stage('s')], [step('w', 'a', file('/x', 'x'))]), cluster.deps(), never);
    expect(execution.result).toBe('unknown');
    expect(cluster.saw('w')).toContain('not known');
  });

  it('is no failure when the change is seen to have happened although its answer was lost', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').afterWrite = (label) => {
      if (!label.startsWith('write')) return;
      throw new HpchaError({code: 'unreachable', where: 'a', what: 'the connection is lost'});
    };
    const execution = await executePlan(plan([stage('s')], [step('w', 'a', file('/x', 'x'))]), cluster.deps(), never);
    expect(execution.result).toBe('done');
    expect(cluster.results()).toEqual({w: 'changed'});
  });

  it('before anything was touched says which host could not be reached', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').reachable = false;
    const execution = await executePlan(plan([stage('s')], [step('w', 'a', file('/x', 'x'))]), cluster.deps(), never);
    expect(execution.result).toBe('failed');
    expect(cluster.saw('w')).toContain('a: the connection is lost');
  });
});

describe('a cancel', () => {
  it('lets the current step finish and skips the rest', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').afterWrite = () => {
      cluster.stop = 'cancelled by alice';
    };
    const steps = [step('one', 'a', file('/1', 'x')), step('two', 'a', file('/2', 'x'))];
    const execution = await executePlan(plan([stage('s')], steps), cluster.deps(), never);
    expect(execution.result).toBe('cancelled');
    expect(cluster.results()).toEqual({one: 'changed', two: 'skipped'});
  });
});

describe('a stage that takes away what others left', () => {
  it('is carried out also after a failure and after a request to stop', async () => {
    const cluster = new FakeCluster('a');
    const steps = [
      {...step('breaks', 'a', file('/etc/x.conf', 'x\n')), before: [{name: 'never-holds', args: {}}]},
      {...step('next', 'a', file('/etc/y.conf', 'y\n')), stage: 'next'},
      {...step('clean', 'a', file('/etc/z.conf', 'z\n')), stage: 'clean'},
    ];
    const stages = [stage('s'), stage('next'), {...stage('clean'), when: 'always' as const}];
    const {results} = await executePlan(plan(stages, steps), cluster.deps(), never);
    expect(Object.fromEntries(results)).toEqual({breaks: 'failed', next: 'skipped', clean: 'changed'});
  });
});

describe('a stage for the way back', () => {
  const steps = [
    step('moves', 'a', file('/etc/x.conf', 'x\n')),
    {...step('back', 'a', file('/etc/y.conf', 'y\n')), stage: 'back'},
  ];
  const stages = [stage('s'), {...stage('back'), when: 'after-failure' as const}];

  it('is no part of a run in which all went well', async () => {
    const cluster = new FakeCluster('a');
    const {result, counts} = await executePlan(plan(stages, steps), cluster.deps(), never);
    expect(result).toBe('done');
    expect(counts).toEqual({changed: 1, unchanged: 0, failed: 0, unknown: 0, skipped: 0});
    expect(cluster.host('a').writes).not.toContain('write /etc/y.conf');
  });

  it('is gone after a failure, and the run stays failed', async () => {
    const cluster = new FakeCluster('a');
    const broken = steps.map((each) =>
      each.id === 'moves' ? {...each, before: [{name: 'never-holds', args: {}}]} : each,
    );
    const {result, results} = await executePlan(plan(stages, broken), cluster.deps(), never);
    expect(result).toBe('failed');
    expect(Object.fromEntries(results)).toEqual({moves: 'failed', back: 'changed'});
  });
});

describe('stages of different groups', () => {
  it('do not end each other by failing', async () => {
    const cluster = new FakeCluster('a');
    const steps = [
      {...step('breaks', 'a', file('/etc/x.conf', 'x\n')), before: [{name: 'never-holds', args: {}}]},
      {...step('same', 'a', file('/etc/y.conf', 'y\n')), stage: 'same'},
      {...step('other', 'a', file('/etc/z.conf', 'z\n')), stage: 'other'},
    ];
    const stages = [
      {...stage('s'), group: 'one'},
      {...stage('same'), group: 'one'},
      {...stage('other'), group: 'two'},
    ];
    const {results} = await executePlan(plan(stages, steps), cluster.deps(), never);
    expect(Object.fromEntries(results)).toEqual({breaks: 'failed', same: 'skipped', other: 'changed'});
  });
});
