// The plan of a setup: computable from bare machines, data through and through, and refused whole when anything stands against it.

import {describe, expect, it} from 'vitest';
import {planPhases} from '../../src/actions/setup.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import {planHash} from '../../src/model/plan.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {checks} from '../../src/probes/checks.ts';
import {
  bareSnapshot,
  codesOf,
  configOf,
  lost,
  planOf,
  rested,
  running,
  seen,
  stepTitles,
  survey,
  withReadings,
} from './support/cluster.ts';

function plan(snapshot: Snapshot, config: ClusterConfig, from = 0, to = 7) {
  return planPhases({snapshot, config, input: {from, to}, overrides: []});
}

const config = configOf();
const bare = bareSnapshot(config);

describe('a setup from bare machines', () => {
  const whole = planOf(plan(bare, config));

  it('is planned without having touched anything', () => {
    expect(whole.steps.length).toBeGreaterThan(100);
    expect(whole.action).toBe('setup');
  });

  it('installs packages once a host, everything together', () => {
    const installs = whole.steps.filter(({operation}) => operation.kind === 'package');
    expect(installs.map(({on}) => on).sort()).toEqual(['node001', 'server1', 'server2', 'server3']);
    const names = installs.find(({on}) => on === 'server1')?.operation;
    expect(names).toMatchObject({
      names: expect.arrayContaining(['chrony', 'glusterfs-server', 'mariadb-server', 'galera-4']),
    });
  });

  it('builds what needs nothing of each other side by side, but only while nobody uses the cluster yet', () => {
    const lanes = new Set(whole.stages.flatMap(({lane}) => lane ?? []));
    expect([...lanes]).toEqual(['glusterfs', 'mariadb', 'redis']);
    const serving = planOf(
      plan(
        withReadings(bare, 'mariadb', {server1: seen(running()), server2: seen(running()), server3: seen(running())}),
        config,
      ),
    );
    expect(serving.stages.filter(({lane}) => lane !== undefined)).toEqual([]);
  });

  it('gives every step an id of its own and a stage that exists', () => {
    const ids = whole.steps.map(({id}) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const stages = new Set(whole.stages.map(({id}) => id));
    expect(whole.steps.filter(({stage}) => !stages.has(stage))).toEqual([]);
  });

  it('names only checks that exist', () => {
    const named = whole.steps.flatMap(({before, after}) => [...before, ...after]).map(({name}) => name);
    expect([...new Set(named)].filter((name) => !checks.has(name))).toEqual([]);
  });

  it('holds no secret, as JSON neither', () => {
    const json = JSON.stringify(whole);
    for (const secret of ['p-admin', 'p-auth', 'p-slurm', 'p-redis']) expect(json).not.toContain(secret);
  });

  it('is the same plan with the same hash when asked again', () => {
    expect(planHash(planOf(plan(bare, config)))).toBe(planHash(whole));
  });

  it('says which phase each stage belongs to, in order', () => {
    const phases = whole.stages.map(({phase}) => phase ?? -1);
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
  });
});

describe('a range of phases', () => {
  it('installs its own packages when asked for alone', () => {
    const phase1 = planOf(plan(bare, config, 1, 1));
    expect(phase1.action).toBe('start');
    const packages = phase1.steps.flatMap(({operation}) => (operation.kind === 'package' ? operation.names : []));
    expect(new Set(packages)).toEqual(new Set(['glusterfs-client', 'glusterfs-server']));
  });
});

describe('what stands against a setup', () => {
  it('is a controller that cannot be looked at, named with the reason', () => {
    const snapshot = withReadings(bare, 'survey', {server3: lost('connection refused')});
    expect(codesOf(plan(snapshot, config))).toEqual(['ControllerUnseen@server3']);
  });

  it('is not a compute node that is down: it is left out with a warning', () => {
    const snapshot = withReadings(bare, 'survey', {node001: lost('connection refused')});
    const left = planOf(plan(snapshot, config, 0, 0));
    expect(left.steps.some(({on}) => on === 'node001')).toBe(false);
    expect(left.notes).toContainEqual(expect.objectContaining({code: 'ComputeNodeSkipped', where: 'node001'}));
  });

  it('is a system that is not in the table', () => {
    const arch = seen(survey('10.0.0.102', {os: {id: 'arch', version: 'rolling', codename: ''}}));
    expect(codesOf(plan(withReadings(bare, 'survey', {server2: arch}), config))).toEqual([
      'DistributionUnsupported@server2',
    ]);
  });

  it('is a release that lacks what a service requires, each service named, and only the enabled ones', () => {
    const focal = {os: {id: 'ubuntu', version: '20.04', codename: 'focal'}};
    const snapshot = withReadings(bare, 'survey', {server1: seen(survey('10.0.0.101', focal))});
    expect(codesOf(plan(snapshot, config))).toEqual([
      'DistributionLacks@server1',
      'DistributionLacks@server1',
      'DistributionLacks@server1',
    ]);
    const onlyGluster = configOf(3, {}, [{mariadb: false, redis: false, slurm: false}]);
    expect(plan(snapshot, onlyGluster, 0, 1).kind).toBe('plan');
  });

  it('is a controller that does not have its address', () => {
    const snapshot = withReadings(bare, 'survey', {server1: seen(survey('192.168.7.7'))});
    expect(codesOf(plan(snapshot, config))).toContain('AddressMissing@server1');
  });

  it('is told all at once, not one after the other', () => {
    const used = seen(survey('10.0.0.102', {brick: 'used'}));
    const foreign = seen(rested(-1n, false));
    const snapshot = withReadings(withReadings(bare, 'survey', {server2: used}), 'mariadb', {server3: foreign});
    expect(codesOf(plan(snapshot, config, 0, 2))).toEqual(['GaleraNoSafeNode@cluster', 'GlusterBrickUsed@server2']);
  });
});

describe('the small machines of a lab', () => {
  it('are told and never refused', () => {
    const small = seen(
      survey('10.0.0.101', {cpus: 2, memoryBytes: 2e9, rootDiskBytes: 8e9, virtualisation: 'systemd-nspawn'}),
    );
    const notes = planOf(plan(withReadings(bare, 'survey', {server1: small}), config, 0, 0)).notes;
    expect(notes.filter(({code}) => code === 'BelowMinimum').map(({params}) => params['what'])).toEqual([
      'CPUs',
      'memory',
      'disk',
    ]);
  });

  it('keep their hands off a clock and a kernel that are not their own', () => {
    const container = seen(survey('10.0.0.101', {virtualisation: 'lxc'}));
    const {steps} = planOf(plan(withReadings(bare, 'survey', {server1: container}), config, 0, 0));
    expect(stepTitles(steps, 'server1')).toContain('leave the clock to the machine below');
    expect(stepTitles(steps, 'server1')).not.toContain('apply the kernel settings');
    expect(stepTitles(steps, 'server2')).toContain('apply the kernel settings');
  });
});

describe('the firewall', () => {
  const fileOf = (given: ClusterConfig) =>
    planOf(plan(bareSnapshot(given), given, 0, 0)).steps.flatMap(({operation}) =>
      operation.kind === 'file' && operation.path === '/etc/hpcha-firewall.nft' ? [operation.content.join('')] : [],
    );

  it('lets every machine of the cluster in, replaces only its own table and has no rule about ssh', () => {
    const [rules = ''] = fileOf(config);
    for (const address of ['10.0.0.101', '10.0.0.102', '10.0.0.103', '10.0.0.201', '10.0.0.100'])
      expect(rules).toContain(address);
    expect(rules).not.toMatch(/flush ruleset/);
    expect(rules).not.toMatch(/\b22\b|ssh\b(?! is)/);
    expect(rules).toContain('policy accept');
  });

  it('is taken away by network.firewall: off', () => {
    const off = configOf(3, {network: {vip: '10.0.0.100', firewall: 'off'}});
    expect(fileOf(off)).toEqual([]);
    expect(stepTitles(planOf(plan(bareSnapshot(off), off, 0, 0)).steps, 'server1')).toContain(
      'unload the firewall table',
    );
  });
});

describe('danger', () => {
  it('is none on bare machines, and a restart behind gates where databases run', () => {
    expect(planOf(plan(bare, config, 0, 2)).danger).toBe('safe');
    const up = withReadings(bare, 'mariadb', {
      server1: seen(running()),
      server2: seen(running()),
      server3: seen(running()),
    });
    expect(planOf(plan(up, config, 2, 2)).danger).toBe('disruptive');
  });
});
