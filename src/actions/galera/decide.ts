// Decides how Galera may come up, by the table of ha-operations §3.4, top down; first match wins. Pure.

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {type GaleraEvidence, historyOf, holdsForeignData, isFresh, isPrimary, isRunning} from './evidence.ts';

/** B0 (lock held, evidence fresh) is the Runner's: it plans again with new evidence and compares hashes before it acts. */
export type GaleraDecision =
  /** B1: a Primary component exists. Never bootstrap; start what is missing, one by one. */
  | {
      readonly kind: 'join';
      readonly row: 'B1';
      readonly primary: readonly HostName[];
      readonly missing: readonly HostName[];
    }
  /** B7: nobody has data, everybody was seen. */
  | {readonly kind: 'first-bootstrap'; readonly row: 'B7'; readonly on: HostName}
  /** B9: the last node out, proven by its flag and by everybody else's position. */
  | {readonly kind: 'cold-start'; readonly row: 'B9'; readonly on: HostName}
  | {readonly kind: 'refuse'; readonly row: string; readonly findings: readonly Finding[]};

type Seen = Extract<GaleraEvidence, {kind: 'seen'}>;

/** `clusterName` is the configured one; servers that belong to another cluster are never touched. */
export function decideGalera(evidence: readonly GaleraEvidence[], clusterName: string): GaleraDecision {
  const seen = evidence.filter((each): each is Seen => each.kind === 'seen');
  const primary = seen.filter(({facts}) => isPrimary(facts));
  return (
    splitBrain(primary) ??
    foreign(seen, clusterName) ??
    unseen(evidence) ??
    leftovers(seen) ??
    (primary.length > 0 ? join(evidence, seen, primary) : undefined) ??
    stillRunning(seen) ??
    twoHistories(seen) ??
    firstBootstrap(evidence) ??
    lastOut(evidence, seen)
  );
}

/** B2: two histories that both serve writes. Never decided by a program (ha-operations §3.7). */
function splitBrain(primary: readonly Seen[]): GaleraDecision | undefined {
  const histories = new Set(primary.map(({facts}) => historyOf(facts) ?? ''));
  if (histories.size < 2) return undefined;
  const sides = primary.map(({host, facts}) => `${host}: ${shortUuid(historyOf(facts))}`).join(', ');
  return refuse('B2', [finding('GaleraStartSplitBrain', 'cluster', {sides})]);
}

/** A server of another cluster, or with databases of its own, is never made part of this one. */
function foreign(seen: readonly Seen[], clusterName: string): GaleraDecision | undefined {
  const findings = seen.flatMap(({host, facts}): readonly Finding[] => {
    const name = facts.variables?.['wsrep_cluster_name'] ?? facts.configuredName;
    if (name !== null && name !== clusterName && historyOf(facts) !== undefined) {
      return [finding('GaleraOtherCluster', host, {found: name, wanted: clusterName})];
    }
    if (!holdsForeignData(facts)) return [];
    const databases = facts.databases?.join(', ') || 'unknown names';
    return [finding('GaleraForeignData', host, {databases})];
  });
  return findings.length === 0 ? undefined : refuse('B7', findings);
}

/** B5: whoever cannot be seen may be alive and ahead. Attesting that a machine is off belongs to bootstrap-galera. */
function unseen(evidence: readonly GaleraEvidence[]): GaleraDecision | undefined {
  const findings = evidence.flatMap((each) =>
    each.kind === 'unseen' ? [finding('GaleraStartUnseen', each.host, {why: each.why})] : [],
  );
  return findings.length === 0 ? undefined : refuse('B5', findings);
}

/** B6a: what would turn an ordinary start into a bootstrap. The runtime ones are cleared by steps; files are somebody's intent. */
function leftovers(seen: readonly Seen[]): GaleraDecision | undefined {
  const findings = seen.flatMap(({host, facts}) =>
    facts.bootstrapLeftovers
      .filter((leftover) => leftover.includes('/etc/'))
      .map((leftover) => finding('GaleraBootstrapLeftover', host, {leftover})),
  );
  return findings.length === 0 ? undefined : refuse('B6a', findings);
}

/** B1, with B3 for servers that are on their way or stuck outside of the component. */
function join(evidence: readonly GaleraEvidence[], seen: readonly Seen[], primary: readonly Seen[]): GaleraDecision {
  const history = primary.map(({facts}) => historyOf(facts)).find((uuid) => uuid !== undefined);
  const shared = new Set(primary.flatMap(({facts}) => facts.databases ?? []));
  const findings = seen
    .filter((each) => !primary.includes(each))
    .flatMap(({host, facts}): readonly Finding[] => {
      if (isRunning(facts)) return [finding('GaleraStartBusy', host, {state: stateOf(facts)})];
      const own = historyOf(facts);
      if (facts.grastate === 'malformed') return [finding('GaleraGrastateMalformed', host, {})];
      // Without a history its data are a torn copy of the cluster's, or somebody's own: then the names are others.
      const strange = (facts.databases ?? []).filter((name) => !shared.has(name));
      if (own === undefined && strange.length > 0)
        return [finding('GaleraForeignData', host, {databases: strange.join(', ')})];
      if (own === undefined) return [];
      if (own === history) return ahead({host, facts, kind: 'seen'}, primary);
      return [finding('GaleraOtherHistory', host, {own: shortUuid(own), cluster: shortUuid(history)})];
    });
  if (findings.length > 0) return refuse('B3', findings);
  const names = primary.map(({host}) => host);
  const missing = evidence.map(({host}) => host).filter((host) => !names.includes(host));
  return {kind: 'join', row: 'B1', primary: names, missing};
}

