// What a run promises from lock to release: one at a time, the plan that was confirmed, a journal without secrets.

import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {HpchaError} from '../../src/model/error.ts';
import type {Plan} from '../../src/model/plan.ts';
import {planHash} from '../../src/model/plan.ts';
import type {RunEvent, RunEventOf} from '../../src/model/run-event.ts';
import {requestCancel} from '../../src/run/record/cancel-request.ts';
import {readMeta, runState} from '../../src/run/record/run-meta.ts';
import {makeRunDirectory, runDirectory} from '../../src/run/record/state-directory.ts';
import type {RunnerDeps} from '../../src/run/run-request.ts';
import {runRunner} from '../../src/run/runner.ts';
import {FakeCluster, file, never, plan, stage, step} from './fake-cluster.ts';

let state: string;
const names = ['a', 'b', 'c'];

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'hpcha-run-'));
});

afterEach(async () => {
  await rm(state, {recursive: true, force: true});
});

function onePlan(): Plan {
  return plan(
    [stage('s', 'parallel', {phase: 3})],
    names.map((on) => step(`conf.${on}`, on, file('/etc/x.conf', 'x\n'))),
  );
}

async function run(
  cluster: FakeCluster,
  wanted: Plan,
  more: {readonly id?: string; readonly replan?: RunnerDeps['replan']; readonly signal?: AbortSignal} = {},
) {
  const runId = more.id ?? 'abc123';
  await makeRunDirectory(state, runId);
  const result = await runRunner(
    {
      ...{runId, state, cluster: 'test', plan: wanted, planHash: planHash(wanted), reason: 'because'},
      actor: {user: 'alice', console: 'admin'},
    },
    {
      transport: {connection: (host) => cluster.host(host).connection(), close: async () => undefined},
      checks: cluster.checks,
      secrets: cluster.secrets,
      clock: cluster.clock,
      controllers: names,
      replan: more.replan ?? (async () => ({kind: 'plan', plan: wanted})),
    },
    more.signal ?? never,
  );
  const text = await readFile(join(runDirectory(state, runId), 'journal.jsonl'), 'utf8');
  const events = text
    .trimEnd()
    .split('\n')
    .map((line): RunEvent => JSON.parse(line));
  const end = events.findLast((event): event is RunEventOf<'run-finished'> => event.type === 'run-finished');
  return {result, events, text, end};
}

describe('a run', () => {
  it('locks every controller, works, releases, and ends its journal', async () => {
    const cluster = new FakeCluster(...names);
    const {result, events, end} = await run(cluster, onePlan());
    expect(result).toBe('done');
    expect(end?.counts).toMatchObject({changed: 3, failed: 0});
    const types = events.map((event) => event.type).filter((type) => !type.startsWith('step') && type !== 'heartbeat');
    expect(types).toEqual([
      ...['run-started', 'lock-acquired', 'stage-started', 'stage-finished', 'lock-released', 'run-finished'],
    ]);
    for (const host of cluster.hosts.values()) expect([host.lock, host.epoch]).toEqual([null, 1]);
    const meta = await readMeta(state, 'abc123');
    expect(meta === null ? null : await runState(meta)).toBe('ended');
  });

  it('raises the epoch above the highest that any controller has seen', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('b').epoch = 41;
    const {events} = await run(cluster, onePlan());
    expect(events.find((event) => event.type === 'lock-acquired')).toMatchObject({epoch: 42, controllers: names});
    expect(names.map((name) => cluster.host(name).epoch)).toEqual([42, 42, 42]);
  });

  it('copies the log of each phase to every controller', async () => {
    const cluster = new FakeCluster(...names);
    await run(cluster, onePlan());
    for (const name of names) {
      expect(cluster.host(name).writes).toContain('hpcha-log /var/log/multihead_cluster phase3_redis.log');
      expect(cluster.host(name).stdins.join('\n')).toMatch(/a changed do conf\.a/);
    }
  });

  const noted = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'note' ? [event.finding] : []));

  it('whose phase log a controller does not take says so for that one, and fails nothing', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('b').beforeWrite = (label) => {
      if (label.startsWith('hpcha-log ')) throw new HpchaError({code: 'unreachable', where: 'b', what: 'lost'});
    };
    const {result, events} = await run(cluster, onePlan());
    expect(result).toBe('done');
    expect(noted(events)).toEqual([
      {code: 'PhaseLogNotCopied', level: 'info', where: 'b', params: {log: 'phase3_redis.log'}},
    ]);
    expect(noted((await run(new FakeCluster(...names), onePlan(), {id: 'fed123'})).events)).toEqual([]);
  });

  it('that a controller’s audit journal does not get is a warning that names the copy, and fails nothing', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('c').beforeWrite = (label) => {
      if (label.startsWith('hpcha-audit ')) throw new HpchaError({code: 'timeout', where: 'c', what: 'the disk hangs'});
    };
    const {result, events} = await run(cluster, onePlan());
    expect(result).toBe('done');
    expect(noted(events)).toEqual([{code: 'AuditNotWritten', level: 'warning', where: 'cluster', params: {copy: 'c'}}]);
  });

  it('that the console’s own audit journal does not get says that too', async () => {
    await writeFile(join(state, 'audit'), 'a file where the folder should be');
    const {result, events} = await run(new FakeCluster(...names), onePlan());
    expect(result).toBe('done');
    expect(noted(events)).toMatchObject([{code: 'AuditNotWritten', level: 'warning', where: 'cluster'}]);
    expect(noted(events)[0]?.params['copy']).toMatch(/^the console/);
  });
});

