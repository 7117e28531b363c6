// Rows B5 to B13 of ha-operations §3.4: every server that was seen is at rest, and one of them may lead. All objections at once.

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {weigh} from '../overrides.ts';
import {type BootstrapCase, galeraFinding, overridable, unseenFindings} from './bootstrap-case.ts';
import type {BootstrapDecision} from './bootstrap-decide.ts';
import {historyOf, holdsForeignData} from './evidence.ts';
import {claimsLastOut, type Position, positionOf, type SeenNode, shortUuid} from './position.ts';

type Placed = {readonly node: SeenNode; readonly host: HostName; readonly position: Position};
type Known = Placed & {readonly position: Extract<Position, {kind: 'known'}>};

export function decideAtRest(given: BootstrapCase): BootstrapDecision {
  const placed = given.seen.map(
    (node): Placed => ({node, host: node.host, position: positionOf(node, given.recovery[node.host])}),
  );
  const nothing = nothingToLead(given, placed);
  if (nothing !== undefined) return nothing;
  const together = savedViewAgain(given, placed);
  if (together !== undefined) return together;
  const known = placed.filter((each): each is Known => each.position.kind === 'known');
  const objections = [
    ...unseenFindings(given),
    ...placed.flatMap((each) => settingsAgainst(each.node, given)),
    ...historiesApart(placed),
    ...placed.flatMap(failedRecovery),
    ...flagsAgainst(placed, known),
  ];
  const {against, accepted} = weigh(objections, given.overrides);
  const unknown = placed.filter(({position}) => position.kind === 'unknown').map(({host}) => host);
  // What is objected is said at once, also while positions are unknown: but they are worth knowing only if nothing else stands against it.
  if (against.length > 0) return {kind: 'refuse', row: rowOf(against), findings: against};
  if (unknown.length > 0) return {kind: 'recover', row: 'B11', on: unknown};
  return lead(given, placed, known, accepted);
}

const rows: readonly (readonly [string, RegExp])[] = [
  ['B5', /^Galera(Unseen|UnseenAlive|BelowMajority)$/],
  ['B6', /^GaleraHistoriesApart$/],
  ['B6a', /^Galera(BootstrapLeftover|OtherCluster|ForeignData|GrastateUnreadable)$/],
  ['B8', /^GaleraFlagsContradict$/],
  ['B9', /^GaleraFlagStale$/],
  ['B11', /^GaleraRecoveryFailed$/],
];

function rowOf(findings: readonly Finding[]): string {
  return rows.find(([, codes]) => findings.some(({code}) => codes.test(code)))?.[0] ?? 'B5';
}

/** B7: a first bootstrap is a setup's business, which sees that really everybody is empty. */
function nothingToLead(given: BootstrapCase, placed: readonly Placed[]): BootstrapDecision | undefined {
  if (placed.some(({position}) => position.kind !== 'empty')) return undefined;
  const findings = [galeraFinding('GaleraNothingToLead', 'cluster', {}, 'start'), ...unseenFindings(given)];
  return {kind: 'refuse', row: 'B7', findings};
}

/** B10: Galera re-forms the component itself when all of its members come back within its time; it needs no opinion of ours. */
function savedViewAgain(given: BootstrapCase, placed: readonly Placed[]): BootstrapDecision | undefined {
  if (given.unseen.length > 0 || given.bare.length > 0 || placed.some(({node}) => claimsLastOut(node)))
    return undefined;
  if (placed.some(({node}) => settingsAgainst(node, given).length > 0)) return undefined;
  const views = placed.map(({host}) => given.recovery[host]?.savedView ?? null);
  const [first] = views;
  if (first === undefined || first === null || first.members.length < placed.length) return undefined;
  const same = views.every(
    (view) => view !== null && view.id === first.id && view.members.join() === first.members.join(),
  );
  const tried = placed.some(({host}) => given.recovery[host]?.viewTried === first.id);
  if (!same || tried) return undefined;
  return {kind: 'pc-recovery', row: 'B10', hosts: placed.map(({host}) => host), view: first.id};
}

/** B6a: what is fixed first. Run-time leftovers are cleared by the plan itself; a file is somebody's intent. */
function settingsAgainst({host, facts}: SeenNode, {clusterName}: BootstrapCase): readonly Finding[] {
  const findings = facts.bootstrapLeftovers
    .filter((leftover) => leftover.includes('/etc/'))
    .map((leftover) => galeraFinding('GaleraBootstrapLeftover', host, {leftover}));
  const name = facts.configuredName;
  if (name !== null && name !== clusterName && historyOf(facts) !== undefined)
    findings.push(galeraFinding('GaleraOtherCluster', host, {found: name, wanted: clusterName}));
  if (holdsForeignData(facts))
    findings.push(galeraFinding('GaleraForeignData', host, {databases: facts.databases?.join(', ') || '?'}));
  if (facts.grastate === 'malformed') findings.push(galeraFinding('GaleraGrastateUnreadable', host, {}));
  return findings;
}

