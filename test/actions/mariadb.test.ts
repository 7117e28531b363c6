// Phase 2: who is bootstrapped, who joins, in which order things restart, and which rights accounts get.

import {describe, expect, it} from 'vitest';
import {accountsOf} from '../../src/actions/phases/mariadb/accounts.ts';
import {arbitratorOf, galeraSize} from '../../src/actions/phases/mariadb/arbitrator.ts';
import {planPhases} from '../../src/actions/setup.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {Plan} from '../../src/model/plan.ts';
import {maskText} from '../../src/model/secret.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {
  bareSnapshot,
  codesOf,
  configOf,
  planOf,
  rested,
  running,
  seen,
  stopped,
  unit,
  withReadings,
} from './support/cluster.ts';

const config = configOf();
const bare = bareSnapshot(config);

function plan(snapshot: Snapshot, given: ClusterConfig = config) {
  return planPhases({snapshot, config: given, input: {from: 2, to: 2}, overrides: []});
}

function titles(of: Plan, stage: string): readonly string[] {
  return of.steps.filter((step) => step.stage === stage).map(({on, title}) => `${on}: ${title}`);
}

function settingsOn(of: Plan, host: string): string {
  const file = of.steps.find(({on, title}) => on === host && title === 'write the server settings')?.operation;
  return file?.kind === 'file' ? maskText(file.content) : '';
}

describe('bare machines', () => {
  const made = planOf(plan(bare));

  it('bootstrap the first controller, and every database controller is looked at again just before', () => {
    const [bootstrap] = made.steps.filter(({stage}) => stage === 'mariadb-bootstrap');
    expect(bootstrap?.on).toBe('server1');
    expect(bootstrap?.operation).toMatchObject({
      kind: 'exec',
      argv: expect.arrayContaining(['systemd-run', 'galera_new_cluster']),
    });
    expect(bootstrap?.before.map(({name, on}) => `${name}@${on}`)).toEqual(
      ['galera-at-rest', 'galera-fresh'].flatMap((name) =>
        ['server1', 'server2', 'server3'].map((host) => `${name}@${host}`),
      ),
    );
    expect(bootstrap?.after.map(({name}) => name)).toEqual(['galera-primary', 'galera-synced', 'galera-size']);
  });

  it('join one by one, each proven Synced and in the same cluster', () => {
    // rsync for the first copy of an unused database only, and never left behind.
    const steps = ['let the first transfer use rsync', 'join the cluster', 'go back to the configured transfer method'];
    expect(titles(made, 'mariadb-join')).toEqual(
      ['server2', 'server3'].flatMap((on) => steps.map((title) => `${on}: ${title}`)),
    );
    expect(made.stages.find(({id}) => id === 'mariadb-join')?.mode).toBe('rolling');
  });

  it('restart nothing', () => {
    expect(made.steps.filter(({operation}) => operation.kind === 'restart')).toEqual([]);
  });

  it('have the whole member list on every node, never an empty one', () => {
    for (const host of ['server1', 'server2', 'server3']) {
      expect(settingsOn(made, host)).toContain('wsrep_cluster_address = gcomm://10.0.0.101,10.0.0.102,10.0.0.103\n');
    }
  });

  it('commit durably and give a silent member up soon, by default', () => {
    const settings = settingsOn(made, 'server1');
    expect(settings).toContain('innodb_flush_log_at_trx_commit = 1\n');
    expect(settings).toContain('evs.suspect_timeout=PT1.5S');
    expect(settings).toContain('innodb_lock_wait_timeout = 900\n');
    expect(settings).toContain('wsrep_sst_auth = mysql:\n');
  });
});

describe('a running cluster', () => {
  const up = withReadings(bare, 'mariadb', {
    server1: seen(running()),
    server2: seen(running()),
    server3: seen(running()),
  });
  const made = planOf(plan(up));

  it('is never bootstrapped', () => {
    expect(titles(made, 'mariadb-bootstrap')).toEqual([]);
  });

  it('restarts changed nodes one at a time, the first controller last, only while all are Synced', () => {
    expect(titles(made, 'mariadb-restart').map((title) => title.slice(0, 7))).toEqual([
      'server3',
      'server2',
      'server1',
    ]);
    const [first] = made.steps.filter(({stage}) => stage === 'mariadb-restart');
    expect(first?.before.filter(({name}) => name === 'galera-synced').map(({on}) => on)).toEqual([
      'server1',
      'server2',
      'server3',
    ]);
  });

  it('leaves a mark where settings change under a running server', () => {
    const file = made.steps.find(({title}) => title === 'write the server settings')?.operation;
    expect(file).toMatchObject({marks: ['mariadb']});
  });
});

