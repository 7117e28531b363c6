// Steps that take a controller out of each service in the order in which nothing is lost, and bring it back in the reverse one.

import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {Check} from '../../model/check.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {writeCheckUnit} from '../phases/glusterfs/write-check.ts';
import {galeraSize} from '../phases/mariadb/arbitrator.ts';
import {accountingHosts, slurmPlaces} from '../phases/slurm/places.ts';
import {check, checkOn, step} from '../step.ts';
import {others} from './effects.ts';

export const leaveStages: readonly Stage[] = [
  {id: 'leave-slurm', title: 'take it out of Slurm', mode: 'rolling'},
  {id: 'leave-redis', title: 'take it out of Redis', mode: 'rolling'},
  {id: 'leave-mariadb', title: 'take it out of Galera', mode: 'rolling'},
  {id: 'leave-gluster', title: 'take it out of GlusterFS', mode: 'rolling'},
];

export const returnStages: readonly Stage[] = [
  {id: 'return-gluster', title: 'bring it back into GlusterFS', mode: 'rolling'},
  {id: 'return-mariadb', title: 'bring it back into Galera', mode: 'rolling'},
  {id: 'return-redis', title: 'bring it back into Redis', mode: 'rolling'},
  {id: 'return-slurm', title: 'bring it back into Slurm', mode: 'rolling'},
  {id: 'return-vip', title: 'let it take the address again', mode: 'rolling'},
];

/** Held down until the next boot: neither `Restart=` nor a colleague brings it back in the middle of the work. */
function down(
  stage: string,
  on: HostName,
  unit: string,
  more: {readonly before?: readonly Check[]; readonly after?: readonly Check[]; readonly timeoutMs?: number} = {},
): Step {
  return step({
    stage,
    on,
    title: `stop ${unit.replace(/\.service$/, '')} and mask it`,
    operation: {kind: 'unit', unit, state: 'stopped', masked: 'runtime'},
    before: more.before ?? [],
    after: [check('unit-inactive', {unit}), ...(more.after ?? [])],
    ...(more.timeoutMs === undefined ? {} : {timeoutMs: more.timeoutMs}),
  });
}

function back(stage: string, on: HostName, unit: string, after: readonly Check[], timeoutMs = 120_000): Step {
  return step({
    stage,
    on,
    title: `unmask ${unit.replace(/\.service$/, '')} and start it`,
    operation: {kind: 'unit', unit, state: 'started', masked: false},
    after: [check('unit-active', {unit}), ...after],
    timeoutMs,
  });
}

export function leaveSteps({hostname: on, services}: ControllerConfig, config: ClusterConfig): readonly Step[] {
  return [
    ...(services.slurm ? leaveSlurm(on, config) : []),
    ...(services.redis ? leaveRedis(on, config) : []),
    ...(services.mariadb ? [leaveDatabase(on, config)] : []),
    ...(services.glusterfs ? leaveGluster(on, config) : []),
  ];
}

function leaveSlurm(on: HostName, config: ClusterConfig): readonly Step[] {
  const {bin} = slurmPlaces(config);
  const [other] = others(config, 'slurm', on);
  const held = other === undefined ? [] : [checkOn(other, 'slurm-in-control', {bin})];
  const dbd = accountingHosts(config).some(({hostname}) => hostname === on);
  return [
    down('leave-slurm', on, 'slurmctld.service', {before: held, after: held}),
    ...(dbd ? [down('leave-slurm', on, 'slurmdbd.service')] : []),
  ];
}

function leaveRedis(on: HostName, config: ClusterConfig): readonly Step[] {
  if (config.redis.mode === 'cluster') {
    // Whoever still owns slots would take them along; its masters have been moved before.
    const replica = (port: number) => ({before: [check('redis-role', {role: 'slave', port})]});
    return [
      down('leave-redis', on, 'redis-server@6380.service', replica(6380)),
      down('leave-redis', on, 'redis-server.service', replica(6379)),
    ];
  }
  return [down('leave-redis', on, 'redis-sentinel.service'), down('leave-redis', on, 'redis-server.service')];
}

/** An orderly leave makes the component smaller; the rest stays Primary and complete. */
function leaveDatabase(on: HostName, config: ClusterConfig): Step {
  const rest = others(config, 'mariadb', on);
  return down('leave-mariadb', on, 'mariadb.service', {
    before: rest.map((host) => checkOn(host, 'galera-synced')),
    after: rest.slice(0, 1).map((host) => checkOn(host, 'galera-size', {size: galeraSize(config) - 1})),
    timeoutMs: 600_000,
  });
}

