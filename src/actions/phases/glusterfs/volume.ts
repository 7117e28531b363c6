// Steps that create, protect and start the volume. Never grown from fewer replicas, never deleted, never reset.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Argv} from '../../../model/argv.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {check, checkOn, step} from '../../step.ts';
import {brickOwners, wantedShape} from './shape.ts';

/** The brick directories, on the controllers that hold one. */
export function brickSteps(stage: string, config: ClusterConfig): readonly Step[] {
  const path = config.storage.gluster.brick_path;
  return brickOwners(config).map(({hostname}) =>
    step({
      stage,
      on: hostname,
      title: 'make the brick directory',
      operation: {kind: 'directory', path, mode: '0755', owner: 'root', group: 'root'},
    }),
  );
}

/** All on one controller: these commands take locks of the whole pool. */
export function volumeSteps(stage: string, on: HostName, config: ClusterConfig, exists: boolean): readonly Step[] {
  const volume = config.storage.gluster.volume_name;
  const bricks = wantedShape(config).bricks.length;
  const started = pattern(['Status: Started']);
  return [
    ...(exists ? [] : [createStep(stage, on, config)]),
    ...(controllersOf(config, 'glusterfs').length >= 3 ? [ratioStep(stage, on)] : []),
    optionStep(stage, on, config),
    step({
      stage,
      on,
      title: 'start the volume',
      operation: {
        kind: 'exec',
        argv: gluster('volume', 'start', volume),
        unless: {argv: info(volume), expect: started},
      },
      timeoutMs: 180_000,
    }),
    step({
      stage,
      on,
      title: 'start what the volume lacks',
      operation: {
        kind: 'exec',
        argv: gluster('volume', 'start', volume, 'force'),
        unless: {argv: ['gluster', '--xml', 'volume', 'status', volume], expect: allOnline(bricks)},
      },
      after: [check('gluster-bricks-online', {volume, bricks})],
      timeoutMs: 180_000,
    }),
    ...(config.storage.gluster.replica_count === 1 ? [] : [granularStep(stage, on, config)]),
  ];
}

function createStep(stage: string, on: HostName, config: ClusterConfig): Step {
  const {volume_name, brick_path, arbiter} = config.storage.gluster;
  const {replica, bricks} = wantedShape(config);
  // `force` only waives the advice that a brick should not lie on the system's disk; the checks below are ours.
  const kind = replica === 1 ? [] : ['replica', String(replica), ...(arbiter ? ['arbiter', '1'] : [])];
  return step({
    stage,
    on,
    title: 'create the volume',
    operation: {
      kind: 'exec',
      argv: gluster('volume', 'create', volume_name, ...kind, ...bricks, 'force'),
      unless: {argv: info(volume_name), expect: {kind: 'exit', codes: [0]}},
    },
    before: [
      check('gluster-peers-connected', {count: controllersOf(config, 'glusterfs').length - 1}),
      ...brickOwners(config).map(({hostname}) =>
        checkOn(hostname, 'gluster-brick-unused', {path: brick_path, volume: volume_name}),
      ),
    ],
    after: [check('gluster-volume-shape', {volume: volume_name, replica, bricks: [...bricks]})],
    timeoutMs: 180_000,
  });
}

/**
 * Quorum on the clients (2 of 3 bricks to write) is what keeps replicas from diverging and slurmctld from running twice;
 * quorum among the servers protects the configuration. No policy ever picks a winner by itself (ha-operations §7.1).
 */
export function volumeOptions(config: ClusterConfig): readonly (readonly [string, string])[] {
  const {replica_count, ping_timeout} = config.storage.gluster;
  const controllers = controllersOf(config, 'glusterfs');
  // Jobs run in folders of the volume, so compute nodes mount it too.
  const allowed = [...new Set([...controllers, ...config.nodes.compute_nodes].map(({ip_address}) => ip_address))];
  const replicated: readonly (readonly [string, string])[] = [
    ['cluster.quorum-type', 'auto'],
    ['cluster.server-quorum-type', 'server'],
    ['cluster.self-heal-daemon', 'on'],
    // The daemon looks for itself when a brick comes back; after a full disk or a refused write nobody does, for ten minutes by default.
    ['cluster.heal-timeout', '60'],
    ['cluster.favorite-child-policy', 'none'],
  ];
  return [
    ...(replica_count === 1 ? [] : replicated),
    ['network.ping-timeout', String(ping_timeout)],
    // Slurm's state must be on the bricks when a write returns.
    ['performance.write-behind', 'off'],
    ['performance.flush-behind', 'off'],
    ['performance.open-behind', 'off'],
    ...silentPeerOptions(ping_timeout),
    ['auth.allow', ['127.0.0.1', ...allowed].join(',')],
  ];
}

