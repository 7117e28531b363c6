// Who is master in Redis with sentinels, as the sentinels and the instances say it together; and what speaks against a replica.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {RedisFacts} from '../../model/facts.ts';
import type {Finding, FindingParams} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';

export type RedisNode = {
  readonly host: HostName;
  readonly address: string;
  readonly facts: RedisFacts | null;
  readonly why: string | null;
};

export function redisNodes(snapshot: Snapshot, config: ClusterConfig): readonly RedisNode[] {
  return controllersOf(config, 'redis').map((controller) => nodeOf(controller, snapshot));
}

function nodeOf({hostname, ip_address}: ControllerConfig, snapshot: Snapshot): RedisNode {
  const reading = readingOf(snapshot, 'redis', hostname);
  if (reading.kind === 'seen') return {host: hostname, address: ip_address, facts: reading.value, why: null};
  const why = reading.kind === 'lost' ? reading.error.what : 'Redis is not deployed there';
  return {host: hostname, address: ip_address, facts: null, why};
}

export function infoOf(node: RedisNode): Readonly<Record<string, string>> | null {
  return node.facts?.instances.find(({port}) => port === 6379)?.info ?? null;
}

/** The one that all answering sentinels name and that calls itself master; else what contradicts. */
export function masterOf(nodes: readonly RedisNode[]): {
  readonly master: RedisNode | undefined;
  readonly named: readonly string[];
} {
  const named = [...new Set(nodes.flatMap(({facts}) => facts?.sentinel?.master?.['ip'] ?? []))];
  const claims = nodes.filter((node) => infoOf(node)?.['role'] === 'master');
  const master = claims.find(({address, host}) => named.length === 1 && (named[0] === address || named[0] === host));
  return {master: claims.length === 1 ? master : undefined, named};
}

/**
 * Replicas that nothing speaks against, the preferred one first: by the controllers' order, never by who is some bytes further. No
 * two instances are asked at the same instant, so under writes that differs from look to look, and the plan that was shown would
 * not be the one that is confirmed. Whoever is really behind (`thresholds.redis_lag_bytes`) is none of them, and none is promoted
 * before it has every write.
 */
export function promotable(
  nodes: readonly RedisNode[],
  master: RedisNode,
  config: ClusterConfig,
): readonly RedisNode[] {
  return nodes.filter(
    (node) => node.host !== master.host && replicaAgainst(node, master, config.thresholds.redis_lag_bytes).length === 0,
  );
}

/** §5.2: everything that keeps a replica from being promoted without loss, not only the first. */
export function replicaAgainst(node: RedisNode, master: RedisNode, lagBytes: number): readonly Finding[] {
  const against = (code: string, params: FindingParams): Finding => ({
    code,
    level: 'critical',
    where: node.host,
    service: 'redis',
    params,
  });
  if (node.facts === null) return [against('RedisTargetUnseen', {why: node.why ?? '?'})];
  const info = infoOf(node);
  if (info === null) return [against('RedisTargetSilent', {})];
  const behind = Number(infoOf(master)?.['master_repl_offset'] ?? '0') - Number(info['slave_repl_offset'] ?? '0');
  return [
    ...(info['role'] === 'slave' ? [] : [against('RedisTargetNoReplica', {role: info['role'] ?? '?'})]),
    ...(info['role'] === 'slave' && info['master_link_status'] !== 'up'
      ? [against('RedisTargetLink', {state: info['master_link_status'] ?? '?'})]
      : []),
    ...(info['slave_priority'] === '0' ? [against('RedisTargetNever', {})] : []),
    ...(behind > lagBytes ? [against('RedisTargetBehind', {bytes: behind})] : []),
  ];
}
