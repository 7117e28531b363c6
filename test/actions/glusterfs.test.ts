// Phase 1: replica 3 in one command, quorum before start, and refusals that name what is and what is wanted.

import {describe, expect, it} from 'vitest';
import {volumeSteps} from '../../src/actions/phases/glusterfs/volume.ts';
import {planPhases} from '../../src/actions/setup.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {ExecOperation} from '../../src/model/operation.ts';
import type {Plan} from '../../src/model/plan.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {asExpected} from '../../src/run/operations/exec.ts';
import {bareSnapshot, codesOf, configOf, lost, planOf, seen, survey, withReadings} from './support/cluster.ts';

const brick = '/data/gluster/data_volume/brick';
const three = ['server1', 'server2', 'server3'].map((host) => `${host}:${brick}`);

function plan(snapshot: Snapshot, config: ClusterConfig) {
  return planPhases({snapshot, config, input: {from: 1, to: 1}, overrides: []});
}

function withGluster(over: object, controllers = 3): ClusterConfig {
  return configOf(controllers, {storage: {gluster: over}});
}

function execTitled(of: Plan, title: string): ExecOperation | undefined {
  const found = of.steps.find((step) => step.title === title)?.operation;
  return found?.kind === 'exec' ? found : undefined;
}

function withVolume(
  snapshot: Snapshot,
  bricks: readonly string[],
  replica: number,
  hosts = ['server1', 'server2', 'server3'],
): Snapshot {
  const volume = {name: 'data_volume', type: 'Replicate', replica, bricks};
  const readings = Object.fromEntries(
    hosts.map((host) => [
      host,
      seen(survey(`10.0.0.10${host.slice(-1)}`, {glusterVolumes: [volume], brick: 'volume'})),
    ]),
  );
  return withReadings(snapshot, 'survey', readings);
}

describe('a new volume', () => {
  const config = configOf();
  const made = planOf(plan(bareSnapshot(config), config));

  it('is created with all three replicas in one command, after everybody is connected and every brick seen empty', () => {
    expect(execTitled(made, 'create the volume')?.argv).toEqual([
      ...['gluster', '--mode=script', 'volume', 'create', 'data_volume', 'replica', '3', ...three, 'force'],
    ]);
    const step = made.steps.find(({title}) => title === 'create the volume');
    expect(step?.before.map(({name}) => name)).toEqual([
      'gluster-peers-connected',
      'gluster-brick-unused',
      'gluster-brick-unused',
      'gluster-brick-unused',
    ]);
  });

  it('has its quorum before it is started', () => {
    const titles = made.steps.map(({title}) => title);
    expect(titles.indexOf('set quorum and options')).toBeLessThan(titles.indexOf('start the volume'));
    const argv = execTitled(made, 'set quorum and options')?.argv.join(' ') ?? '';
    for (const option of [
      'cluster.quorum-type auto',
      'cluster.server-quorum-type server',
      'network.ping-timeout 3',
      'client.tcp-user-timeout 3',
      'cluster.heal-timeout 60',
      'cluster.favorite-child-policy none',
      'performance.write-behind off',
    ]) {
      expect(argv).toContain(option);
    }
  });

  it('is mounted with the other controllers as a backup, behind a pool with quorum', () => {
    const mounts = made.steps.flatMap(({on, operation}) =>
      operation.kind === 'mount' ? [[on, operation.options] as const] : [],
    );
    expect(mounts.find(([on]) => on === 'server2')?.[1]).toBe(
      'defaults,_netdev,backup-volfile-servers=server1:server3,x-systemd.after=glusterd.service,x-systemd.requires=hpcha-gluster-ready.service,x-systemd.mount-timeout=90',
    );
  });

  it('is mounted on a compute node from any controller, let in by the bricks, and again when it was late', () => {
    const on = made.steps.filter((each) => each.on === 'node001');
    expect(on.find(({operation}) => operation.kind === 'mount')?.operation).toEqual({
      kind: 'mount',
      path: '/mnt/glusterfs',
      source: 'server1:/data_volume',
      fstype: 'glusterfs',
      options: 'defaults,_netdev,backup-volfile-servers=server2:server3,x-systemd.mount-timeout=90',
    });
    expect(execTitled(made, 'set quorum and options')?.argv.at(-1)).toMatch(/(^|,)10\.0\.0\.201(,|$)/);
    expect(on.flatMap(({operation}) => (operation.kind === 'unit' ? [operation.unit] : []))).toEqual([
      'hpcha-gluster-keep-mounted.service',
    ]);
    const stages = made.stages.map(({id}) => id);
    expect(stages.indexOf('glusterfs-nodes')).toBeGreaterThan(stages.indexOf('glusterfs-volume'));
  });

  it('leaves out a compute node that was not seen', () => {
    const without = withReadings(bareSnapshot(config), 'survey', {node001: lost('it is off')});
    expect(planOf(plan(without, config)).steps.filter(({on}) => on === 'node001')).toEqual([]);
  });

  it('has mount points that nothing can be written to while it is away', () => {
    expect(made.steps.map(({operation}) => operation)).toContainEqual(
      expect.objectContaining({kind: 'directory', path: '/mnt/glusterfs', immutableWhenUnmounted: true}),
    );
  });
});