describe('after an orderly stop', () => {
  it('starts the last one out, checked again, then the others', () => {
    const down = withReadings(bare, 'mariadb', {
      server1: seen(rested(4n, false)),
      server2: seen(rested(6n, true)),
      server3: seen(rested(5n, false)),
    });
    const made = planOf(plan(down));
    expect(titles(made, 'mariadb-bootstrap')[0]).toBe('server2: start the last node out as the first');
    expect(made.steps.find(({stage}) => stage === 'mariadb-bootstrap')?.before.map(({name}) => name)).toContain(
      'galera-safe-to-bootstrap',
    );
    const steps = ['join the cluster', 'go back to the configured transfer method'];
    expect(titles(made, 'mariadb-join')).toEqual(
      ['server1', 'server3'].flatMap((on) => steps.map((title) => `${on}: ${title}`)),
    );
  });
});

describe('leftovers', () => {
  it('of an aborted bootstrap are removed before anything starts', () => {
    const left = stopped({
      bootstrapLeftovers: ['/run/mariadb-wsrep-new-cluster', 'systemd environment: _WSREP_NEW_CLUSTER'],
    });
    const made = planOf(plan(withReadings(bare, 'mariadb', {server2: seen(left)})));
    expect(titles(made, 'mariadb-server').filter((title) => title.includes('aborted'))).toEqual([
      'server2: remove the flag of an aborted bootstrap',
      'server2: remove the environment of an aborted bootstrap',
    ]);
  });

  it('a server of no cluster that a package started is stopped, once it is seen to hold nothing', () => {
    const standalone = stopped({
      unit: unit('mariadb.service', 'active'),
      process: 'running',
      status: {},
      variables: {wsrep_on: 'OFF'},
    });
    const made = planOf(plan(withReadings(bare, 'mariadb', {server1: seen(standalone)})));
    const stop = made.steps.find(({title}) => title === 'stop the server that is in no cluster');
    expect(stop?.before.map(({name}) => name)).toEqual(['galera-not-primary', 'galera-no-foreign-data']);
  });

  it('databases that were in no cluster stop the phase, and their names are told', () => {
    const foreign = stopped({datadir: 'data', databases: ['shop']});
    expect(codesOf(plan(withReadings(bare, 'mariadb', {server2: seen(foreign)})))).toEqual([
      'GaleraForeignData@server2',
    ]);
  });
});

describe('the arbitrator', () => {
  it('votes on the controller without a server when the servers are two', () => {
    const two = configOf(3, {}, [{}, {}, {mariadb: false}]);
    expect(arbitratorOf(two)?.hostname).toBe('server3');
    expect(galeraSize(two)).toBe(3);
    const made = planOf(plan(bareSnapshot(two), two));
    expect(titles(made, 'mariadb-arbitrator')).toContain('server3: start the arbitrator');
  });

  it('is not needed with three, and its absence is told when it cannot be placed', () => {
    expect(arbitratorOf(config)).toBeUndefined();
    const two = configOf(2, {storage: {gluster: {replica_count: 2, accept_replica_2: true}}});
    expect(planOf(plan(bareSnapshot(two), two)).notes.map(({code}) => code)).toContain('GaleraEvenWithoutArbitrator');
  });
});

describe('accounts', () => {
  it('exist for the administrator, the monitor, slurmdbd and auth, each with its own rights', () => {
    expect(accountsOf(config).map(({user, rights}) => `${user} ${rights.kind}`)).toEqual([
      'admin all',
      'hpcha_monitor watch',
      'slurm owns',
      'auth owns',
    ]);
  });

  it('are bound to the addresses of the controllers: nobody may log in from anywhere', () => {
    for (const {hosts} of accountsOf(config)) expect(hosts).not.toContain('%');
    expect(accountsOf(config)[1]?.hosts).toEqual(['localhost', '127.0.0.1']);
  });

  it('get passwords as hashes only', () => {
    const refs = planOf(plan(bare))
      .steps.flatMap(({operation}) =>
        operation.kind === 'sql' ? [...operation.statements.flat(), ...operation.look.expect] : [],
      )
      .filter((part) => typeof part !== 'string');
    expect(refs.length).toBeGreaterThan(0);
    expect(new Set(refs.map(({form}) => form))).toEqual(new Set(['mysql-native']));
  });

  it('cannot be called like an account that means something else', () => {
    const root = configOf(3, {database: {user: 'root', password: 'x'}});
    expect(codesOf(plan(bareSnapshot(root), root))).toEqual(['DatabaseUserReserved@cluster']);
  });
});