/** Commits that only this node has: Galera would abort its start, and whoever forces it throws them away (ha-operations §3.2). */
function ahead(node: Seen, primary: readonly Seen[]): readonly Finding[] {
  const reached = primary.map(({facts}) => facts.status?.['wsrep_last_committed']).filter((text) => text !== undefined);
  const cluster = reached
    .map((text) => (/^\d+$/.test(text) ? BigInt(text) : -1n))
    .reduce((a, b) => (a > b ? a : b), -1n);
  const own = seqnoOf(node);
  return cluster >= 0n && own > cluster
    ? [finding('GaleraAheadOfCluster', node.host, {own: String(own), cluster: String(cluster)})]
    : [];
}

/** B3 and B4: no Primary, but servers run. Stopping them would lose what only their memory knows. */
function stillRunning(seen: readonly Seen[]): GaleraDecision | undefined {
  const running = seen.filter(({facts}) => isRunning(facts));
  if (running.length === 0) return undefined;
  const answering = running.every(({facts}) => facts.status !== null);
  const code = answering ? 'GaleraStartNonPrimary' : 'GaleraStartBusy';
  return refuse(
    answering ? 'B4' : 'B3',
    running.map(({host, facts}) => finding(code, host, {state: stateOf(facts)})),
  );
}

/** B6: stopped servers of different histories; whoever joins would lose the own one. */
function twoHistories(seen: readonly Seen[]): GaleraDecision | undefined {
  const histories = new Set(seen.flatMap(({facts}) => historyOf(facts) ?? []));
  if (histories.size < 2) return undefined;
  const sides = seen.map(({host, facts}) => `${host}: ${shortUuid(historyOf(facts))}`).join(', ');
  return refuse('B6', [finding('GaleraTwoHistories', 'cluster', {sides})]);
}

/** B7: only when every database controller was seen and is empty; `unseen` above has refused otherwise. */
function firstBootstrap(evidence: readonly GaleraEvidence[]): GaleraDecision | undefined {
  const [first] = evidence;
  if (first === undefined || !evidence.every(isFresh)) return undefined;
  return {kind: 'first-bootstrap', row: 'B7', on: first.host};
}

/** B8 to B13: exactly one flag, and nobody may be ahead of it; every other case needs evidence that this plan cannot collect. */
function lastOut(evidence: readonly GaleraEvidence[], seen: readonly Seen[]): GaleraDecision {
  const flagged = seen.filter(({facts}) => isSafe(facts));
  const [candidate, ...more] = flagged;
  if (more.length > 0) {
    const hosts = flagged.map(({host}) => host).join(', ');
    return refuse('B8', [finding('GaleraSeveralSafeFlags', 'cluster', {hosts})]);
  }
  if (candidate === undefined)
    return refuse('B10', [finding('GaleraNoSafeNode', 'cluster', {positions: positions(seen)})]);
  const reached = seqnoOf(candidate);
  const others = evidence.filter((each) => each !== candidate && !isFresh(each));
  const against = others.flatMap((each): readonly Finding[] => {
    const own = each.kind === 'seen' ? seqnoOf(each) : -1n;
    if (own < 0n) return [finding('GaleraPositionUnknown', each.host, {candidate: candidate.host})];
    if (own <= reached) return [];
    const params = {candidate: candidate.host, own: String(own), candidateAt: String(reached)};
    return [finding('GaleraStaleSafeFlag', each.host, params)];
  });
  if (reached < 0n) against.push(finding('GaleraPositionUnknown', candidate.host, {candidate: candidate.host}));
  return against.length > 0 ? refuse('B9', against) : {kind: 'cold-start', row: 'B9', on: candidate.host};
}

/** The flag of a node without a history proves nothing (ha-operations §3.2). */
function isSafe(facts: Seen['facts']): boolean {
  const {grastate} = facts;
  return (
    grastate !== null && grastate !== 'malformed' && grastate.safeToBootstrap === true && historyOf(facts) !== undefined
  );
}

function seqnoOf({facts}: Seen): bigint {
  return facts.grastate === null || facts.grastate === 'malformed' ? -1n : facts.grastate.seqno;
}

function positions(seen: readonly Seen[]): string {
  return seen.map((each) => `${each.host}: ${shortUuid(historyOf(each.facts))} at ${seqnoOf(each)}`).join(', ');
}

function stateOf(facts: Seen['facts']): string {
  if (facts.process === 'sst') return 'state transfer';
  return facts.status?.['wsrep_local_state_comment'] ?? facts.sqlError ?? `${facts.unit.active} (${facts.unit.sub})`;
}

function shortUuid(uuid: string | undefined): string {
  return uuid === undefined ? 'no history' : uuid.slice(0, 8);
}

function refuse(row: string, findings: readonly Finding[]): GaleraDecision {
  return {kind: 'refuse', row, findings};
}

/** Rows from B4 on are decided by the operation that collects what they need. */
const remedied = new Set([
  'GaleraStartNonPrimary',
  'GaleraNoSafeNode',
  'GaleraPositionUnknown',
  'GaleraSeveralSafeFlags',
  'GaleraStaleSafeFlag',
  'GaleraStartUnseen',
]);

function finding(code: string, where: HostName | 'cluster', params: Finding['params']): Finding {
  const remedy = remedied.has(code) ? {remedy: 'bootstrap-galera'} : {};
  return {code, level: 'critical', where, service: 'mariadb', params, ...remedy};
}