/** glusterd alone would leave its brick and its self-heal daemon running: they go too, so that the disk may be touched. */
function leaveGluster(on: HostName, config: ClusterConfig): readonly Step[] {
  const path = config.storage.gluster.mount_point;
  const [other] = others(config, 'glusterfs', on);
  return [
    down(
      'leave-gluster',
      on,
      writeCheckUnit,
      other === undefined
        ? {}
        : {before: [checkOn(other, 'gluster-heal-zero', {volume: config.storage.gluster.volume_name})]},
    ),
    step({
      stage: 'leave-gluster',
      on,
      title: 'unmount the volume',
      operation: {
        kind: 'exec',
        argv: ['umount', path],
        unless: {argv: ['grep', '-q', ` ${path} fuse.glusterfs `, '/proc/mounts'], expect: {kind: 'exit', codes: [1]}},
      },
      after: [check('not-mounted', {path})],
    }),
    down('leave-gluster', on, 'glusterd.service'),
    step({
      stage: 'leave-gluster',
      on,
      title: 'end the brick and the self-heal daemon',
      operation: {
        kind: 'exec',
        argv: ['sh', '-c', endBricks, 'hpcha-end-bricks'],
        unless: {argv: ['pgrep', '-x', 'glusterfsd|glusterfs'], expect: {kind: 'exit', codes: [1]}},
      },
    }),
  ];
}

/** By their own pids: TERM lets a brick tell its clients that it goes, so that they do not wait for a timeout. */
const endBricks = `pids=$(pgrep -x 'glusterfsd|glusterfs') || exit 0
kill -TERM $pids
for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -x 'glusterfsd|glusterfs' >/dev/null || exit 0; sleep 1; done
echo "still there after 10 s: $(pgrep -lx 'glusterfsd|glusterfs' | tr '\\n' ' ')" >&2
exit 1`;

export function returnSteps({hostname: on, services}: ControllerConfig, config: ClusterConfig): readonly Step[] {
  return [
    ...(services.glusterfs ? returnGluster(on, config) : []),
    ...(services.mariadb ? [returnDatabase(on, config)] : []),
    ...(services.redis ? returnRedis(on, config) : []),
    ...(services.slurm ? returnSlurm(on, config) : []),
  ];
}

function returnGluster(on: HostName, config: ClusterConfig): readonly Step[] {
  const {mount_point: path, volume_name: volume} = config.storage.gluster;
  return [
    back('return-gluster', on, 'glusterd.service', []),
    step({
      stage: 'return-gluster',
      on,
      title: 'mount the volume',
      operation: {
        kind: 'exec',
        argv: ['mount', path],
        unless: {argv: ['grep', '-q', ` ${path} fuse.glusterfs `, '/proc/mounts'], expect: {kind: 'exit', codes: [0]}},
      },
      before: [check('gluster-volume-started', {volume})],
      after: [check('mounted', {path, fstype: 'fuse.glusterfs'})],
    }),
    back('return-gluster', on, writeCheckUnit, []),
    step({
      stage: 'return-gluster',
      on,
      title: 'wait until everything is healed',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
      after: [check('gluster-heal-zero', {volume})],
      timeoutMs: 1_800_000,
    }),
  ];
}

function returnDatabase(on: HostName, config: ClusterConfig): Step {
  const [other] = others(config, 'mariadb', on);
  const same = other === undefined ? [] : [check('galera-same-cluster', {as: other})];
  return back('return-mariadb', on, 'mariadb.service', [check('galera-synced'), ...same], 900_000);
}

function returnRedis(on: HostName, config: ClusterConfig): readonly Step[] {
  if (config.redis.mode === 'cluster') {
    const inStep = (port: number) => [check('redis-settled', {port, replicas: 0})];
    return [
      back('return-redis', on, 'redis-server.service', inStep(6379)),
      back('return-redis', on, 'redis-server@6380.service', inStep(6380)),
    ];
  }
  const replicas = others(config, 'redis', on).length;
  return [
    back('return-redis', on, 'redis-server.service', [check('redis-settled', {port: 6379, replicas})]),
    back('return-redis', on, 'redis-sentinel.service', [
      check('sentinel-agrees', {name: config.redis.sentinel.master_name, others: replicas}),
    ]),
  ];
}

function returnSlurm(on: HostName, config: ClusterConfig): readonly Step[] {
  const {bin} = slurmPlaces(config);
  const dbd = accountingHosts(config).some(({hostname}) => hostname === on);
  return [
    ...(dbd ? [back('return-slurm', on, 'slurmdbd.service', [check('slurmdbd-runs', {bin})])] : []),
    back('return-slurm', on, 'slurmctld.service', [
      check('slurmctld-answers', {bin, host: on}),
      check('slurm-in-control', {bin}),
    ]),
  ];
}
