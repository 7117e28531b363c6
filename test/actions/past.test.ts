// What earlier operations say against the next one: too soon, or a bad end that nobody has looked at; and what an override costs.

import {describe, expect, it} from 'vitest';
import {planAcknowledge} from '../../src/actions/acknowledge.ts';
import {guarded} from '../../src/actions/past/guard.ts';
import {pastObjections} from '../../src/actions/past/objections.ts';
import {planRestartGalera} from '../../src/actions/restart-galera.ts';
import type {ActionInput} from '../../src/model/action-offer.ts';
import type {PastOperation} from '../../src/model/past-operation.ts';
import type {Plan, PlanResult} from '../../src/model/plan.ts';
import {asPast} from '../../src/run/audit/past-operations.ts';
import {bareSnapshot, codesOf, configOf, planOf, running, seen, withReadings} from './support/cluster.ts';

const config = configOf(3, {slurm: {db_password: 'x', controller_timeout: 10}});
const lab = {...config, lab: true};
const now = 10_000_000;

function op(over: Partial<PastOperation> = {}): PastOperation {
  return {
    runId: 'aaaa01',
    action: 'switch-redis',
    title: 'move the Redis master',
    at: now - 3_600_000,
    result: 'done',
    stop: null,
    operator: 'alice@admin',
    touched: true,
    safe: false,
    settles: null,
    ...over,
  };
}

function codes(action: string, past: readonly PastOperation[], input: ActionInput = {}, of = config) {
  return pastObjections({action, input, config: of, past, now}).map(({code}) => code);
}

describe('a bad end', () => {
  const failed = op({result: 'failed', stop: 'no answer'});

  it.each(['failed', 'unknown', 'cancelled'])(
    'that is %s keeps its class closed until somebody has looked',
    (result) => {
      expect(codes('switch-redis', [op({result})])).toEqual(['OperationUnresolved']);
    },
  );

  it('names the run, who it was, how it ended and why', () => {
    const [finding] = pastObjections({action: 'switch-redis', input: {}, config, past: [failed], now});
    expect(finding).toMatchObject({
      overridable: true,
      params: {run: 'aaaa01', operator: 'alice@admin', result: 'failed', why: 'no answer'},
    });
  });

  it('is settled by an acknowledgement, by an undo, or by a later good end of its class', () => {
    const word = op({runId: 'bbbb01', action: 'acknowledge', at: now - 1000, touched: false, settles: 'aaaa01'});
    expect(codes('switch-redis', [failed, word])).toEqual([]);
    expect(codes('switch-redis', [failed, {...word, action: 'undo'}])).toEqual([]);
    expect(codes('switch-redis', [failed, op({runId: 'cccc01', at: now - 60_000})])).toEqual([]);
    const repaired = op({runId: 'dddd01', action: 'repair-vip'});
    expect(codes('failover-vip', [op({...failed, action: 'failover-vip'}), {...repaired, at: now - 1}])).toEqual([]);
  });

  it('is not settled by an acknowledgement of another run, or by one that failed itself', () => {
    const word = op({runId: 'bbbb01', action: 'acknowledge', touched: false, settles: 'ffff01'});
    expect(codes('switch-redis', [failed, word])).toEqual(['OperationUnresolved']);
    expect(codes('switch-redis', [failed, {...word, settles: 'aaaa01', result: 'failed'}])).toHaveLength(1);
  });

  it('keeps nothing else closed: no other class, no way back', () => {
    for (const action of ['failover-vip', 'phases', 'stop', 'undo', 'acknowledge'])
      expect(codes(action, [failed])).toEqual([]);
    const moved = op({action: 'failover-vip', result: 'failed'});
    expect(codes('repair-vip', [moved])).toEqual([]);
    expect(codes('align-primary', [moved])).toEqual(['OperationUnresolved']);
    const left = op({action: 'maintenance', result: 'unknown'});
    expect(codes('maintenance', [left], {mode: 'off'})).toEqual([]);
    expect(codes('maintenance', [left], {mode: 'on'})).toEqual(['OperationUnresolved']);
  });

  it('of a run that did nothing, or only collected evidence, keeps nobody waiting', () => {
    expect(codes('switch-redis', [op({...failed, touched: false})])).toEqual([]);
    expect(codes('bootstrap-galera', [op({action: 'bootstrap-galera', result: 'failed', safe: true})])).toEqual([]);
  });

  it('of a drill stands against the next drill, but not in a lab, where things are broken on purpose', () => {
    const drill = op({action: 'drill', result: 'failed'});
    expect(codes('drill', [drill])).toEqual(['OperationUnresolved']);
    expect(codes('drill', [drill], {}, lab)).toEqual([]);
  });
});

describe('the cooldown', () => {
  const ago = (action: string, seconds: number): PastOperation => op({action, at: now - seconds * 1000});

  it('is that of ha-operations §9.2 for each class', () => {
    for (const [action, seconds] of [
      ['switch-redis', 10],
      ['takeover-slurm', 20],
      ['bootstrap-galera', 600],
      ['restart-galera', 60],
    ] as const) {
      expect(codes(action, [ago(action, seconds - 1)]), action).toEqual(['OperationJustNow']);
      expect(codes(action, [ago(action, seconds)]), action).toEqual([]);
    }
  });

  it('lets a bootstrap follow the resolution of a split brain, which ends with it', () => {
    expect(codes('bootstrap-galera', [ago('resolve-split-brain', 5)])).toEqual([]);
  });

  it('is scaled down in a lab, and a clock ahead of ours makes it no longer', () => {
    expect(codes('bootstrap-galera', [ago('bootstrap-galera', 4)], {}, lab)).toEqual([]);
    const [finding] = pastObjections({
      action: 'restart-galera',
      input: {},
      config,
      past: [ago('restart-galera', -500)],
      now,
    });
    expect(finding?.params).toMatchObject({ago: 0, left: 60});
  });
});

