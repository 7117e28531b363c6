// What the loss of one controller would do to Redis, in either mode (ha-operations §2.1, §5.2, §5.3).

import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding, FindingParams} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {afterSwaps, lossOf, type Placed, placedNodes, survives} from '../redis/cluster-places.ts';
import {infoOf, masterOf, promotable, redisNodes} from '../redis/masters.ts';

export type Make = (service: ServiceId, code: string, level: FindingLevel, params?: FindingParams) => Finding;

/** `abrupt`: it fails; `orderly`: it is taken out step by step, so that its masters are moved while a majority still decides. */
export type Parting = 'abrupt' | 'orderly';

export function redisEffects(
  snapshot: Snapshot,
  config: ClusterConfig,
  host: HostName,
  make: Make,
  parting: Parting,
): readonly Finding[] {
  return config.redis.mode === 'cluster'
    ? clusterEffects(placedNodes(snapshot, config), host, make, parting)
    : sentinelEffects(snapshot, config, host, make);
}

function sentinelEffects(snapshot: Snapshot, config: ClusterConfig, host: HostName, make: Make): readonly Finding[] {
  const nodes = redisNodes(snapshot, config);
  const {master} = masterOf(nodes);
  const rest = nodes.filter((node) => node.host !== host);
  const sentinels = rest.filter(({facts}) => facts?.sentinel?.master != null).length;
  const good = master === undefined ? [] : promotable(rest, master, config);
  const majority = Math.floor(nodes.length / 2) + 1;
  const serves = master !== undefined && master.host !== host ? infoOf(master) !== null : good.length > 0;
  if (sentinels < majority || !serves)
    return [make('redis', 'PartRedis', 'critical', {left: sentinels, count: nodes.length})];
  return [
    ...(master?.host === host ? [make('redis', 'PartMovesRedis', 'info')] : []),
    ...(sentinels === majority ? [make('redis', 'PartNoSpare', 'warning', {service: 'Redis'})] : []),
  ];
}

/** Masters vote: fewer than a majority promote nobody, however many replicas there are. */
function clusterEffects(
  placed: readonly Placed[] | undefined,
  host: HostName,
  make: Make,
  parting: Parting,
): readonly Finding[] {
  if (placed === undefined) return [make('redis', 'PartRedisUnknown', 'critical')];
  const loss = lossOf(placed, host);
  const {left, total, majority, alone, moves} = loss;
  const slots = alone.map(({slotRanges}) => slotRanges).join(', ');
  const votes = parting === 'abrupt' && left < majority;
  const stops = [
    ...(votes ? [make('redis', 'PartRedisVotes', 'critical', {left, total, majority})] : []),
    ...(alone.length > 0 ? [make('redis', 'PartRedisAlone', 'critical', {slots})] : []),
  ];
  if (stops.length > 0) return stops;
  const after = afterSwaps(placed, moves).filter((node) => node.host !== host);
  const others = [...new Set(after.map((node) => node.host))];
  const spare = others.every((other) => survives(lossOf(after, other)));
  const to = moves.map(({replica}) => replica.host).join(', ');
  return [
    ...(moves.length > 0 ? [make('redis', 'PartMovesRedisSlots', 'info', {to})] : []),
    ...(spare ? [] : [make('redis', 'PartNoSpare', 'warning', {service: 'Redis'})]),
  ];
}
