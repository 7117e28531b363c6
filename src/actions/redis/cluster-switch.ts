// A switchover in cluster mode: a plain CLUSTER FAILOVER on a replica, which loses nothing; or masters apart that share a machine.

import {controllersOf} from '../../config/order.ts';
import type {RedisClusterNodeFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Plan, PlanResult} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import {check, step} from '../step.ts';

type Placed = RedisClusterNodeFacts & {readonly host: HostName};
type Swap = {readonly master: Placed; readonly replica: Placed};

export function planClusterSwitch({snapshot, config, input}: ActionContext<{readonly to?: HostName}>): PlanResult {
  const controllers = controllersOf(config, 'redis');
  const unseen = controllers.flatMap(({hostname}): readonly Finding[] => {
    const reading = readingOf(snapshot, 'redis', hostname);
    if (reading.kind === 'seen') return [];
    const why = reading.kind === 'lost' ? reading.error.what : 'Redis is not deployed there';
    return [{code: 'RedisTargetUnseen', level: 'critical', where: hostname, service: 'redis', params: {why}}];
  });
  const placed = nodesOf(snapshot, controllers);
  const swaps = input.to === undefined ? apart(placed) : toward(placed, input.to);
  const against = [...unseen, ...swaps.flatMap(unfit), ...(swaps.length === 0 ? [nothingToMove(input.to)] : [])];
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const plan: Plan = {
    action: 'switch-redis',
    title: swaps
      .map(({master, replica}) => `move slots ${master.slotRanges} from ${master.host} to ${replica.host}`)
      .join('; '),
    danger: 'disruptive',
    target: input.to ?? swaps[0]?.replica.host ?? config.cluster.name,
    stages: [{id: 'redis-swap', title: 'promote replicas, one after another', mode: 'rolling'}],
    steps: swaps.map(({master, replica}) =>
      step({
        stage: 'redis-swap',
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
      }),
    ),
    mayLose: 'Nothing: each master holds its writes back until its replica has all of them, and a majority agrees.',
    notes: [],
    decidedBy: {swaps: swaps.map(({master, replica}) => `${master.id}>${replica.id}`).join(' ')},
  };
  return {kind: 'plan', plan};
}

/** The cluster as one node that finds it whole describes it, with our names for its addresses. */
function nodesOf(
  snapshot: ActionContext<object>['snapshot'],
  controllers: readonly {readonly hostname: string; readonly ip_address: string}[],
): readonly Placed[] {
  for (const {hostname, ip_address} of controllers) {
    const reading = readingOf(snapshot, 'redis', hostname);
    const view =
      reading.kind === 'seen'
        ? reading.value.instances.find(({clusterInfo}) => clusterInfo?.['cluster_state'] === 'ok')
        : undefined;
    if (view?.clusterNodes == null) continue;
    return view.clusterNodes.flatMap((node): readonly Placed[] => {
      const ip = node.flags.includes('myself') ? ip_address : node.ip;
      const host = controllers.find((each) => each.ip_address === ip)?.hostname;
      return host === undefined ? [] : [{...node, host}];
    });
  }
  return [];
}

function mastersOf(placed: readonly Placed[]): readonly Placed[] {
  return placed.filter(({flags, slots}) => flags.includes('master') && slots > 0);
}

/** Masters that share a machine: losing it would take the majority (§5.3). One of them moves to a machine without a master. */
function apart(placed: readonly Placed[]): readonly Swap[] {
  const masters = mastersOf(placed);
  const crowded = masters.filter((each, index) => masters.findIndex(({host}) => host === each.host) < index);
  return crowded.flatMap((master) => {
    const replica = placed.find(
      ({masterId, host}) => masterId === master.id && !masters.some((each) => each.host === host),
    );
    return replica === undefined ? [] : [{master, replica}];
  });
}

function toward(placed: readonly Placed[], to: HostName): readonly Swap[] {
  return mastersOf(placed).flatMap((master) => {
    const replica = placed.find(({masterId, host}) => masterId === master.id && host === to);
    return master.host === to || replica === undefined ? [] : [{master, replica}];
  });
}

function unfit({replica}: Swap): readonly Finding[] {
  const bad = replica.flags.some((flag) => ['fail', 'fail?', 'noaddr', 'handshake'].includes(flag));
  if (!bad && (replica.linkState === 'connected' || replica.flags.includes('myself'))) return [];
  return [
    {
      code: 'RedisTargetLink',
      level: 'critical',
      where: replica.host,
      service: 'redis',
      params: {state: replica.flags.join(',')},
    },
  ];
}

function nothingToMove(to: HostName | undefined): Finding {
  return to === undefined
    ? {code: 'RedisMastersApart', level: 'critical', where: 'cluster', service: 'redis', params: {}}
    : {code: 'RedisNoReplicaThere', level: 'critical', where: to, service: 'redis', params: {}};
}
