// What Redis is configured with: one list, from which the seeded files and the convergence by protocol are both made.

import type {ClusterConfig} from '../../../config/schema.ts';

/** A directive as redis.conf takes it (`value`) and as CONFIG GET answers it (`reported`). */
export type Setting = {readonly name: string; readonly value: string; readonly reported: string};

function setting(name: string, value: string | number, reported: string | number = value): Setting {
  return {name, value: String(value), reported: String(reported)};
}

/** Whom the sentinels promote first: the order of the columns. */
export function replicaPriority(index: number): number {
  return 100 + index;
}

/**
 * Settings of one instance that may be changed while it runs.
 * `index` is the controller's place in the columns' order.
 */
export function instanceSettings(config: ClusterConfig, index: number, controllers: number): readonly Setting[] {
  const common = [
    setting('maxmemory', config.redis.maxmemory, memoryBytes(config.redis.maxmemory)),
    // Sessions and locks must not vanish silently (ha-operations L12, §5.4).
    setting('maxmemory-policy', 'noeviction'),
    setting('appendonly', 'yes'),
    setting('appendfsync', 'everysec'),
    // Bounds what an isolated master may still accept (§5.4). With fewer than three there is nobody to bound it for.
    setting('min-replicas-to-write', minimumReplicas(config, controllers)),
    setting('min-replicas-max-lag', 10),
  ];
  if (config.redis.mode === 'sentinel') return [...common, setting('replica-priority', replicaPriority(index))];
  return [
    ...common,
    setting('cluster-node-timeout', config.redis.cluster.node_timeout),
    setting('cluster-require-full-coverage', 'yes'),
    // Replicas stay where the ring put them: a migrated one could end beside its master (§5.3).
    setting('cluster-migration-barrier', 100),
  ];
}

/** In cluster mode a master has exactly one replica: demanding it would turn the loss of either into an outage. */
function minimumReplicas(config: ClusterConfig, controllers: number): number {
  return config.redis.mode === 'sentinel' && controllers >= 3 ? 1 : 0;
}

/** Settings of the monitored master in every sentinel; SENTINEL MASTER reports them under the same names. */
export function sentinelSettings(config: ClusterConfig): readonly Setting[] {
  return [
    setting('down-after-milliseconds', config.redis.sentinel.down_after),
    setting('failover-timeout', config.redis.sentinel.failover_timeout),
    setting('parallel-syncs', 1),
  ];
}

/** A quorum larger than the number of sentinels could never be reached. */
export function sentinelQuorum(config: ClusterConfig, sentinels: number): number {
  return Math.min(config.redis.sentinel.quorum, sentinels);
}

/** `512mb` in bytes: Redis' mb and gb are powers of 1024. */
export function memoryBytes(text: string): number {
  const [, digits = '0', unit] = /^(\d+)(mb|gb)$/.exec(text) ?? [];
  return Number(digits) * 1024 ** (unit === 'gb' ? 3 : 2);
}