describe('what says that there is nothing to do', () => {
  const config = configOf();
  const made = planOf(plan(bareSnapshot(config), config));
  const output = (stdout: string) => ({exitCode: 0, stdout, stderr: '', tookMs: 1, truncated: false});
  // As gluster 10.3 writes it on a lab controller, shortened and with other addresses.
  const info = `
Volume Name: data_volume
Type: Replicate
Status: Started
Bricks:
Brick1: server1:${brick}
Options Reconfigured:
auth.allow: 127.0.0.1,10.0.0.101,10.0.0.102,10.0.0.103,10.0.0.201
performance.open-behind: off
performance.flush-behind: off
performance.write-behind: off
server.tcp-user-timeout: 3
server.keepalive-time: 2
server.keepalive-interval: 1
server.keepalive-count: 3
client.tcp-user-timeout: 3
network.ping-timeout: 3
cluster.favorite-child-policy: none
cluster.self-heal-daemon: on
cluster.heal-timeout: 60
cluster.server-quorum-type: server
cluster.quorum-type: auto
cluster.granular-entry-heal: on
cluster.server-quorum-ratio: 51%
`;
  const holdsFor = (title: string, stdout: string) => {
    const operation = execTitled(made, title);
    return operation === undefined ? null : asExpected(output(stdout), operation.unless.expect);
  };

  it('is every option as wanted, in any order', () => {
    expect(holdsFor('set quorum and options', info)).toBe(true);
    expect(holdsFor('set quorum and options', info.replace('quorum-type: auto', 'quorum-type: none'))).toBe(false);
    expect(holdsFor('set quorum and options', info.replace('ping-timeout: 3', 'ping-timeout: 30'))).toBe(false);
  });

  it('is a volume that is started', () => {
    expect(holdsFor('start the volume', info)).toBe(true);
    expect(holdsFor('start the volume', info.replace('Status: Started', 'Status: Stopped'))).toBe(false);
  });

  it('is every brick online: one that is not is started, wherever in the answer it stands', () => {
    const status = (...states: readonly number[]) =>
      `<cliOutput>\n<opRet>0</opRet>\n${states.map((state) => `<node>\n<status>${state}</status>\n</node>`).join('\n')}</cliOutput>`;
    expect(holdsFor('start what the volume lacks', status(1, 1, 1))).toBe(true);
    expect(holdsFor('start what the volume lacks', status(0, 1, 1, 1))).toBe(false);
    expect(holdsFor('start what the volume lacks', status(1, 1, 1, 0))).toBe(false);
    expect(holdsFor('start what the volume lacks', status(1, 1))).toBe(false);
    expect(holdsFor('start what the volume lacks', status(1, 1, 1).replace('<opRet>0', '<opRet>-1'))).toBe(false);
  });

  it('is a member of the pool, by name or by address', () => {
    const pool = 'UUID\t\tHostname \tState\nabc\tserver2  \tConnected \ndef\tlocalhost\tConnected \n';
    expect(holdsFor('probe server2', pool)).toBe(true);
    expect(holdsFor('probe server2', pool.replace('server2', '10.0.0.102'))).toBe(true);
    expect(holdsFor('probe server3', pool)).toBe(false);
    expect(holdsFor('probe server2', pool.replace('server2', 'server22'))).toBe(false);
  });
});

