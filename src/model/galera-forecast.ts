// How a database server would come back into the group: by the few commits it missed (IST), or by a whole copy (SST).

import type {GaleraFacts} from './facts.ts';
import type {HostName} from './service.ts';

export type ReturnForecast =
  /** It is in the group; so many commits back can the group still send one that leaves now. */
  | {readonly kind: 'member'; readonly kept: bigint}
  | {readonly kind: 'transfer'}
  | {readonly kind: 'ist'; readonly missed: bigint; readonly donors: readonly HostName[]}
  | {readonly kind: 'sst'; readonly why: 'other-history' | 'too-far' | 'no-position'}
  /** No member of a Primary component was seen that could be compared with. */
  | {readonly kind: 'unknown'};

export type ForecastHost = {
  readonly host: HostName;
  /** What was seen last, also before the reading got lost: an estimate, and the screen says so. */
  readonly facts: GaleraFacts;
  /** Seen now: only those can be donors. */
  readonly now: boolean;
};

type Donor = {readonly host: HostName; readonly uuid: string; readonly committed: bigint; readonly downTo: bigint};

/**
 * Each donor keeps the commits from `wsrep_local_cached_downto` on in its gcache (Galera manual, galera status variables); a
 * joiner whose next commit is among them gets an IST, every other one an SST. A server that crashed has seqno -1 in
 * grastate.dat until its position is recovered.
 */
export function forecastReturn(subject: ForecastHost, all: readonly ForecastHost[]): ReturnForecast {
  const {status, process} = subject.facts;
  if (process === 'sst') return {kind: 'transfer'};
  if (subject.now && status !== null && status['wsrep_cluster_status'] === 'Primary') {
    const own = donorOf(subject);
    return own === undefined ? {kind: 'unknown'} : {kind: 'member', kept: own.committed - own.downTo + 1n};
  }
  const donors = all.flatMap((one) => (one.now && one.host !== subject.host ? (donorOf(one) ?? []) : []));
  const [first] = donors;
  if (first === undefined) return {kind: 'unknown'};
  const position = positionOf(subject.facts);
  if (position === undefined) return {kind: 'sst', why: 'no-position'};
  if (position.uuid !== first.uuid) return {kind: 'sst', why: 'other-history'};
  const able = donors.filter((donor) => donor.downTo <= position.seqno + 1n);
  if (able.length === 0) return {kind: 'sst', why: 'too-far'};
  const newest = donors.reduce((most, {committed}) => (committed > most ? committed : most), 0n);
  const missed = newest > position.seqno ? newest - position.seqno : 0n;
  return {kind: 'ist', missed, donors: able.map(({host}) => host)};
}

function donorOf({host, facts}: ForecastHost): Donor | undefined {
  const {status} = facts;
  if (status?.['wsrep_cluster_status'] !== 'Primary') return undefined;
  const committed = seqnoOf(status['wsrep_last_committed']);
  const downTo = seqnoOf(status['wsrep_local_cached_downto']);
  const uuid = status['wsrep_cluster_state_uuid'];
  if (committed === undefined || downTo === undefined || uuid === undefined) return undefined;
  return {host, uuid, committed, downTo};
}

/** By its own running server, else by what it wrote when it stopped cleanly. */
function positionOf({status, grastate}: GaleraFacts): {readonly uuid: string; readonly seqno: bigint} | undefined {
  const committed = seqnoOf(status?.['wsrep_last_committed']);
  const uuid = status?.['wsrep_local_state_uuid'] ?? status?.['wsrep_cluster_state_uuid'];
  if (committed !== undefined && uuid !== undefined) return {uuid, seqno: committed};
  if (grastate === null || grastate === 'malformed' || grastate.seqno < 0n) return undefined;
  return {uuid: grastate.uuid, seqno: grastate.seqno};
}

/** An empty gcache says 2^64-1: that server can give nobody an IST. */
function seqnoOf(text: string | undefined): bigint | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : BigInt(text);
}