/** B6: whoever joins another history loses the own one. Which one lives is for people (resolve-split-brain). */
function historiesApart(placed: readonly Placed[]): readonly Finding[] {
  const of = ({node, position}: Placed) => (position.kind === 'known' ? position.uuid : historyOf(node.facts));
  const histories = new Set(placed.flatMap((each) => of(each) ?? []));
  if (histories.size < 2) return [];
  const sides = placed.map((each) => `${each.host}: ${shortUuid(of(each))} ${seqnoText(each.position)}`).join(', ');
  return [galeraFinding('GaleraHistoriesApart', 'cluster', {sides}, 'resolve-split-brain')];
}

/** B11: a position that could not be recovered makes its node one that cannot be judged, like one that cannot be seen. */
function failedRecovery({host, position}: Placed): readonly Finding[] {
  if (position.kind !== 'failed') return [];
  return [overridable(galeraFinding('GaleraRecoveryFailed', host, {why: position.why}))];
}

/** B8 and B9: a flag is believed only while nobody is ahead of it. Overridden, flags count for nothing and positions decide. */
function flagsAgainst(placed: readonly Placed[], known: readonly Known[]): readonly Finding[] {
  const flagged = placed.filter(({node}) => claimsLastOut(node));
  const [candidate, ...more] = flagged;
  if (candidate === undefined) return [];
  if (more.length > 0) {
    const hosts = flagged.map(({host, position}) => `${host} ${seqnoText(position)}`).join(', ');
    return [overridable(galeraFinding('GaleraFlagsContradict', 'cluster', {hosts}))];
  }
  const at = candidate.position.kind === 'known' ? candidate.position.seqno : -1n;
  if (candidate.position.kind !== 'known') return [];
  return known
    .filter(({position}) => position.seqno > at)
    .map(({host, position}) =>
      overridable(
        galeraFinding('GaleraFlagStale', host, {
          own: String(position.seqno),
          candidate: candidate.host,
          candidateAt: String(at),
        }),
      ),
    );
}

/** B9, B12, B13: the furthest leads; of equals the one that says it left last, then column order. */
function lead(
  given: BootstrapCase,
  placed: readonly Placed[],
  known: readonly Known[],
  accepted: readonly Finding[],
): BootstrapDecision {
  const order = [...known].sort((a, b) => compare(b.position.seqno, a.position.seqno) || preference(a, b, given));
  const [best, second] = order;
  if (best === undefined) {
    const findings = [galeraFinding('GaleraNothingToLead', 'cluster', {}, 'start')];
    return {kind: 'refuse', row: 'B11', findings};
  }
  const tie = order.filter(({position}) => position.seqno === best.position.seqno);
  const flag = claimsLastOut(best.node);
  const failed = placed.filter(({position}) => position.kind === 'failed').map(({host}) => host);
  const joining = [
    ...order.slice(1).map(({host}) => host),
    ...placed.filter(({position}) => position.kind === 'empty').map(({host}) => host),
  ];
  return {
    kind: 'bootstrap',
    row: flag ? 'B9' : tie.length > 1 ? 'B13' : 'B12',
    on: best.host,
    uuid: best.position.uuid,
    seqno: best.position.seqno,
    others: joining.filter((host) => !failed.includes(host)),
    because: reason(best, tie, flag),
    gap: second === undefined ? 0n : best.position.seqno - second.position.seqno,
    without: [...given.unseen.map(({host}) => host), ...failed],
    accepted,
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** B13: equal positions are equal data. Its own word, the record of the orderly stop, a clean stop, then column order. */
function preference(a: Known, b: Known, {recovery, hosts}: BootstrapCase): number {
  const rank = (each: Known): number =>
    (claimsLastOut(each.node) ? 8 : 0) +
    (recovery[each.host]?.lastOut === each.host ? 4 : 0) +
    (each.position.by === 'clean stop' ? 2 : 0);
  return rank(b) - rank(a) || hosts.indexOf(a.host) - hosts.indexOf(b.host);
}

function reason(best: Known, tie: readonly Known[], flag: boolean): string {
  if (flag && best.position.by === 'clean stop') return 'it left last, by its own record, and nobody is ahead of it';
  if (tie.length === 1) return 'it is the furthest of all that were seen';
  return `${tie.map(({host}) => host).join(', ')} have come equally far, so their data are the same, and it comes first`;
}

function seqnoText(position: Position): string {
  switch (position.kind) {
    case 'known':
      return `at ${position.seqno}`;
    case 'empty':
      return 'empty';
    default:
      return 'at an unknown position';
  }
}
