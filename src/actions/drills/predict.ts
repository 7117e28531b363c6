// Predicts recovery times from what is configured, before anything is broken (ha-operations §8.4).

import type {ClusterConfig} from '../../config/schema.ts';
import type {Predictions} from '../../model/drill/drill.ts';
import {option, periodSeconds} from '../../model/provider-options.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {type Roles, redisMasters} from './roles.ts';

/** Milliseconds a component takes to notice and to act when its part on `target` vanishes; 0 where the target has no part. */
export function predictLoss(config: ClusterConfig, snapshot: Snapshot, roles: Roles, target: HostName): Predictions {
  const mastersLost = roles.redisMaster === target || redisMasters(snapshot, config).includes(target);
  return {
    keepalived: roles.vipOwner === target ? vipTakeover(config, target) : 0,
    mariadb: galeraSuspect(snapshot),
    glusterfs: glusterPing(config, snapshot),
    redis: mastersLost ? redisFailover(config) : 0,
    // Its state is on the volume: while that waits for a lost brick, no submission is acknowledged (seen by D12).
    slurm: roles.slurmControl === target ? slurmTakeover(config) : glusterPing(config, snapshot),
  };
}

/** VRRPv3: three adverts missed, and the skew of the best remaining priority. */
export function vipTakeover(config: ClusterConfig, owner: HostName): number {
  const advert = config.network.advert_interval * 1000;
  const backups = config.nodes.controllers.filter(({hostname, services}) => services.keepalived && hostname !== owner);
  const best = Math.max(...backups.map(({priority}) => priority), 1);
  return Math.round(3 * advert + ((256 - best) / 256) * advert);
}

/**
 * What the running nodes say of evs.suspect_timeout; 1.5 s, as phase 2 writes it, where none says. A killed mariadbd takes as long
 * as a lost controller: measured, its closed sockets do not shorten it (docs/decisions/0015).
 */
export function galeraSuspect(snapshot: Snapshot): number {
  for (const reading of Object.values(snapshot.hosts.mariadb)) {
    const options = seenValue(reading)?.variables?.['wsrep_provider_options'] ?? '';
    const seconds = periodSeconds(option(options, 'evs.suspect_timeout') ?? '');
    // The view change takes a join round and one check interval more.
    if (seconds !== null) return Math.round(seconds * 1000 + 1_000);
  }
  return 2_500;
}

export function glusterPing(config: ClusterConfig, snapshot: Snapshot): number {
  const volume = seenValue(snapshot.shared.glusterVolume)?.volume ?? null;
  const told = Number(volume?.options['network.ping-timeout'] ?? Number.NaN);
  const timeout = Number.isFinite(told) ? told : config.storage.gluster.ping_timeout;
  // The timer looks once a second.
  return timeout * 1000 + 1_000;
}

/** Down, agreed, elected, promoted: 1 to 2 s beyond the time-out on an idle network. */
export function redisFailover(config: ClusterConfig): number {
  const detect =
    config.redis.mode === 'sentinel' ? config.redis.sentinel.down_after : config.redis.cluster.node_timeout;
  return detect + 1_500;
}

/** The time-out, the standby's own ping period, and reading the state. */
export function slurmTakeover(config: ClusterConfig): number {
  return config.slurm.controller_timeout * 1000 + 4_000;
}
