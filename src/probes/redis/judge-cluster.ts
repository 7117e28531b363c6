// Judges a Redis cluster as a whole: state, slots, who is failing, who disagrees, and where the masters sit (ha-operations §2.4).

import type {Finding} from '../../model/finding.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import {isRunning} from '../unit-show.ts';
import type {ClusterNode, ClusterOpinion, ClusterView} from './cluster-view.ts';
import {clusterView, goodReplicasOf, placeOf, slotTable} from './cluster-view.ts';
import {linesOf, numberIn, redisHosts} from './redis-hosts.ts';

const allSlots = 16384;

export function judgeCluster(input: JudgeInput, view: ClusterView): readonly Finding[] {
  if (view.reference === null) return judgeNobody(input, view);
  return [
    ...judgeState(view),
    ...judgeSlots(view, view.reference),
    ...judgeAgreement(input, view),
    ...judgeNodes(view, view.reference),
    ...judgePlacement(view),
  ];
}

/** No node answers anywhere. Down only where every controller was seen, or is confirmed to be gone. */
function judgeNobody(input: JudgeInput, view: ClusterView): readonly Finding[] {
  const seen = view.hosts.some((host) => host.reading.kind === 'seen');
  const silent = view.hosts.some(
    (host) =>
      (host.reading.kind === 'lost' && witnessOf(input, host.host).standing !== 'lost') ||
      host.facts?.instances.some((instance) => instance.unit === null || isRunning(instance.unit)),
  );
  if (!seen || silent) return [];
  const evidence = {command: 'systemctl show redis-server', raw: 'no instance runs'};
  return [{code: 'RedisClusterDown', level: 'critical', where: 'cluster', service: 'redis', params: {}, evidence}];
}

function judgeState(view: ClusterView): readonly Finding[] {
  const failing = view.opinions.filter((opinion) => !opinion.ok);
  if (failing.length === 0) return [];
  const raw = view.opinions
    .map((each) => `${each.from.host}:${each.port} cluster_state:${each.info['cluster_state'] ?? '?'}`)
    .join('\n');
  const evidence = {command: 'CLUSTER INFO', raw};
  if (failing.length === view.opinions.length) {
    return [{code: 'RedisClusterDown', level: 'critical', where: 'cluster', service: 'redis', params: {}, evidence}];
  }
  return failing.map((opinion) => ({
    code: 'RedisClusterStateFail',
    level: 'critical',
    where: opinion.from.host,
    service: 'redis',
    params: {port: opinion.port},
    evidence,
  }));
}

function judgeSlots(view: ClusterView, reference: ClusterOpinion): readonly Finding[] {
  const keys = [
    'cluster_slots_assigned',
    'cluster_slots_ok',
    'cluster_slots_pfail',
    'cluster_slots_fail',
    'cluster_size',
  ];
  const evidence = {command: 'CLUSTER INFO', raw: linesOf(reference.info, keys)};
  const most = (key: string): number => Math.max(0, ...view.opinions.map((each) => numberIn(each.info, key) ?? 0));
  const assigned = numberIn(reference.info, 'cluster_slots_assigned');
  const found: Finding[] = [];
  const report = (code: string, level: Finding['level'], params: Finding['params']): void => {
    found.push({code, level, where: 'cluster', service: 'redis', params, evidence});
  };
  if (assigned !== allSlots) report('RedisClusterSlotsMissing', 'critical', {assigned: assigned ?? '?'});
  if (most('cluster_slots_fail') > 0)
    report('RedisClusterSlotsFailing', 'critical', {slots: most('cluster_slots_fail')});
  else if (most('cluster_slots_pfail') > 0) {
    report('RedisClusterSlotsSuspected', 'warning', {slots: most('cluster_slots_pfail')});
  }
  const size = numberIn(reference.info, 'cluster_size');
  if (size !== null && size < 3) report('RedisClusterTooSmall', 'warning', {masters: size});
  return found;
}

/** Nodes learn of a new owner by gossip, so one sample of disagreement is a hypothesis, two are a fault. */
function judgeAgreement(input: JudgeInput, view: ClusterView): readonly Finding[] {
  if (!disagrees(view)) return [];
  const stays = heldMs(input, (earlier) => disagrees(clusterView(redisHosts({...input, snapshot: earlier}))));
  const raw = view.opinions.map((each) => `${each.from.host}:${each.port}\n${slotTable(each)}`).join('\n');
  const level = stays === null ? 'warning' : 'critical';
  return [
    {
      code: 'RedisClusterDisagreement',
      level,
      where: 'cluster',
      service: 'redis',
      params: {},
      evidence: {command: 'CLUSTER NODES', raw},
    },
  ];
}

