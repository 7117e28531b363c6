// switch-redis: moves the Redis master to another controller without losing a write (ha-operations §5.2, §5.3).

import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {planClusterSwitch} from './redis/cluster-switch.ts';
import {infoOf, masterOf, promotable, type RedisNode, redisNodes, replicaAgainst} from './redis/masters.ts';
import {sentinelSwitchStages, sentinelSwitchSteps} from './redis/sentinel-switch.ts';

/** Without a host: the first replica that could (sentinels), or masters apart again that share a machine (cluster). */
export type SwitchInput = {readonly to?: HostName};

export const switchNeeds: readonly ProbeId[] = ['reach', 'redis'];

export function planSwitchRedis(context: ActionContext<SwitchInput>): PlanResult {
  if (context.config.redis.mode === 'cluster') return planClusterSwitch(context);
  const {snapshot, config, input} = context;
  const nodes = redisNodes(snapshot, config);
  const {master, named} = masterOf(nodes);
  const evidence = tableOf(nodes, master);
  if (master === undefined) return {kind: 'refusal', findings: [noMaster(named)], evidence};
  const replicas = nodes.filter(({host}) => host !== master.host);
  const candidates = replicas.map((node) => ({
    node,
    against: replicaAgainst(node, master, config.thresholds.redis_lag_bytes),
  }));
  const host = input.to ?? promotable(nodes, master, config)[0]?.host;
  const target = candidates.find(({node}) => node.host === host);
  const against = [
    ...quorumAgainst(nodes),
    ...targetAgainst(input.to, target, candidates, master, nodes),
    // Everybody else is needed too: a sentinel or a replica that cannot be asked cannot be seen to follow.
    ...candidates.filter(({node}) => node !== target?.node && node.facts === null).flatMap(({against: found}) => found),
  ];
  if (target === undefined || against.length > 0) return {kind: 'refusal', findings: unique(against), evidence};
  const others = replicas.filter(({host}) => host !== target.node.host);
  const plan: Plan = {
    action: 'switch-redis',
    title: `move the Redis master from ${master.host} to ${target.node.host}`,
    danger: 'disruptive',
    target: target.node.host,
    stages: sentinelSwitchStages,
    steps: sentinelSwitchSteps(master, target.node, others, config),
    mayLose: 'Nothing: writes wait a few seconds until the new master has all of them; clients connect anew.',
    notes: [],
    evidence,
    decidedBy: {from: master.host, to: target.node.host, others: others.map(({host}) => host).join(' ')},
  };
  return {kind: 'plan', plan};
}

type Candidate = {readonly node: RedisNode; readonly against: readonly Finding[]};

function targetAgainst(
  to: HostName | undefined,
  target: Candidate | undefined,
  candidates: readonly Candidate[],
  master: RedisNode,
  nodes: readonly RedisNode[],
): readonly Finding[] {
  if (target !== undefined) return target.against;
  if (to === undefined) return candidates.flatMap(({against}) => against);
  const names = nodes.map(({host}) => host).join(', ');
  const code = to === master.host ? 'RedisTargetIsMaster' : 'RedisTargetUnknown';
  return [{code, level: 'critical', where: to, service: 'redis', params: {names}}];
}

/** Sentinels promote only with a majority of those they know (ha-operations §5.2). */
function quorumAgainst(nodes: readonly RedisNode[]): readonly Finding[] {
  const unfit = nodes.filter(({facts}) => facts?.sentinel?.quorumCheck?.startsWith('OK') !== true);
  const majority = Math.floor(nodes.length / 2) + 1;
  if (nodes.length - unfit.length >= majority) return [];
  return unfit.map(
    ({host, facts, why}): Finding => ({
      code: 'RedisSentinelUnfit',
      level: 'critical',
      where: host,
      service: 'redis',
      params: {why: facts?.sentinel?.quorumCheck ?? facts?.sentinel?.error ?? why ?? '?'},
    }),
  );
}

function noMaster(named: readonly string[]): Finding {
  return {
    code: 'RedisNoAgreedMaster',
    level: 'critical',
    where: 'cluster',
    service: 'redis',
    params: {named: named.join(', ') || '-'},
  };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.where}`, finding])).values()];
}

function tableOf(nodes: readonly RedisNode[], master: RedisNode | undefined) {
  return {
    head: ['', 'controller', 'role', 'link', 'offset', 'its sentinel names'],
    rows: nodes.map((node) => {
      const info = infoOf(node);
      const offset = info?.['role'] === 'master' ? info['master_repl_offset'] : info?.['slave_repl_offset'];
      return [
        node.host === master?.host ? '●' : '',
        node.host,
        info?.['role'] ?? `NOT SEEN: ${node.why ?? 'no answer'}`,
        info?.['master_link_status'] ?? '-',
        offset ?? '-',
        node.facts?.sentinel?.master?.['ip'] ?? '-',
      ];
    }),
  };
}