describe('the lock', () => {
  const held = {
    ...{opId: 'fff000', epoch: 7, action: 'bootstrap-galera', title: 't', operator: 'bob@desk', consoleHost: 'desk'},
    ...{startedAt: '2026-01-01T00:00:00.000Z', planHash: 'h', pid: 1, reason: 'power cut'},
  };

  it('held by another stops a second run, which says who, what, since when and why', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('a').lock = {id: held.opId, json: JSON.stringify(held)};
    const {result, end} = await run(cluster, onePlan());
    expect(result).toBe('failed');
    expect(end?.stop?.code).toBe('locked');
    expect(end?.stop?.what).toMatch(/bob@desk: bootstrap-galera, run fff000.*2 min 13 s.*power cut/);
    expect(names.flatMap((name) => [...cluster.host(name).files.keys()])).toEqual([]);
  });

  it('taken on some controllers is given back when another one is held by somebody else', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('c').lock = {id: held.opId, json: JSON.stringify(held)};
    await run(cluster, onePlan());
    expect(names.map((name) => cluster.host(name).lock?.id ?? null)).toEqual([null, null, 'fff000']);
  });

  it('is refused where a controller that the plan changes cannot be reached', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('b').reachable = false;
    const {end} = await run(cluster, onePlan());
    expect(end?.stop).toMatchObject({code: 'unreachable'});
    expect(end?.stop?.what).toContain('b:');
    expect(cluster.host('a').lock).toBeNull();
  });

  it('of a majority is enough for a plan that leaves the missing controller alone', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('c').reachable = false;
    const small = plan([stage('s')], [step('x', 'a', file('/x', 'x'))]);
    const {result, events} = await run(cluster, small);
    expect(result).toBe('done');
    expect(events.find((event) => event.type === 'lock-acquired')).toMatchObject({controllers: ['a', 'b']});
  });

  it('lost to somebody else stops the run before its next step', async () => {
    const cluster = new FakeCluster(...names);
    const a = cluster.host('a');
    a.beforeWrite = async (label) => {
      if (label !== 'write /1') return;
      for (const name of names) cluster.host(name).lock = {id: 'other', json: '{}'};
      // Long enough for the next sign of life.
      for (let turn = 0; turn < 200; turn += 1) await cluster.clock.sleep(100);
    };
    const two = plan([stage('s')], [step('1', 'a', file('/1', 'x')), step('2', 'a', file('/2', 'x'))]);
    const {result, end} = await run(cluster, two);
    expect(result).toBe('failed');
    expect(end?.stop).toMatchObject({code: 'locked'});
    expect(a.files.has('/2')).toBe(false);
  });
});

describe('the plan that was confirmed', () => {
  it('is not carried out when fresh evidence leads to another one', async () => {
    const cluster = new FakeCluster(...names);
    const other = {...onePlan(), decidedBy: {'galera.primary': 'server2'}};
    const {result, end} = await run(cluster, onePlan(), {replan: async () => ({kind: 'plan', plan: other})});
    expect(result).toBe('failed');
    expect(end?.stop?.code).toBe('refused');
    expect(end?.stop?.what).toContain('galera.primary: not known → server2');
    expect(names.flatMap((name) => [...cluster.host(name).files.keys()])).toEqual([]);
    expect(names.map((name) => cluster.host(name).lock)).toEqual([null, null, null]);
  });
});