function disagrees(view: ClusterView): boolean {
  return new Set(view.opinions.map(slotTable)).size > 1;
}

/**
 * Suspicion is each node's own, and so is what it has not forgotten: any of them counts, the reference's word first. One cut off
 * (whose state is fail while others work) suspects everybody; that it is cut off is said elsewhere.
 */
function judgeNodes(view: ClusterView, reference: ClusterOpinion): readonly Finding[] {
  const worst = new Map<string, Finding>();
  const heard = view.opinions.filter((each) => each !== reference && each.ok === reference.ok);
  for (const opinion of [reference, ...heard]) {
    for (const node of opinion.nodes) {
      const code = codeOfNode(node);
      if (code === null || isExplained(view, node)) continue;
      // Each node gives whom it shakes hands with an id of its own making.
      const key = code === 'RedisClusterLeftover' ? `${code} ${node.ip}:${node.port}` : node.id;
      const known = worst.get(key);
      if (known === undefined || (known.code !== code && code === 'RedisClusterNodeFailed')) {
        worst.set(key, nodeFinding(opinion, node, code));
      }
    }
  }
  return [...worst.values()];
}

function nodeFinding(opinion: ClusterOpinion, node: ClusterNode, code: string): Finding {
  return {
    code,
    level: 'warning',
    where: node.host ?? 'cluster',
    service: 'redis',
    params: {node: `${node.ip}:${node.port}`, flags: node.flags.join(',')},
    evidence: {command: `CLUSTER NODES on ${opinion.from.host}`, raw: nodeLine(node)},
  };
}

/** The instance itself was seen silent, or its whole controller is lost: there is a finding that says more. */
function isExplained(view: ClusterView, node: ClusterNode): boolean {
  const host = view.hosts.find((each) => each.host === node.host);
  if (host === undefined) return false;
  return (
    host.reading.kind === 'lost' ||
    (host.facts?.instances.some((instance) => instance.port === node.port && instance.info === null) ?? false)
  );
}

function codeOfNode(node: ClusterNode): string | null {
  if (node.flags.includes('handshake') || node.flags.includes('noaddr')) return 'RedisClusterLeftover';
  if (node.flags.includes('fail')) return 'RedisClusterNodeFailed';
  if (node.flags.includes('fail?')) return 'RedisClusterNodeSuspected';
  return null;
}

function nodeLine(node: ClusterNode): string {
  return `${node.id} ${node.ip}:${node.port} ${node.flags.join(',')} ${node.masterId ?? '-'} ${node.linkState} ${node.slotRanges}`;
}

function judgePlacement(view: ClusterView): readonly Finding[] {
  const raw = [...view.masters, ...view.replicas].map(nodeLine).join('\n');
  const evidence = {command: 'CLUSTER NODES', raw};
  const alone = view.masters
    .filter(
      (master) => master.alive && !goodReplicasOf(view, master).some((replica) => placeOf(replica) !== placeOf(master)),
    )
    .map((master): Finding => {
      const params = {node: `${master.ip}:${master.port}`};
      const where = master.host ?? 'cluster';
      return {code: 'RedisMasterWithoutReplica', level: 'warning', where, service: 'redis', params, evidence};
    });
  const colocated = colocatedHosts(view).map(([host, count]): Finding => {
    const params = {count, masters: view.masters.length};
    return {code: 'RedisClusterColocatedMasters', level: 'warning', where: host, service: 'redis', params, evidence};
  });
  return [...alone, ...colocated];
}

/** Controllers whose loss would take the majority of masters with it: then nothing can fail over (ha-operations §5.3). */
function colocatedHosts(view: ClusterView): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const master of view.masters) {
    if (master.alive && master.host !== null) counts.set(master.host, (counts.get(master.host) ?? 0) + 1);
  }
  const majority = Math.floor(view.masters.length / 2) + 1;
  return [...counts].filter(([, count]) => count > 1 && view.masters.length - count < majority);
}
