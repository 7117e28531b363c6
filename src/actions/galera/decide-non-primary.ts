// Row B4 and ha-operations §3.5: servers that run without a Primary component. They are never restarted: their memory knows more.

import type {Finding} from '../../model/finding.ts';
import {weigh} from '../overrides.ts';
import {type BootstrapCase, galeraFinding, overridable, unseenFindings} from './bootstrap-case.ts';
import type {BootstrapDecision} from './bootstrap-decide.ts';
import {historyOf, isRunning} from './evidence.ts';
import {positionOf, type SeenNode, shortUuid} from './position.ts';

/** How long a wait for Galera to re-form by itself counts: after that, somebody may have mended a cable again. */
const waitCountsSeconds = 600;

export function decideNonPrimary(given: BootstrapCase): BootstrapDecision | undefined {
  const running = given.seen.filter(({facts}) => isRunning(facts));
  if (running.length === 0) return undefined;
  const stopped = given.seen.filter((each) => !running.includes(each));
  const reached = running.map((node) => ({node, seqno: committed(node)}));
  const best = reached.reduce((a, b) => (b.seqno > a.seqno ? b : a));
  const objections = [
    ...unseenFindings(given),
    ...historiesApart([...running, ...stopped]),
    ...componentsApart(running, given),
    ...deafTo(running, given),
    ...stopped.flatMap((node) => aheadOf(node, best.seqno, given)),
  ];
  const {against, accepted} = weigh(objections, given.overrides);
  if (against.length > 0) return {kind: 'refuse', row: 'B4', findings: against};
  const unknown = stopped.filter((node) => positionOf(node, given.recovery[node.host]).kind === 'unknown');
  if (unknown.length > 0) return {kind: 'recover', row: 'B11', on: unknown.map(({host}) => host)};
  const members = running.map(({host}) => host);
  if (!waited(running, given))
    return {kind: 'wait', row: 'B4', on: members, component: running.map(componentOf).join('; ')};
  return {
    kind: 'pc-bootstrap',
    row: 'B4',
    on: best.node.host,
    members,
    stopped: stopped.map(({host}) => host),
    uuid: historyOf(best.node.facts) ?? '',
    seqno: best.seqno,
    without: given.unseen.map(({host}) => host),
    accepted,
  };
}

function committed({facts}: SeenNode): bigint {
  const text = facts.status?.['wsrep_last_committed'] ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : -1n;
}

/**
 * Size and members of a component as this node lists them. Outside of a Primary it names only itself, the others are
 * "unspecified" (seen with Galera 26.4.23), so the text tells one node whether its component changed, and nothing to another.
 */
export function componentOf({facts}: SeenNode): string {
  const size = facts.status?.['wsrep_cluster_size'] ?? '?';
  return `${size} ${[...(facts.status?.['wsrep_incoming_addresses'] ?? '').split(',')].sort().join(',')}`;
}

/** Every member has watched its own component stay as it is now. */
function waited(running: readonly SeenNode[], {recovery}: BootstrapCase): boolean {
  return running.every((node) => {
    const record = recovery[node.host]?.waited;
    return record != null && record.component === componentOf(node) && record.agoSeconds <= waitCountsSeconds;
  });
}

function historiesApart(nodes: readonly SeenNode[]): readonly Finding[] {
  const histories = new Set(nodes.flatMap(({facts}) => historyOf(facts) ?? []));
  if (histories.size < 2) return [];
  const sides = nodes.map(({host, facts}) => `${host}: ${shortUuid(historyOf(facts))}`).join(', ');
  return [galeraFinding('GaleraHistoriesApart', 'cluster', {sides}, 'resolve-split-brain')];
}

/**
 * Two components of which one is made Primary: that would be the split. All that run must be in one component, and nobody else
 * in it (a member that could not be reached): the size says both. An arbitrator counts as a member.
 */
function componentsApart(running: readonly SeenNode[], {arbitrators}: BootstrapCase): readonly Finding[] {
  const sizes = running.map(({facts}) => Number(facts.status?.['wsrep_cluster_size'] ?? '0'));
  const fits = (size: number): boolean => size >= running.length && size <= running.length + arbitrators;
  if (sizes.every(fits)) return [];
  const sides = running.map(({host}, index) => `${host}: ${sizes[index]}`).join(', ');
  return [galeraFinding('GaleraComponentsApart', 'cluster', {sides, count: running.length})];
}

/** The network between members must carry in both directions, or the new Primary falls apart again. */
function deafTo(running: readonly SeenNode[], {recovery}: BootstrapCase): readonly Finding[] {
  return running.flatMap(({host}) =>
    running
      .filter((peer) => peer.host !== host && recovery[host]?.answers[peer.host] !== true)
      .map((peer) => galeraFinding('GaleraMemberDeaf', host, {peer: peer.host})),
  );
}

/** A stopped node with commits that the component lacks would lose them when it joins. */
function aheadOf(node: SeenNode, component: bigint, {recovery}: BootstrapCase): readonly Finding[] {
  const position = positionOf(node, recovery[node.host]);
  if (position.kind === 'failed')
    return [overridable(galeraFinding('GaleraRecoveryFailed', node.host, {why: position.why}))];
  if (position.kind !== 'known' || position.seqno <= component) return [];
  return [galeraFinding('GaleraAheadOfCluster', node.host, {own: String(position.seqno), cluster: String(component)})];
}
