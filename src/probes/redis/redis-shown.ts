// What both modes show of an instance and say of a controller that is gone.

import type {RedisInstanceFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {CellFacts} from '../seen-cell.ts';
import type {RedisHost} from './redis-hosts.ts';
import {numberIn} from './redis-hosts.ts';

export function instanceFacts(instance: RedisInstanceFacts | null): CellFacts {
  const info = instance?.info ?? null;
  return {
    unit: instance?.unit?.active ?? null,
    role: info?.['role'] ?? null,
    link: info?.['master_link_status'] ?? null,
    connectedReplicas: numberIn(info, 'connected_slaves'),
    offset: numberIn(info, 'master_repl_offset'),
    memoryUsedBytes: numberIn(info, 'used_memory'),
    memoryMaxBytes: numberIn(info, 'maxmemory'),
    clients: numberIn(info, 'connected_clients'),
    opsPerSecond: numberIn(info, 'instantaneous_ops_per_sec'),
    appendOnly: info?.['aof_enabled'] === undefined ? null : info['aof_enabled'] === '1',
    version: info?.['redis_version'] ?? null,
    uptimeSeconds: numberIn(info, 'uptime_in_seconds'),
  };
}

/** The controller is confirmed to be gone; its Redis counts as lost, not as unknown. */
export function nodeLost(host: RedisHost): Finding {
  const raw = host.reading.kind === 'lost' ? host.reading.error.what : '';
  return {
    code: 'RedisNodeLost',
    level: 'warning',
    where: host.host,
    service: 'redis',
    params: {},
    evidence: {command: 'read redis', raw},
  };
}
