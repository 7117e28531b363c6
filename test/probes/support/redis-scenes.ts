// The two recorded healthy scenes of Redis, and ways to change what one host said in them.

import type {RedisClusterNodeFacts, RedisFacts, RedisInstanceFacts, SentinelFacts} from '../../../src/model/facts.ts';
import type {Finding} from '../../../src/model/finding.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import type {JudgePart} from '../../../src/probes/judge-part.ts';
import {judgeRedis} from '../../../src/probes/redis/judge-redis.ts';
import {snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';
import {lost, unit, withHost} from './readings.ts';

export const hosts = ['server1', 'server2', 'server3'] as const;
export const sentinelConfig = labConfig();
export const clusterConfig = labConfig({redis: {mode: 'cluster'}});
/** server1 is master, server2 and server3 follow it. */
export const sentinels = await snapshotOf('redis', transcriptOf('redis', 'sentinel-healthy'), sentinelConfig);
export const cluster = await snapshotOf('redis', transcriptOf('redis', 'cluster-healthy'), clusterConfig);

type Lines = Readonly<Record<string, string>>;

export function change(snapshot: Snapshot, host: string, edit: (facts: RedisFacts) => RedisFacts): Snapshot {
  const reading = snapshot.hosts.redis[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  return withHost(snapshot, 'redis', {[host]: {...reading, value: edit(reading.value)}});
}

export function changeInstances(
  snapshot: Snapshot,
  host: string,
  edit: (instance: RedisInstanceFacts) => RedisInstanceFacts,
): Snapshot {
  return change(snapshot, host, (facts) => ({...facts, instances: facts.instances.map(edit)}));
}

/** Lines of INFO as that host's instances say them. */
export function withInfo(snapshot: Snapshot, host: string, lines: Lines): Snapshot {
  return changeInstances(snapshot, host, (each) => ({...each, info: {...each.info, ...lines}}));
}

export function withoutInfo(snapshot: Snapshot, host: string, key: string): Snapshot {
  return changeInstances(snapshot, host, (each) => ({
    ...each,
    info: Object.fromEntries(Object.entries(each.info ?? {}).filter(([name]) => name !== key)),
  }));
}

export function withSettings(snapshot: Snapshot, host: string, lines: Lines): Snapshot {
  return changeInstances(snapshot, host, (each) => ({...each, config: {...each.config, ...lines}}));
}

/** It runs and tells us nothing, as with a password that is not ours. */
export function mute(snapshot: Snapshot, host: string): Snapshot {
  const error = 'NOAUTH Authentication required.';
  return changeInstances(snapshot, host, (each) => ({...each, info: null, config: null, error}));
}

export function stopped(snapshot: Snapshot, host: string): Snapshot {
  return changeInstances(snapshot, host, (each) => ({
    ...{...each, info: null, config: null, error: 'refused'},
    unit: unit('redis-server.service', 'inactive'),
  }));
}

/** The whole controller does not answer us, and no peer says anything of it. */
export function unseen(snapshot: Snapshot, host: string): Snapshot {
  return withHost(withHost(snapshot, 'redis', {[host]: lost()}), 'reach', {[host]: lost()});
}

export function withSentinel(snapshot: Snapshot, host: string, over: Partial<SentinelFacts>): Snapshot {
  return change(snapshot, host, (facts) =>
    facts.sentinel === null ? facts : {...facts, sentinel: {...facts.sentinel, ...over}},
  );
}

/** Lines of SENTINEL MASTER as that host's sentinel says them. */
export function withMasterLines(snapshot: Snapshot, host: string, lines: Lines): Snapshot {
  return change(snapshot, host, (facts) =>
    facts.sentinel?.master == null
      ? facts
      : {...facts, sentinel: {...facts.sentinel, master: {...facts.sentinel.master, ...lines}}},
  );
}

/** CLUSTER INFO and CLUSTER NODES as that host's instances say them. */
export function withCluster(
  snapshot: Snapshot,
  host: string,
  lines: Lines,
  edit: (node: RedisClusterNodeFacts) => readonly RedisClusterNodeFacts[] = (node) => [node],
): Snapshot {
  return changeInstances(snapshot, host, (each) => ({
    ...each,
    clusterInfo: {...each.clusterInfo, ...lines},
    clusterNodes: each.clusterNodes?.flatMap(edit) ?? null,
  }));
}

export function judgeSentinels(snapshot: Snapshot, history: readonly Snapshot[] = []): JudgePart {
  return judgeRedis({snapshot, config: sentinelConfig, history});
}

export function judgeClustered(snapshot: Snapshot, history: readonly Snapshot[] = []): JudgePart {
  return judgeRedis({snapshot, config: clusterConfig, history});
}

/** `level code where` of each finding. */
export function found({findings}: {readonly findings: readonly Finding[]}): readonly string[] {
  return findings.map(({level, code, where}) => `${level} ${code} ${where}`);
}
