// The canaries of a drill: which service is watched through which way, from this machine and from one controller.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {CanaryService, CanaryWay, StreamSpec} from '../../model/drill/drill.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';

/**
 * At most 50 operations a second and service (ha-operations §8.2). A job is a process and a file: one a second. A knock costs two
 * packets, and its aim is a second: at a tenth of one the pause between knocks would be a part of what is measured.
 */
const pace: Readonly<Record<CanaryWay['kind'], {readonly periodMs: number; readonly timeoutMs: number}>> = {
  knock: {periodMs: 40, timeoutMs: 400},
  sql: {periodMs: 100, timeoutMs: 8_000},
  'sql-vip': {periodMs: 100, timeoutMs: 1_500},
  redis: {periodMs: 100, timeoutMs: 400},
  file: {periodMs: 200, timeoutMs: 60_000},
  job: {periodMs: 1_000, timeoutMs: 30_000},
  // Less than half of what nginx lets one address ask of an API (20 a second).
  web: {periodMs: 200, timeoutMs: 1_500},
};

/** Streams through every controller but the target; `vantage` is one of those, or null; `web`: the web services are watched too. */
export function streamsOf(
  config: ClusterConfig,
  target: HostName,
  vantage: HostName | null,
  web: boolean,
): readonly StreamSpec[] {
  const others = (service: Exclude<ServiceId, 'host'>): readonly HostName[] =>
    controllersOf(config, service)
      .map(({hostname}) => hostname)
      .filter((host) => host !== target);
  const sql = others('mariadb');
  const [mount] = others('glusterfs');
  const [client] = config.nodes.compute_nodes.length === 0 ? [] : others('slurm');
  const watched: StreamSpec[] = [];
  const add = (vantage: StreamSpec['vantage'], service: CanaryService, through: string, way: CanaryWay): void => {
    const {periodMs, timeoutMs} = pace[way.kind];
    // From this machine a file is a process on the controller; beside the mount it is a system call.
    const slower = vantage === 'console' && way.kind === 'file' ? 2 * periodMs : periodMs;
    watched.push({id: `${vantage} ${service}@${through}`, service, vantage, way, periodMs: slower, timeoutMs});
  };
  if (others('keepalived').length > 0) add('console', 'keepalived', 'vip', {kind: 'knock'});
  for (const host of sql) add('console', 'mariadb', host, {kind: 'sql', host});
  if (others('redis').length > 0) add('console', 'redis', 'master', {kind: 'redis'});
  if (mount !== undefined) add('console', 'glusterfs', mount, {kind: 'file', host: mount});
  if (client !== undefined) add('console', 'slurm', client, {kind: 'job', host: client});
  if (web) add('console', 'web', 'vip', {kind: 'web'});
  if (vantage === null) return watched;
  if (others('keepalived').length > 0) add('controller', 'keepalived', 'vip', {kind: 'knock'});
  if (sql.includes(vantage)) add('controller', 'mariadb', vantage, {kind: 'sql', host: vantage});
  if (sql.length > 0 && others('keepalived').length > 0) add('controller', 'mariadb', 'vip', {kind: 'sql-vip'});
  if (others('redis').length > 0) add('controller', 'redis', 'master', {kind: 'redis'});
  if (others('glusterfs').includes(vantage)) add('controller', 'glusterfs', vantage, {kind: 'file', host: vantage});
  if (client !== undefined && others('slurm').includes(vantage))
    add('controller', 'slurm', vantage, {kind: 'job', host: vantage});
  if (web) add('controller', 'web', 'vip', {kind: 'web'});
  return watched;
}

/** null: they can be watched through the address while `target` is broken. Else why not, for plan and report. */
export function whyWebUnwatched(config: ClusterConfig, snapshot: Snapshot, target: HostName): string | null {
  const others = (service: 'web' | 'keepalived'): readonly HostName[] =>
    controllersOf(config, service)
      .map(({hostname}) => hostname)
      .filter((host) => host !== target);
  if (others('web').length === 0) return 'the configuration enables them on no other controller';
  if (others('keepalived').length === 0) return 'no other controller can take the virtual address';
  const deployed = others('web').some((host) => readingOf(snapshot, 'web', host).kind === 'seen');
  return deployed ? null : 'they were not seen on any other controller: phase 6 sets them up';
}

/** The last in the columns' order: the address goes to the first, and a watcher should not watch itself. */
export function vantageFor(config: ClusterConfig, target: HostName): HostName | null {
  const others = config.nodes.controllers.map(({hostname}) => hostname).filter((host) => host !== target);
  return others.at(-1) ?? null;
}
