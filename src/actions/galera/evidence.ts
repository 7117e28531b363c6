// What the decision about Galera rests on: each database controller's state in a few comparable facts.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {GaleraFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';

export const zeroUuid = '00000000-0000-0000-0000-000000000000';

/** `unseen`: it could not be asked and may be alive and serving. `bare`: nothing of a database is there yet. */
export type GaleraEvidence = {readonly host: HostName} & (
  | {readonly kind: 'unseen'; readonly why: string}
  | {readonly kind: 'bare'}
  | {readonly kind: 'seen'; readonly facts: GaleraFacts}
);

/** In column order, which is also the order of preference. */
export function galeraEvidence(snapshot: Snapshot, config: ClusterConfig): readonly GaleraEvidence[] {
  return controllersOf(config, 'mariadb').map(({hostname}) => evidenceOf(snapshot, hostname));
}

function evidenceOf(snapshot: Snapshot, host: HostName): GaleraEvidence {
  const reading = readingOf(snapshot, 'mariadb', host);
  if (reading.kind === 'seen') return {host, kind: 'seen', facts: reading.value};
  if (reading.kind === 'lost') return {host, kind: 'unseen', why: reading.error.what};
  return reading.why === 'not-deployed' ? {host, kind: 'bare'} : {host, kind: 'unseen', why: 'it was not looked at'};
}

/** The history that its data belongs to: the running server's, else grastate.dat's; undefined where there is none. */
export function historyOf(facts: GaleraFacts): string | undefined {
  const {grastate} = facts;
  const onDisk = grastate === null || grastate === 'malformed' ? undefined : grastate.uuid;
  const uuid = facts.status?.['wsrep_cluster_state_uuid'] ?? onDisk;
  return uuid === undefined || uuid === '' || uuid === zeroUuid ? undefined : uuid;
}

export function isPrimary(facts: GaleraFacts): boolean {
  return facts.status?.['wsrep_cluster_status'] === 'Primary';
}

/** A server without Galera, as the distribution's package starts it: stopping it loses nothing that a cluster knows. */
export function isStandalone(facts: GaleraFacts): boolean {
  return facts.variables?.['wsrep_on'] === 'OFF';
}

/** A server process, a state transfer, the unit on its way up, or a process table that could not be read: not at rest. */
export function isRunning(facts: GaleraFacts): boolean {
  if (isStandalone(facts)) return false;
  return facts.process !== 'none' || ['active', 'activating', 'reloading'].includes(facts.unit.active);
}

/** Databases of its own without ever having been in a cluster: a join would overwrite them. */
export function holdsForeignData(facts: GaleraFacts): boolean {
  if (isPrimary(facts) || facts.grastate !== null) return false;
  return (facts.databases ?? []).length > 0 || facts.datadir === 'data';
}

/** No data that anybody could miss and no history. */
export function isFresh(evidence: GaleraEvidence): boolean {
  if (evidence.kind === 'bare') return true;
  if (evidence.kind === 'unseen') return false;
  const {facts} = evidence;
  return historyOf(facts) === undefined && facts.grastate !== 'malformed' && facts.datadir !== 'data';
}
