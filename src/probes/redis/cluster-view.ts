// A Redis cluster as its nodes describe it: every node's opinion, and the one opinion that the verdict is built on.

import type {RedisClusterNodeFacts, RedisInstanceFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {RedisHost} from './redis-hosts.ts';
import {hostAt, numberIn} from './redis-hosts.ts';

export type ClusterNode = RedisClusterNodeFacts & {
  /** Controller that it runs on; null where its address is none of ours. */
  readonly host: HostName | null;
  /** Nobody marks it as failed or possibly failed, and its address is known. */
  readonly alive: boolean;
};

export type ClusterOpinion = {
  readonly from: RedisHost;
  readonly port: number;
  readonly ok: boolean;
  readonly info: Readonly<Record<string, string>>;
  readonly nodes: readonly ClusterNode[];
};

export type ClusterView = {
  readonly hosts: readonly RedisHost[];
  readonly opinions: readonly ClusterOpinion[];
  /** The opinion of a node that finds the cluster working, with the latest epoch; null when nobody answered. */
  readonly reference: ClusterOpinion | null;
  /** Masters that own slots, dead ones too: majorities are counted over these. */
  readonly masters: readonly ClusterNode[];
  readonly replicas: readonly ClusterNode[];
};

export function clusterView(hosts: readonly RedisHost[]): ClusterView {
  const opinions = hosts.flatMap((host) =>
    (host.facts?.instances ?? []).flatMap((instance) => opinionOf(hosts, host, instance)),
  );
  const reference = [...opinions].sort((a, b) => Number(b.ok) - Number(a.ok) || epochOf(b) - epochOf(a))[0] ?? null;
  const nodes = reference?.nodes ?? [];
  return {
    hosts,
    opinions,
    reference,
    masters: nodes.filter((node) => node.flags.includes('master') && node.slots > 0),
    replicas: nodes.filter((node) => node.flags.includes('slave')),
  };
}

function opinionOf(
  hosts: readonly RedisHost[],
  from: RedisHost,
  instance: RedisInstanceFacts,
): readonly ClusterOpinion[] {
  const {clusterInfo: info, clusterNodes, port} = instance;
  if (info === null || clusterNodes === null) return [];
  const nodes = clusterNodes.map((node): ClusterNode => {
    // A node does not always know its own address before it has met another.
    const ip = node.flags.includes('myself') ? from.address : node.ip;
    return {...node, ip, host: hostAt(hosts, ip)?.host ?? null, alive: isAlive(node)};
  });
  return [{from, port, ok: info['cluster_state'] === 'ok', info, nodes}];
}

function isAlive(node: RedisClusterNodeFacts): boolean {
  const bad = node.flags.some(
    (flag) => flag === 'fail' || flag === 'fail?' || flag === 'noaddr' || flag === 'handshake',
  );
  return !bad && (node.flags.includes('myself') || node.linkState === 'connected');
}

function epochOf(opinion: ClusterOpinion): number {
  return numberIn(opinion.info, 'cluster_current_epoch') ?? 0;
}

/** Replicas that could take over from that master now. */
export function goodReplicasOf(view: ClusterView, master: ClusterNode): readonly ClusterNode[] {
  return view.replicas.filter((replica) => replica.masterId === master.id && replica.alive);
}

/** Owners of slots as one node sees them, comparable as text. */
export function slotTable(opinion: ClusterOpinion): string {
  return opinion.nodes
    .filter((node) => node.slots > 0)
    .map((node) => `${node.slotRanges} ${node.id}`)
    .sort()
    .join('\n');
}

/**
 * How many controllers may die abruptly at once, whichever they are: the masters that are left must be a majority, and every
 * master that dies (or is dead) needs a living replica elsewhere (ha-operations §2.1, §5.3).
 */
export function clusterTolerance(view: ClusterView): number | null {
  const {reference} = view;
  if (reference === null) return view.hosts.some((host) => host.facts !== null) ? 0 : null;
  const places = [...new Set(reference.nodes.filter((node) => node.alive).map(placeOf))];
  if (!reference.ok || !survives(view, [])) return 0;
  let tolerated = 0;
  while (tolerated + 1 < places.length && subsets(places, tolerated + 1).every((dead) => survives(view, dead))) {
    tolerated += 1;
  }
  return tolerated;
}

function survives(view: ClusterView, dead: readonly string[]): boolean {
  const isUp = (node: ClusterNode): boolean => node.alive && !dead.includes(placeOf(node));
  const left = view.masters.filter(isUp);
  if (view.masters.length === 0 || left.length < Math.floor(view.masters.length / 2) + 1) return false;
  return view.masters.every((master) => isUp(master) || goodReplicasOf(view, master).some(isUp));
}

/** What dies together with that node: its controller, or its address where that is none of ours. */
export function placeOf(node: ClusterNode): string {
  return node.host ?? node.ip;
}

/** All subsets of that size; there are as many hosts as controllers, so this stays small. */
function subsets(places: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return places.flatMap((place, index) =>
    subsets(places.slice(index + 1), size - 1).map((rest) => [place, ...rest] as const),
  );
}