describe('before every action', () => {
  const plan: Plan = {
    action: 'switch-redis',
    title: 'x',
    danger: 'disruptive',
    target: 'server2',
    stages: [],
    steps: [],
    mayLose: 'x',
    notes: [],
    decidedBy: {},
  };
  const asked = (overrides: readonly string[], past: readonly PastOperation[], answer: PlanResult) =>
    guarded(
      'switch-redis',
      () => answer,
    )({snapshot: {...bareSnapshot(config), at: now}, config, input: {}, overrides, past});
  const bad = op({result: 'failed'});

  it('the past is named beside everything else that stands against it', () => {
    const own = {code: 'RedisMastersApart', level: 'critical', where: 'cluster', params: {}} as const;
    const result = asked([], [bad], {kind: 'refusal', findings: [own]});
    expect(codesOf(result)).toEqual(['RedisMastersApart@cluster', 'OperationUnresolved@cluster']);
  });

  it('an override is repeated as a warning and demands the destructive confirmation', () => {
    expect(codesOf(asked([], [bad], {kind: 'plan', plan}))).toEqual(['OperationUnresolved@cluster']);
    const forced = planOf(asked(['OperationUnresolved'], [bad], {kind: 'plan', plan}));
    expect(forced).toMatchObject({danger: 'destructive', target: 'test'});
    expect(forced.notes.map(({code, level}) => `${level} ${code}`)).toEqual(['warning OperationUnresolved']);
  });

  it('an override that was not needed costs nothing', () => {
    expect(planOf(asked(['OperationUnresolved'], [], {kind: 'plan', plan})).danger).toBe('disruptive');
  });

  it('an override of the action’s own demands it too', () => {
    const two = configOf(2);
    const synced = Object.fromEntries(
      ['server1', 'server2'].map((host) => [host, seen(running({wsrep_cluster_size: '2'}))]),
    );
    const snapshot = withReadings(bareSnapshot(two), 'mariadb', synced);
    const restart = guarded('restart-galera', planRestartGalera);
    const context = {snapshot, config: {...two, database: {...two.database, arbitrator: false}}, input: {}};
    expect(codesOf(restart({...context, overrides: []}))).toEqual(['GaleraRestartTooFew@cluster']);
    const forced = planOf(restart({...context, overrides: ['GaleraRestartTooFew']}));
    expect(forced).toMatchObject({danger: 'destructive', target: 'test'});
    expect(forced.notes.map(({code}) => code)).toEqual(['GaleraRestartTooFew']);
  });
});

describe('acknowledge', () => {
  const ask = (run: string, past: readonly PastOperation[]) =>
    planAcknowledge({snapshot: bareSnapshot(config), config, input: {run}, overrides: [], past});
  const bad = op({result: 'unknown'});

  it('is a line in the journal with who and why, and changes nothing', () => {
    const plan = planOf(ask('aaaa', [bad]));
    expect(plan).toMatchObject({danger: 'disruptive', target: 'switch-redis', steps: []});
    expect(plan.decidedBy).toEqual({acknowledges: 'aaaa01'});
  });

  it('names what waits to be looked at where the run is not known', () => {
    const result = ask('ffff', [bad]);
    expect(result.kind === 'refusal' && result.findings[0]).toMatchObject({
      code: 'AcknowledgeUnknown',
      params: {open: 'aaaa01'},
    });
    expect(codesOf(ask('', [bad]))).toEqual(['AcknowledgeUnknown@cluster']);
  });

  it('finds nothing to say about a good end, or twice', () => {
    expect(codesOf(ask('aaaa01', [op()]))).toEqual(['AcknowledgeNothing@cluster']);
    const word = op({runId: 'bbbb01', action: 'acknowledge', settles: 'aaaa01'});
    expect(codesOf(ask('aaaa01', [bad, word]))).toEqual(['AcknowledgeNothing@cluster']);
  });
});

describe('what an audit line tells of an operation', () => {
  const line = {
    ...{schema: 1 as const, at: '2026-01-01T00:00:00.000Z', opId: 'a1', epoch: 1, cluster: 'test', operator: 'bob'},
    ...{reason: null, action: 'undo', title: 't', danger: 'safe', targets: [], planHash: 'h', decidedBy: {run: 'b2'}},
    ...{result: 'done', stop: null, counts: {changed: 0, skipped: 4}, tookMs: 1, saw: [], journal: 'j', copies: {}},
    ...{prev: 'p', hash: 'h'},
  };

  it('is whether it touched anything, whether it was safe, and which run it settles', () => {
    expect(asPast(line)).toMatchObject({runId: 'a1', touched: false, safe: true, settles: 'b2'});
    expect(asPast({...line, counts: {failed: 1}, danger: 'unknown'})).toMatchObject({touched: true, safe: false});
    expect(asPast({...line, action: 'acknowledge', decidedBy: {acknowledges: 'c3'}}).settles).toBe('c3');
    expect(asPast({...line, action: 'setup'}).settles).toBeNull();
  });
});