describe('secrets', () => {
  const secretPlan = plan(
    [stage('s', 'parallel', {phase: 3})],
    names.map((on) =>
      step(`conf.${on}`, on, {
        ...{kind: 'file', path: '/etc/redis.conf', mode: '0600', owner: 'redis', group: 'redis'},
        content: ['requirepass ', {secret: 'redis.password'}, '\nauth ', {secret: 'generated.vrrp'}, '\n'],
      }),
    ),
  );

  it('generated once are the same on all controllers, mode 0600, and adopted by the next run', async () => {
    const cluster = new FakeCluster(...names);
    await run(cluster, secretPlan);
    const kept = names.map((name) => cluster.host(name).files.get('/etc/hpcha/secrets/vrrp'));
    expect(new Set(kept.map((found) => found?.content)).size).toBe(1);
    expect(kept[0]?.content.length).toBeGreaterThan(40);
    expect(kept.every((found) => found?.mode === '0600' && found.owner === 'root')).toBe(true);
    const again = await run(cluster, secretPlan, {id: 'abc124'});
    expect(again.end?.counts).toMatchObject({changed: 0, unchanged: 3});
  });

  it('that a returned controller lacks are written there, never made anew', async () => {
    const cluster = new FakeCluster(...names);
    await run(cluster, secretPlan);
    const before = cluster.host('a').files.get('/etc/hpcha/secrets/vrrp')?.content;
    cluster.host('c').files.delete('/etc/hpcha/secrets/vrrp');
    await run(cluster, secretPlan, {id: 'abc124'});
    expect(cluster.host('c').files.get('/etc/hpcha/secrets/vrrp')?.content).toBe(before);
  });

  it('that differ between controllers stop the run before anything is changed', async () => {
    const cluster = new FakeCluster(...names);
    for (const name of ['a', 'b']) {
      const content = `value-of-${name}`;
      cluster.host(name).files.set('/etc/hpcha/secrets/vrrp', {content, mode: '0600', owner: 'root', group: 'root'});
    }
    const {result, end} = await run(cluster, secretPlan);
    expect(result).toBe('failed');
    expect(end?.stop?.what).toContain('different values of generated.vrrp');
    expect(cluster.host('a').files.has('/etc/redis.conf')).toBe(false);
  });

  it('stand in no journal, also when a command echoes them', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('a').beforeWrite = (label) => {
      if (!label.includes('/etc/redis.conf')) return;
      const generated = cluster.host('a').files.get('/etc/hpcha/secrets/vrrp')?.content ?? '';
      throw new HpchaError({code: 'command', where: 'a', what: `syntax error near hunter2-secret and ${generated}`});
    };
    const {text} = await run(cluster, secretPlan);
    const generated = cluster.host('b').files.get('/etc/hpcha/secrets/vrrp')?.content ?? 'missing';
    expect(text).toContain('syntax error near ••• and •••');
    expect(text).not.toContain('hunter2-secret');
    expect(text).not.toContain(generated);
    for (const host of cluster.hosts.values()) {
      expect(host.writes.join('\n')).not.toContain('hunter2-secret');
      expect(host.stdins.join('\n')).not.toContain('hunter2-secret');
    }
  });
});

describe('a run that stops', () => {
  it('on request ends as cancelled, with the account of what is true now', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('a').afterWrite = () => undefined;
    cluster.host('a').beforeWrite = async (label) => {
      if (label !== 'write /1') return;
      await requestCancel(state, 'abc123', 'carol@desk');
      for (let turn = 0; turn < 50; turn += 1) await cluster.clock.sleep(100);
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (let turn = 0; turn < 50; turn += 1) await cluster.clock.sleep(100);
    };
    const two = plan([stage('s')], [step('1', 'a', file('/1', 'x')), step('2', 'a', file('/2', 'x'))]);
    const {result, events, end} = await run(cluster, two);
    expect(result).toBe('cancelled');
    expect(events.find((event) => event.type === 'cancel-requested')).toMatchObject({by: 'carol@desk'});
    expect(end?.account).toContain('cancelled by carol@desk');
    expect(end?.account).toContain('1 steps changed something');
    expect(cluster.host('a').files.has('/2')).toBe(false);
    expect(cluster.host('a').lock).toBeNull();
  });

  it('because of a failure names the host, the step, what was seen and the restarts that are still owed', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('b').marks.add('mariadb');
    cluster.host('b').beforeWrite = (label) => {
      if (label === 'write /etc/x.conf') throw new HpchaError({code: 'command', where: 'b', what: 'no space left'});
    };
    const {result, end} = await run(cluster, onePlan());
    expect(result).toBe('failed');
    expect(end?.account).toMatch(/b: do conf\.b: failed: b: no space left/);
    expect(end?.account).toMatch(/b: still to be restarted.*mariadb/);
  });

  it('because a controller vanished says that its state is not known', async () => {
    const cluster = new FakeCluster(...names);
    cluster.host('c').beforeWrite = (label) => {
      if (label === 'write /etc/x.conf') cluster.host('c').reachable = false;
    };
    const {result, end} = await run(cluster, onePlan());
    expect(result).toBe('unknown');
    expect(end?.account).toContain('c does not answer: what is true there is not known');
  });
});
