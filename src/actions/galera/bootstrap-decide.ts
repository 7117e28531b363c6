// Decides how a Galera that does not serve comes back: the table of ha-operations §3.4, rows B1 to B13, and §3.5. Pure.

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {weigh} from '../overrides.ts';
import {type BootstrapCase, galeraFinding} from './bootstrap-case.ts';
import {decideAtRest} from './decide-at-rest.ts';
import {decideNonPrimary} from './decide-non-primary.ts';
import {historyOf, isPrimary, isRunning} from './evidence.ts';
import {shortUuid} from './position.ts';

/** A node that was not seen, or whose position is not known, and that the operator has attested not to matter. */
type Attested = {readonly without: readonly HostName[]; readonly accepted: readonly Finding[]};

export type BootstrapDecision =
  | {readonly kind: 'refuse'; readonly row: string; readonly findings: readonly Finding[]}
  /** B1: a Primary component exists; only what is missing is started, one by one. */
  | {
      readonly kind: 'join';
      readonly row: 'B1';
      readonly primary: readonly HostName[];
      readonly missing: readonly HostName[];
    }
  /** B11: positions that only a recovery can tell. */
  | {readonly kind: 'recover'; readonly row: 'B11'; readonly on: readonly HostName[]}
  /** §3.5: give Galera the time in which it re-forms by itself. */
  | {readonly kind: 'wait'; readonly row: 'B4'; readonly on: readonly HostName[]; readonly component: string}
  | ({
      readonly kind: 'pc-bootstrap';
      readonly row: 'B4';
      readonly on: HostName;
      readonly members: readonly HostName[];
      readonly stopped: readonly HostName[];
      readonly uuid: string;
      readonly seqno: bigint;
    } & Attested)
  /** B10: all of the saved view are there; started together they re-form it themselves. */
  | {readonly kind: 'pc-recovery'; readonly row: 'B10'; readonly hosts: readonly HostName[]; readonly view: string}
  | ({
      readonly kind: 'bootstrap';
      readonly row: 'B9' | 'B12' | 'B13';
      readonly on: HostName;
      readonly uuid: string;
      readonly seqno: bigint;
      /** The others in the order in which they join: furthest first. */
      readonly others: readonly HostName[];
      readonly because: string;
      /** How far the next best is behind, where that is known. */
      readonly gap: bigint;
    } & Attested);

export function decideBootstrap(given: BootstrapCase): BootstrapDecision {
  return (
    splitBrain(given) ?? primaryExists(given) ?? onTheirWay(given) ?? decideNonPrimary(given) ?? decideAtRest(given)
  );
}

/** B2: never decided by a program (§3.7). */
function splitBrain({seen}: BootstrapCase): BootstrapDecision | undefined {
  const primary = seen.filter(({facts}) => isPrimary(facts));
  const histories = new Set(primary.map(({facts}) => historyOf(facts) ?? ''));
  if (histories.size < 2) return undefined;
  const sides = primary.map(({host, facts}) => `${host}: ${shortUuid(historyOf(facts))}`).join(', ');
  return {
    kind: 'refuse',
    row: 'B2',
    findings: [galeraFinding('GaleraBootstrapSplit', 'cluster', {sides}, 'resolve-split-brain')],
  };
}

/** B1: with a Primary component there is nothing to bootstrap. What is missing is started into it; a plan that cannot start anything is refused. */
function primaryExists(given: BootstrapCase): BootstrapDecision | undefined {
  const primary = given.seen.filter(({facts}) => isPrimary(facts));
  if (primary.length === 0) return undefined;
  const names = primary.map(({host}) => host);
  const exists = galeraFinding('GaleraPrimaryExists', 'cluster', {names: names.join(', ')});
  const outside = given.seen.filter((each) => !primary.includes(each));
  const findings = [
    ...outside.flatMap(({host, facts}): readonly Finding[] => {
      if (isRunning(facts)) return [galeraFinding('GaleraBootstrapBusy', host, {state: stateOf(facts)})];
      const own = historyOf(facts);
      const cluster = historyOf(primary[0]?.facts ?? facts);
      return own === undefined || own === cluster
        ? []
        : [galeraFinding('GaleraOtherHistory', host, {own: shortUuid(own), cluster: shortUuid(cluster)})];
    }),
    ...given.unseen.map(({host, why}) =>
      galeraFinding('GaleraUnseenWithPrimary', host, {why, names: names.join(', ')}),
    ),
  ];
  const missing = outside.filter(({facts}) => !isRunning(facts)).map(({host}) => host);
  if (missing.length === 0 || findings.length > 0) return {kind: 'refuse', row: 'B1', findings: [exists, ...findings]};
  return {kind: 'join', row: 'B1', primary: names, missing};
}

/** B3: a server that runs and does not answer, starts, or receives a transfer. Killing it would cost its data. */
function onTheirWay({seen, unseen, overrides}: BootstrapCase): BootstrapDecision | undefined {
  const busy = seen.filter(({facts}) => isRunning(facts) && (facts.status === null || facts.process === 'sst'));
  if (busy.length === 0) return undefined;
  const findings = [
    ...busy.map(({host, facts}) => galeraFinding('GaleraBootstrapBusy', host, {state: stateOf(facts)})),
    ...weigh(
      unseen.map(({host, why}) => galeraFinding('GaleraUnseen', host, {why})),
      overrides,
    ).against,
  ];
  return {kind: 'refuse', row: 'B3', findings};
}

function stateOf(facts: BootstrapCase['seen'][number]['facts']): string {
  if (facts.process === 'sst') return 'state transfer';
  return facts.status?.['wsrep_local_state_comment'] ?? facts.sqlError ?? `${facts.unit.active} (${facts.unit.sub})`;
}
