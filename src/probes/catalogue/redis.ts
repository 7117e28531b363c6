// What may be asked of Redis and its sentinels: one look and a closed list of commands that only read.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';

export type RedisQuery = readonly [string, ...string[]];

/** Settings that decide what a failure costs (ha-operations §2.4, §5.4). Never a password: masterauth is not asked for. */
export const redisSettings = [
  'maxmemory-policy',
  'min-replicas-to-write',
  'appendonly',
  'save',
  'stop-writes-on-bgsave-error',
  'cluster-require-full-coverage',
] as const;

/** Each setting has a query of its own: CONFIG GET takes several patterns only since Redis 7. */
export function redisSettingQuery(setting: (typeof redisSettings)[number]): RedisQuery {
  return ['CONFIG', 'GET', setting];
}

export const redisInfoQuery: RedisQuery = ['INFO'];
export const redisClusterInfoQuery: RedisQuery = ['CLUSTER', 'INFO'];
export const redisClusterNodesQuery: RedisQuery = ['CLUSTER', 'NODES'];

export const sentinelInfoQuery: RedisQuery = ['INFO', 'sentinel'];

export function sentinelQuery(word: 'MASTER' | 'SENTINELS' | 'REPLICAS' | 'CKQUORUM', master: string): RedisQuery {
  return ['SENTINEL', word, master];
}

/** Units are those of Debian's and Ubuntu's packages; cluster mode's second instance is one of the package's template. */
export const redisServerUnit = 'redis-server.service';
export const redisSentinelUnit = 'redis-sentinel.service';
export const redisSecondUnit = 'redis-server@6380.service';

export const redisPort = 6379;
export const redisSecondPort = 6380;
export const sentinelPort = 26379;

export function redisUnits(config: ClusterConfig): readonly [string, ...string[]] {
  return [redisServerUnit, config.redis.mode === 'cluster' ? redisSecondUnit : redisSentinelUnit];
}

export function redisUnitsLook(config: ClusterConfig): Look {
  return unitShowLook('redis-units', redisUnits(config));
}