describe('an existing volume', () => {
  const config = configOf();
  const bare = bareSnapshot(config);

  it('of the same shape converges and is never created again', () => {
    const again = planOf(plan(withVolume(bare, three, 3), config));
    expect(execTitled(again, 'create the volume')).toBeUndefined();
    expect(execTitled(again, 'set quorum and options')).toBeDefined();
  });

  it('registered by addresses is the same volume', () => {
    const byAddress = three.map((each, index) => each.replace(/^server\d/, `10.0.0.${101 + index}`));
    expect(plan(withVolume(bare, byAddress, 3), config).kind).toBe('plan');
  });

  it('is recognised in the files of a stopped glusterd, which write paths with dashes', () => {
    const onDisk = three.map((each) => each.replaceAll('/', '-'));
    expect(plan(withVolume(bare, onDisk, 3), config).kind).toBe('plan');
  });

  it('of another shape is refused, and the finding names both', () => {
    const refused = plan(withVolume(bare, three.slice(0, 2), 2), config);
    expect(codesOf(refused)).toEqual(['GlusterVolumeShape@cluster']);
    expect(refused).toMatchObject({
      findings: [{params: {found: `replica 2 on ${three[0]} ${three[1]}`, wanted: `replica 3 on ${three.join(' ')}`}}],
    });
  });

  it('is not joined by a controller whose own glusterd has forgotten it', () => {
    const forgotten = withVolume(bare, three, 3, ['server1', 'server2']);
    expect(codesOf(plan(forgotten, config))).toEqual(['GlusterControllerRebuilt@server3']);
  });
});

describe('refusals before anything exists', () => {
  it('a brick path with content', () => {
    const config = configOf();
    const used = seen(survey('10.0.0.103', {brick: 'used'}));
    expect(codesOf(plan(withReadings(bareSnapshot(config), 'survey', {server3: used}), config))).toEqual([
      'GlusterBrickUsed@server3',
    ]);
  });

  it('a glusterd that does not answer', () => {
    const config = configOf();
    const silent = withReadings(bareSnapshot(config), 'glusterfs', {server2: lost('timeout')});
    expect(codesOf(plan(silent, config))).toEqual(['GlusterUnobserved@server2']);
  });

  it('two replicas without an arbiter and without a word of acceptance', () => {
    const two = withGluster({replica_count: 2});
    expect(codesOf(plan(bareSnapshot(two), two))).toEqual(['GlusterReplica2@cluster']);
    const accepted = withGluster({replica_count: 2, accept_replica_2: true});
    expect(planOf(plan(bareSnapshot(accepted), accepted)).notes).toContainEqual(
      expect.objectContaining({code: 'GlusterReplica2Accepted'}),
    );
  });

  it('more replicas than controllers', () => {
    const config = configOf(2);
    expect(codesOf(plan(bareSnapshot(config), config))).toEqual(['GlusterTooFewControllers@cluster']);
  });
});

describe('other shapes that are possible', () => {
  it('five controllers: bricks on the first three, mounted on all five', () => {
    const config = configOf(5);
    const made = planOf(plan(bareSnapshot(config), config));
    expect(execTitled(made, 'create the volume')?.argv).toEqual(expect.arrayContaining([...three]));
    expect(execTitled(made, 'create the volume')?.argv.filter((word) => word.includes(brick))).toHaveLength(3);
    const mounting = made.steps.filter(({operation}) => operation.kind === 'mount').map(({on}) => on);
    expect(mounting).toEqual(['server1', 'server2', 'server3', 'server4', 'server5', 'node001']);
  });

  it('two replicas with an arbiter on the third controller', () => {
    const config = withGluster({replica_count: 2, arbiter: true});
    expect(execTitled(planOf(plan(bareSnapshot(config), config)), 'create the volume')?.argv.slice(5, 9)).toEqual([
      'replica',
      '3',
      'arbiter',
      '1',
    ]);
  });
});

describe('options of a volume that serves', () => {
  it('are set without the one that GlusterFS refuses to set there, which would take all others along', () => {
    const steps = volumeSteps('volume', 'server1', configOf(), true);
    const argvOf = (title: string): readonly string[] => {
      const operation = steps.find((step) => step.title === title)?.operation;
      return operation?.kind === 'exec' ? operation.argv : [];
    };
    expect(argvOf('set quorum and options')).toContain('cluster.server-quorum-type');
    expect(argvOf('set quorum and options')).not.toContain('cluster.granular-entry-heal');
    expect(argvOf('heal directories by their entries').slice(-2)).toEqual(['granular-entry-heal', 'enable']);
  });
});
