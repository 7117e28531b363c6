// A switchover in cluster mode: a plain CLUSTER FAILOVER on a replica, which loses nothing; or masters apart that share a machine.

import {controllersOf} from '../../config/order.ts';
import type {Finding} from '../../model/finding.ts';
import type {EvidenceTable, Plan, PlanResult, Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import {check, step} from '../step.ts';
import {apart, crowdedHosts, isFit, type Placed, placedNodes, type Swap, toward} from './cluster-places.ts';

export const swapStage: Stage = {id: 'redis-swap', title: 'promote replicas, one after another', mode: 'rolling'};

export function planClusterSwitch({snapshot, config, input}: ActionContext<{readonly to?: HostName}>): PlanResult {
  const controllers = controllersOf(config, 'redis');
  const unseen = controllers.flatMap(({hostname}): readonly Finding[] => {
    const reading = readingOf(snapshot, 'redis', hostname);
    if (reading.kind === 'seen') return [];
    const why = reading.kind === 'lost' ? reading.error.what : 'Redis is not deployed there';
    return [against('RedisTargetUnseen', hostname, {why})];
  });
  const names = controllers.map(({hostname}) => hostname);
  if (input.to !== undefined && !names.includes(input.to))
    return {
      kind: 'refusal',
      findings: [...unseen, against('RedisTargetUnknown', input.to, {names: names.join(', ')})],
    };
  const placed = placedNodes(snapshot, config);
  if (placed === undefined)
    return {kind: 'refusal', findings: [...unseen, against('RedisClusterNotWhole', 'cluster', {})]};
  const swaps = input.to === undefined ? apart(placed) : toward(placed, input.to);
  const findings = [
    ...unseen,
    ...swaps.flatMap(unfit),
    ...(swaps.length === 0 ? [nothingToMove(placed, input.to)] : []),
  ];
  const evidence = tableOf(placed, swaps);
  if (findings.length > 0) return {kind: 'refusal', findings, evidence};
  const plan: Plan = {
    action: 'switch-redis',
    title: swaps
      .map(({master, replica}) => `move slots ${master.slotRanges} from ${master.host} to ${replica.host}`)
      .join('; '),
    danger: 'disruptive',
    target: input.to ?? swaps[0]?.replica.host ?? config.cluster.name,
    stages: [swapStage],
    steps: swaps.map((swap) => swapStep(swap, swapStage.id)),
    mayLose: 'Nothing: each master holds its writes back until its replica has all of them, and a majority agrees.',
    notes: [],
    evidence,
    decidedBy: {swaps: swaps.map(({master, replica}) => `${master.id}>${replica.id}`).join(' ')},
  };
  return {kind: 'plan', plan};
}

export function swapStep({master, replica}: Swap, stage: string): Step {
  return step({
    stage,
    on: replica.host,
    title: `promote the replica of ${master.host}:${master.port} on port ${replica.port}`,
    operation: {
      kind: 'redis',
      port: replica.port,
      look: {command: ['INFO', 'replication'], matches: '^role:master'},
      commands: [['CLUSTER', 'FAILOVER']],
    },
    // "OK" only says that it was begun (ha-operations §5.3).
    after: [check('redis-role', {role: 'master', port: replica.port})],
    timeoutMs: 30_000,
  });
}

function against(code: string, where: HostName | 'cluster', params: Finding['params']): Finding {
  return {code, level: 'critical', where, service: 'redis', params};
}

function unfit({replica}: Swap): readonly Finding[] {
  return isFit(replica) ? [] : [against('RedisTargetLink', replica.host, {state: replica.flags.join(',')})];
}

/** Masters that share a machine and cannot be spread are no reason to say that all is well. */
function nothingToMove(placed: readonly Placed[], to: HostName | undefined): Finding {
  if (to !== undefined) return against('RedisNoReplicaThere', to, {});
  const hosts = crowdedHosts(placed);
  return hosts.length === 0
    ? against('RedisMastersApart', 'cluster', {})
    : against('RedisCannotSpread', 'cluster', {hosts: hosts.join(', ')});
}

function tableOf(placed: readonly Placed[], swaps: readonly Swap[]): EvidenceTable {
  return {
    head: ['', 'controller', 'port', 'role', 'slots', 'state'],
    rows: placed
      .toSorted((a, b) => a.host.localeCompare(b.host) || a.port - b.port)
      .map((node) => [
        swaps.some(({replica}) => replica.id === node.id) ? '▶' : '',
        node.host,
        String(node.port),
        node.flags.includes('master') ? 'master' : 'replica',
        node.slotRanges || '-',
        isFit(node) ? 'connected' : node.flags.join(','),
      ]),
  };
}
