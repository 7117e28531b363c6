// How far a stopped database node had come, and how that is known: its clean stop, or what a recovery told.

import type {GaleraRecoveryFacts} from '../../model/facts.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import {type GaleraEvidence, isFresh, zeroUuid} from './evidence.ts';

export type SeenNode = Extract<GaleraEvidence, {kind: 'seen'}>;

export type Position =
  /** No data and no history: it can be behind nobody and ahead of nobody. */
  | {readonly kind: 'empty'}
  | {readonly kind: 'known'; readonly uuid: string; readonly seqno: bigint; readonly by: 'clean stop' | 'recovery'}
  /** Nobody has asked its data yet. */
  | {readonly kind: 'unknown'}
  /** A recovery was tried and failed: treated like a node that cannot be seen (row B11). */
  | {readonly kind: 'failed'; readonly why: string};

/** A valid seqno in grastate.dat is a clean stop and wins over a recovery (row B11); -1 says nothing (ha-operations §3.2). */
export function positionOf(node: SeenNode, recovery: GaleraRecoveryFacts | undefined): Position {
  if (isFresh(node)) return {kind: 'empty'};
  const {grastate} = node.facts;
  if (grastate !== null && grastate !== 'malformed' && grastate.uuid !== zeroUuid && grastate.seqno >= 0n) {
    return {kind: 'known', uuid: grastate.uuid, seqno: grastate.seqno, by: 'clean stop'};
  }
  const recovered = recovery?.recovered ?? null;
  if (recovered === null) return {kind: 'unknown'};
  if (recovered.kind === 'error') return {kind: 'failed', why: recovered.why};
  // Zero uuid: a transfer that did not end, or an inconsistency: no data that anybody could lead with.
  if (recovered.uuid === zeroUuid || recovered.seqno < 0n) return {kind: 'empty'};
  return {kind: 'known', uuid: recovered.uuid, seqno: recovered.seqno, by: 'recovery'};
}

export function recoveryOf(snapshot: Snapshot, host: HostName): GaleraRecoveryFacts | undefined {
  return seenValue(readingOf(snapshot, 'galeraRecovery', host));
}

/** grastate.dat says that it left last. The flag of a node without a history proves nothing (ha-operations §3.2). */
export function claimsLastOut({facts}: SeenNode): boolean {
  const {grastate} = facts;
  return (
    grastate !== null && grastate !== 'malformed' && grastate.safeToBootstrap === true && grastate.uuid !== zeroUuid
  );
}

export function shortUuid(uuid: string | undefined): string {
  return uuid === undefined || uuid === zeroUuid ? '-' : uuid.slice(0, 8);
}