/**
 * How soon either side gives up a peer that lost its power. Clients wait for the ping-timeout only after their last write was
 * taken by the kernel, so that alone takes up to twice as long; the connection's own limit does not (5.1 to 5.5 s measured with
 * 5, the ping-timeout being 3). Bricks keep the locks of such a client for 42 s by default: a second slurmctld took over after
 * 10 s, hung on the first one's lock, lost its heartbeat, and a third took over as well (seen in the lab, two in control).
 * Connections keep the values that they were made with, so these are set before the bricks start.
 */
function silentPeerOptions(seconds: number): readonly (readonly [string, string])[] {
  return [
    ['server.tcp-user-timeout', String(Math.min(5, seconds))],
    ['server.keepalive-time', '2'],
    ['server.keepalive-interval', '1'],
    ['server.keepalive-count', '3'],
    ['client.tcp-user-timeout', String(seconds)],
  ];
}

function optionStep(stage: string, on: HostName, config: ClusterConfig): Step {
  const volume = config.storage.gluster.volume_name;
  const options = volumeOptions(config);
  return step({
    stage,
    on,
    title: 'set quorum and options',
    operation: {
      kind: 'exec',
      argv: gluster('volume', 'set', volume, ...options.flat()),
      unless: {argv: info(volume), expect: pattern(options.map(([name, value]) => `${name}: ${value}`))},
    },
  });
}

/** Not among the options: on a volume that serves, `volume set` refuses it, and everything that is set with it (GlusterFS 10.3). */
function granularStep(stage: string, on: HostName, config: ClusterConfig): Step {
  const volume = config.storage.gluster.volume_name;
  return step({
    stage,
    on,
    title: 'heal directories by their entries',
    operation: {
      kind: 'exec',
      argv: gluster('volume', 'heal', volume, 'granular-entry-heal', 'enable'),
      unless: {argv: info(volume), expect: pattern(['cluster.granular-entry-heal: on'])},
    },
  });
}

/** More than half of the pool, also for two of four. It belongs to the pool, not to a volume. */
function ratioStep(stage: string, on: HostName): Step {
  const name = 'cluster.server-quorum-ratio';
  return step({
    stage,
    on,
    title: 'set the quorum ratio of the pool',
    operation: {
      kind: 'exec',
      argv: gluster('volume', 'set', 'all', name, '51%'),
      unless: {
        argv: ['gluster', 'volume', 'get', 'all', name],
        expect: {kind: 'stdout-matches', pattern: `server-quorum-ratio\\s+51%?\\s*$`},
      },
    },
  });
}

function gluster(...words: readonly string[]): Argv {
  return ['gluster', '--mode=script', ...words];
}

function info(volume: string): Argv {
  return ['gluster', 'volume', 'info', volume];
}

/** All these lines, in any order. Looked for from the very start of the output, because patterns match line by line. */
function pattern(lines: readonly string[]): {readonly kind: 'stdout-matches'; readonly pattern: string} {
  const each = lines.map((line) => `(?=[\\s\\S]*^${line.replaceAll(/[.*+?^$()|[\]{}\\]/g, '\\$&')}\\s*$)`);
  return {kind: 'stdout-matches', pattern: `(?<![\\s\\S])${each.join('')}`};
}

/** Bricks and self-heal daemons: as many status lines as expected at least, and none that is off. */
function allOnline(bricks: number): {readonly kind: 'stdout-matches'; readonly pattern: string} {
  return {
    kind: 'stdout-matches',
    pattern: `(?<![\\s\\S])(?=[\\s\\S]*<opRet>0</opRet>)(?![\\s\\S]*<status>0</status>)(?=([\\s\\S]*?<status>1</status>){${bricks}})`,
  };
}
