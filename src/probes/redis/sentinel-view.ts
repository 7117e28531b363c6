// Who is master, by the sentinels and by the instances themselves; and who of them a peer believes to be down.

import type {SentinelFacts, SentinelPeerFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import {isRunning} from '../unit-show.ts';
import type {RedisHost} from './redis-hosts.ts';
import {dataInstance, hostAt, isAddressOf, numberIn, roleOf, sentinelOf} from './redis-hosts.ts';

export type SentinelOpinion = {
  readonly from: RedisHost;
  readonly sentinel: SentinelFacts;
  /** Address of the master as this sentinel has it. */
  readonly address: string;
  readonly flags: readonly string[];
};

export type SentinelView = {
  readonly hosts: readonly RedisHost[];
  readonly opinions: readonly SentinelOpinion[];
  /** Masters as the sentinels name them: one when they agree. */
  readonly named: readonly string[];
  /** Instances that call themselves master. */
  readonly claimants: readonly RedisHost[];
  /** The master that both name, or the only claimant where no sentinel answers; null: nobody, or no agreement. */
  readonly master: RedisHost | null;
  /** Replicas of that master that would serve if promoted now. */
  readonly goodReplicas: readonly RedisHost[];
};

export function sentinelView(hosts: readonly RedisHost[]): SentinelView {
  const opinions = hosts.flatMap(opinionOf);
  const named = [...new Set(opinions.map((opinion) => opinion.address))];
  const claimants = hosts.filter((host) => roleOf(host) === 'master');
  const master = agreedMaster(hosts, named, claimants);
  return {hosts, opinions, named, claimants, master, goodReplicas: goodReplicasOf(hosts, opinions, master)};
}

function opinionOf(from: RedisHost): readonly SentinelOpinion[] {
  const sentinel = sentinelOf(from);
  const address = sentinel?.master?.['ip'];
  if (sentinel === null || sentinel.master === null || address === undefined) return [];
  return [{from, sentinel, address, flags: (sentinel.master['flags'] ?? '').split(',')}];
}

function agreedMaster(
  hosts: readonly RedisHost[],
  named: readonly string[],
  claimants: readonly RedisHost[],
): RedisHost | null {
  if (named.length > 1) return null;
  if (named.length === 0) return claimants.length === 1 ? (claimants[0] ?? null) : null;
  const host = hostAt(hosts, named[0]);
  return host !== undefined && claimants.includes(host) ? host : null;
}

function goodReplicasOf(
  hosts: readonly RedisHost[],
  opinions: readonly SentinelOpinion[],
  master: RedisHost | null,
): readonly RedisHost[] {
  if (master === null) return [];
  return hosts.filter((host) => {
    const info = dataInstance(host)?.info;
    return (
      roleOf(host) === 'slave' &&
      info?.['master_link_status'] === 'up' &&
      isAddressOf(master, info['master_host']) &&
      numberIn(info, 'slave_priority') !== 0 &&
      peerWord(opinions, host, 'data') !== 'down'
    );
  });
}

export function isDownFlagged(flags: readonly string[]): boolean {
  return flags.some((flag) => flag === 's_down' || flag === 'o_down');
}

/**
 * What the sentinels of other controllers say of this host: of its data (replica or master), or of its sentinel too. One that
 * sees any of it alive is enough for `up`.
 */
export function peerWord(
  opinions: readonly SentinelOpinion[],
  host: RedisHost,
  of: 'data' | 'anything',
): 'up' | 'down' | 'nothing' {
  const words = opinions
    .filter((opinion) => opinion.from.host !== host.host)
    .flatMap((opinion) => [
      ...entriesOf(host, opinion.sentinel.replicas).map((peer) => isDownFlagged(peer.flags)),
      ...(isAddressOf(host, opinion.address) ? [isDownFlagged(opinion.flags)] : []),
      ...(of === 'data' ? [] : entriesOf(host, opinion.sentinel.sentinels).map((peer) => isDownFlagged(peer.flags))),
    ]);
  if (words.length === 0) return 'nothing';
  return words.every((down) => down) ? 'down' : 'up';
}

function entriesOf(host: RedisHost, peers: readonly SentinelPeerFacts[] | null): readonly SentinelPeerFacts[] {
  return (peers ?? []).filter((peer) => isAddressOf(host, peer.ip));
}

/** Sentinels that run, answer and know the master. */
export function usableSentinels(view: SentinelView): number {
  return view.opinions.filter((opinion) => isRunning(opinion.sentinel.unit) && opinion.sentinel.tilt !== true).length;
}

/** How many sentinels there are by the largest count that any of them believes: majorities are counted over these, dead ones too. */
export function knownSentinels(view: SentinelView): number {
  const counts = view.opinions.map((opinion) => (numberIn(opinion.sentinel.master, 'num-other-sentinels') ?? 0) + 1);
  return Math.max(view.hosts.length, ...counts);
}

export function namedHost(view: SentinelView): RedisHost | undefined {
  return view.named.length === 1 ? hostAt(view.hosts, view.named[0]) : undefined;
}

/** A name for messages: the controller's, or the bare address where it is none of ours. */
export function nameOf(hosts: readonly RedisHost[], address: string): HostName {
  return hostAt(hosts, address)?.host ?? address;
}
