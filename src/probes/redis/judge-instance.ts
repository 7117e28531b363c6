// Judges one Redis instance by itself: does it run, answer, persist, and have room (ha-operations §2.4).

import type {RedisInstanceFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import {isRunning} from '../unit-show.ts';
import type {RedisHost} from './redis-hosts.ts';
import {linesOf, numberIn} from './redis-hosts.ts';

/** Findings about one instance; `before` is the same instance in the snapshot before, for rates. */
export function judgeInstance(
  host: RedisHost,
  instance: RedisInstanceFacts,
  before: RedisInstanceFacts | null,
): readonly Finding[] {
  const silent = judgeSilence(host, instance);
  if (silent !== null) return [silent];
  return [...judgePersistence(host, instance), ...judgeMemory(host, instance, before), ...judgeLoading(host, instance)];
}

/** A unit that does not run is an answer; a running one that says nothing is not: peers may still confirm it (judge-sentinels). */
function judgeSilence(host: RedisHost, instance: RedisInstanceFacts): Finding | null {
  const {unit, info, port} = instance;
  if (info !== null) return null;
  const running = unit === null || isRunning(unit);
  return {
    code: running ? 'RedisNotAnswering' : 'RedisNodeDown',
    level: running ? 'unknown' : 'warning',
    where: host.host,
    service: 'redis',
    params: {port, unit: unit?.unit ?? '', state: unit?.active ?? '', error: instance.error ?? ''},
    evidence: {
      command: running ? `INFO on port ${port}` : `systemctl show ${unit?.unit ?? ''}`,
      raw: running ? (instance.error ?? '') : `ActiveState=${unit?.active ?? ''} SubState=${unit?.sub ?? ''}`,
      ...(host.at === null ? {} : {at: host.at}),
    },
    remedy: 'start',
  };
}

function finding(
  host: RedisHost,
  instance: RedisInstanceFacts,
  given: Pick<Finding, 'code' | 'level' | 'params'> & {readonly keys: readonly string[]},
): Finding {
  return {
    code: given.code,
    level: given.level,
    where: host.host,
    service: 'redis',
    params: {port: instance.port, ...given.params},
    evidence: {
      command: `INFO on port ${instance.port}`,
      raw: linesOf(instance.info, given.keys),
      ...(host.at === null ? {} : {at: host.at}),
    },
  };
}

function judgePersistence(host: RedisHost, instance: RedisInstanceFacts): readonly Finding[] {
  const {info, config} = instance;
  const found: Finding[] = [];
  if (info?.['aof_enabled'] === '1' && (info['aof_last_write_status'] ?? 'ok') !== 'ok') {
    found.push(
      finding(host, instance, {
        code: 'RedisAofFailing',
        level: 'critical',
        params: {},
        keys: ['aof_last_write_status'],
      }),
    );
  }
  if ((info?.['rdb_last_bgsave_status'] ?? 'ok') !== 'ok') {
    // Redis refuses writes after a failed save unless told otherwise; what could not be read counts as the default.
    const stops = (config?.['stop-writes-on-bgsave-error'] ?? 'yes') === 'yes' && (config?.['save'] ?? '3600 1') !== '';
    const level = stops ? 'critical' : 'warning';
    found.push(
      finding(host, instance, {code: 'RedisSaveFailing', level, params: {}, keys: ['rdb_last_bgsave_status']}),
    );
  }
  if ((info?.['aof_last_bgrewrite_status'] ?? 'ok') !== 'ok') {
    found.push(
      finding(host, instance, {
        code: 'RedisAofRewriteFailing',
        level: 'warning',
        params: {},
        keys: ['aof_last_bgrewrite_status'],
      }),
    );
  }
  // A master that comes back empty makes its replicas empty too (ha-operations §5.4).
  if (config !== null && config['appendonly'] === 'no' && config['save'] === '') {
    found.push(
      finding(host, instance, {code: 'RedisNoPersistence', level: 'warning', params: {}, keys: ['aof_enabled']}),
    );
  }
  return found;
}

function judgeMemory(
  host: RedisHost,
  instance: RedisInstanceFacts,
  before: RedisInstanceFacts | null,
): readonly Finding[] {
  const found: Finding[] = [];
  const used = numberIn(instance.info, 'used_memory');
  const limit = numberIn(instance.info, 'maxmemory');
  if (used !== null && limit !== null && limit > 0 && used / limit > 0.8) {
    found.push(
      finding(host, instance, {
        code: 'RedisMemoryHigh',
        level: used / limit > 0.95 ? 'critical' : 'warning',
        params: {percent: Math.round((used / limit) * 100)},
        keys: ['used_memory', 'maxmemory', 'maxmemory_policy'],
      }),
    );
  }
  // L12: sessions and locks vanish silently when memory runs out; noeviction refuses the write instead.
  const policy = instance.config?.['maxmemory-policy'] ?? '';
  if (/^(allkeys|volatile)-/.test(policy)) {
    const params = {policy};
    const given = {code: 'RedisMayEvict', level: 'warning', params, keys: ['maxmemory_policy']} as const;
    found.push({...finding(host, instance, given), remedy: 'start'});
  }
  const evicted = numberIn(instance.info, 'evicted_keys');
  const evictedBefore = numberIn(before?.info, 'evicted_keys');
  if (evicted !== null && evictedBefore !== null && evicted > evictedBefore) {
    const params = {count: evicted - evictedBefore};
    found.push(finding(host, instance, {code: 'RedisEvicting', level: 'warning', params, keys: ['evicted_keys']}));
  }
  return found;
}

function judgeLoading(host: RedisHost, instance: RedisInstanceFacts): readonly Finding[] {
  const {info} = instance;
  if (info?.['loading'] !== '1' && info?.['async_loading'] !== '1') return [];
  return [
    finding(host, instance, {code: 'RedisLoading', level: 'warning', params: {}, keys: ['loading', 'async_loading']}),
  ];
}
