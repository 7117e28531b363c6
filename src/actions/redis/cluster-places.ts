// Where the masters and replicas of a Redis cluster stand, what a loss of a controller would leave, and which promotions spread them.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {RedisClusterNodeFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';

export type Placed = RedisClusterNodeFacts & {readonly host: HostName};

/** A replica that is to take the place of its master. */
export type Swap = {readonly master: Placed; readonly replica: Placed};

/**
 * The cluster as the node with the latest epoch among those that find it whole describes it, with our names for its
 * addresses; undefined: no node that was seen finds it whole, so nothing is known about who would serve.
 */
export function placedNodes(snapshot: Snapshot, config: ClusterConfig): readonly Placed[] | undefined {
  const controllers = controllersOf(config, 'redis');
  const views = controllers.flatMap(({hostname, ip_address}) => {
    const reading = readingOf(snapshot, 'redis', hostname);
    const instances = reading.kind === 'seen' ? reading.value.instances : [];
    return instances.flatMap(({clusterInfo, clusterNodes}) =>
      clusterInfo?.['cluster_state'] === 'ok' && clusterNodes !== null
        ? [{epoch: Number(clusterInfo['cluster_current_epoch'] ?? '0'), nodes: clusterNodes, own: ip_address}]
        : [],
    );
  });
  const newest = views.toSorted((a, b) => b.epoch - a.epoch)[0];
  return newest?.nodes.flatMap((node): readonly Placed[] => {
    // A node does not always know its own address before it has met another.
    const ip = node.flags.includes('myself') ? newest.own : node.ip;
    const host = controllers.find((each) => each.ip_address === ip)?.hostname;
    return host === undefined ? [] : [{...node, host}];
  });
}

/** Masters that own slots, dead ones too: majorities are counted over these (Redis cluster specification). */
export function mastersOf(placed: readonly Placed[]): readonly Placed[] {
  return placed.filter(({flags, slots}) => flags.includes('master') && slots > 0);
}

/** Nobody marks it as failed or possibly failed, and it is connected. */
export function isFit({flags, linkState}: Placed): boolean {
  if (flags.some((flag) => ['fail', 'fail?', 'noaddr', 'handshake'].includes(flag))) return false;
  return linkState === 'connected' || flags.includes('myself');
}

export type Loss = {
  readonly total: number;
  /** Masters that live and are not on it: fewer than `majority` promote nobody. */
  readonly left: number;
  readonly majority: number;
  /** Its masters without a living replica elsewhere: their keys go with it. */
  readonly alone: readonly Placed[];
  /** Its masters that have one. */
  readonly moves: readonly Swap[];
};

/** What is left when that controller goes away abruptly. */
export function lossOf(placed: readonly Placed[], host: HostName): Loss {
  const masters = mastersOf(placed);
  const held = masters.filter((each) => each.host === host);
  const moves = awayFrom(placed, host);
  return {
    total: masters.length,
    left: masters.filter((each) => each.host !== host && isFit(each)).length,
    majority: Math.floor(masters.length / 2) + 1,
    alone: held.filter(({id}) => !moves.some(({master}) => master.id === id)),
    moves,
  };
}

export function survives({left, majority, alone}: Loss): boolean {
  return left >= majority && alone.length === 0;
}

/** Its masters onto their replicas elsewhere, each to the controller with the fewest masters by then. */
export function awayFrom(placed: readonly Placed[], host: HostName): readonly Swap[] {
  const counts = countsOf(placed);
  return mastersOf(placed)
    .filter((each) => each.host === host)
    .flatMap((master) => {
      const [replica] = replicasOf(placed, master)
        .filter((each) => each.host !== host && isFit(each))
        .toSorted((a, b) => (counts.get(a.host) ?? 0) - (counts.get(b.host) ?? 0));
      if (replica === undefined) return [];
      counts.set(replica.host, (counts.get(replica.host) ?? 0) + 1);
      return [{master, replica}];
    });
}

/**
 * Promotions after which no controller that shares masters could give one to a controller without: losing one of them would
 * take the majority (ha-operations §5.3). `usable`: which replicas may be promoted.
 */
export function apart(placed: readonly Placed[], usable: (replica: Placed) => boolean = () => true): readonly Swap[] {
  const counts = countsOf(placed);
  const swaps: Swap[] = [];
  for (const master of mastersOf(placed)) {
    if ((counts.get(master.host) ?? 0) < 2) continue;
    const replica = replicasOf(placed, master).find((each) => (counts.get(each.host) ?? 0) === 0 && usable(each));
    if (replica === undefined) continue;
    counts.set(master.host, (counts.get(master.host) ?? 0) - 1);
    counts.set(replica.host, 1);
    swaps.push({master, replica});
  }
  return swaps;
}

/** Every master whose replica is there moves there. */
export function toward(placed: readonly Placed[], to: HostName): readonly Swap[] {
  return mastersOf(placed).flatMap((master) => {
    const replica = replicasOf(placed, master).find(({host}) => host === to);
    return master.host === to || replica === undefined ? [] : [{master, replica}];
  });
}

/** Controllers that hold more than one master. */
export function crowdedHosts(placed: readonly Placed[]): readonly HostName[] {
  return [...countsOf(placed)].filter(([, count]) => count > 1).map(([host]) => host);
}

/** The same cluster after those promotions. */
export function afterSwaps(placed: readonly Placed[], swaps: readonly Swap[]): readonly Placed[] {
  return placed.map((node): Placed => {
    const up = swaps.find(({replica}) => replica.id === node.id);
    if (up !== undefined) {
      const {slots, slotRanges} = up.master;
      return {...node, flags: replaced(node.flags, 'slave', 'master'), masterId: null, slots, slotRanges};
    }
    const down = swaps.find(({master}) => master.id === node.id || master.id === node.masterId);
    if (down === undefined) return node;
    const flags = replaced(node.flags, 'master', 'slave');
    return {...node, flags, masterId: down.replica.id, slots: 0, slotRanges: ''};
  });
}

function replaced(flags: readonly string[], from: string, to: string): readonly string[] {
  return flags.map((flag) => (flag === from ? to : flag));
}

function replicasOf(placed: readonly Placed[], master: Placed): readonly Placed[] {
  return placed.filter(({masterId, flags}) => masterId === master.id && flags.includes('slave'));
}

function countsOf(placed: readonly Placed[]): Map<HostName, number> {
  const counts = new Map<HostName, number>();
  for (const {host} of mastersOf(placed)) counts.set(host, (counts.get(host) ?? 0) + 1);
  return counts;
}
