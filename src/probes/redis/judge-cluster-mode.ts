// Puts the cluster mode's verdict together: findings of instances and of the cluster, cells, tolerance.

import type {RedisFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {readingOf} from '../../model/snapshot.ts';
import {joined, verbatim, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {partOf, quietLine} from '../part.ts';
import type {CellFacts} from '../seen-cell.ts';
import {serviceCells} from '../service-cells.ts';
import type {ClusterView} from './cluster-view.ts';
import {clusterTolerance, clusterView} from './cluster-view.ts';
import {judgeCluster} from './judge-cluster.ts';
import {judgeInstance} from './judge-instance.ts';
import {secondsDown} from './judge-replication.ts';
import type {RedisHost} from './redis-hosts.ts';
import {linesOf, numberIn, redisHosts} from './redis-hosts.ts';
import {instanceFacts, nodeLost} from './redis-shown.ts';

export function judgeClusterMode(input: JudgeInput): JudgePart {
  const view = clusterView(redisHosts(input));
  const seen = [...view.hosts.flatMap((host) => judgeHost(input, view, host)), ...judgeCluster(input, view)];
  const {cells, lost} = serviceCells(input, {
    service: 'redis',
    hosts: view.hosts,
    seen,
    shown: (_host, value) => ({word: wordOf(value), facts: factsOf(value)}),
    gone: nodeLost,
  });
  const facts = clusterFacts(view);
  const tolerance = clusterTolerance(view);
  return partOf({
    cells,
    findings: [...seen, ...lost],
    line: view.hosts.every((host) => host.reading.kind === 'none') ? quietLine(cells) : lineOf(view),
    tolerance,
    facts,
  });
}

function judgeHost(input: JudgeInput, view: ClusterView, host: RedisHost): readonly Finding[] {
  const [newest] = input.history;
  const earlier = newest === undefined ? undefined : readingOf(newest, 'redis', host.host);
  return (host.facts?.instances ?? []).flatMap((instance) => {
    const before =
      earlier?.kind === 'seen' ? earlier.value.instances.find((each) => each.port === instance.port) : null;
    const found = judgeInstance(host, instance, before ?? null).map((finding) =>
      confirm(view, host, finding, instance.port),
    );
    return [...found, ...judgeMembership(host, instance)];
  });
}

/** A running instance that says nothing is unknown until a majority of masters has marked it as failed. */
function confirm(view: ClusterView, host: RedisHost, finding: Finding, port: number): Finding {
  if (finding.code !== 'RedisNotAnswering') return finding;
  const marked = view.reference?.nodes.some(
    (node) => node.host === host.host && node.port === port && node.flags.includes('fail'),
  );
  return marked === true ? {...finding, level: 'critical'} : finding;
}

function judgeMembership(host: RedisHost, instance: RedisFacts['instances'][number]): readonly Finding[] {
  const {info, port} = instance;
  if (info === null) return [];
  const base = {where: host.host, service: 'redis' as const};
  const keys = ['role', 'cluster_enabled', 'master_link_status', 'master_host', 'master_link_down_since_seconds'];
  const evidence = {command: `INFO on port ${port}`, raw: linesOf(info, keys)};
  if (info['cluster_enabled'] === '0') {
    return [{...base, code: 'RedisNotClustered', level: 'critical', params: {port}, evidence}];
  }
  if (instance.clusterInfo === null || instance.clusterNodes === null) {
    const params = {port, unit: instance.unit?.unit ?? '', state: '', error: instance.error ?? ''};
    return [{...base, code: 'RedisNotAnswering', level: 'unknown', params, evidence}];
  }
  if (info['role'] === 'slave' && info['master_link_status'] !== 'up') {
    const down = secondsDown(info);
    const level = down !== null && down > 60 ? 'critical' : 'warning';
    return [{...base, code: 'RedisReplicaLinkDown', level, params: {seconds: down ?? '?'}, evidence}];
  }
  return [];
}

function wordOf(facts: RedisFacts): Message {
  const roles = facts.instances.map((instance) => {
    if (instance.info === null) return word('down');
    const role = instance.info['role'];
    if (role === 'slave') return word('redis.replica');
    return role === 'master' ? word('redis.master') : role === undefined ? word('no-answer') : verbatim(role);
  });
  return joined(roles, '+');
}

function factsOf(facts: RedisFacts): CellFacts {
  const [first, second] = facts.instances;
  const prefixed = Object.entries(instanceFacts(second ?? null)).map(
    ([key, value]) => [`second.${key}`, value] as const,
  );
  return {
    ...instanceFacts(first ?? null),
    ...Object.fromEntries(prefixed),
    clusterState: first?.clusterInfo?.['cluster_state'] ?? second?.clusterInfo?.['cluster_state'] ?? null,
  };
}

function lineOf(view: ClusterView): Message {
  if (view.reference === null) return word('redis.no-node');
  const state = view.reference.info['cluster_state'] ?? '?';
  const alive = view.masters.filter((master) => master.alive).length;
  const replicas = view.replicas.filter((replica) => replica.alive).length;
  return joined([
    word('redis.cluster', {state}),
    word('redis.masters', {alive, total: view.masters.length}),
    word('redis.replica-count', {count: replicas}),
  ]);
}

function clusterFacts(view: ClusterView): CellFacts {
  const info = view.reference?.info;
  return {
    mode: 'cluster',
    state: info?.['cluster_state'] ?? null,
    slotsOk: numberIn(info, 'cluster_slots_ok'),
    knownNodes: numberIn(info, 'cluster_known_nodes'),
    epoch: numberIn(info, 'cluster_current_epoch'),
    masters: view.reference === null ? null : view.masters.length,
    replicas: view.reference === null ? null : view.replicas.length,
  };
}
