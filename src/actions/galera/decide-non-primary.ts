// Row B4 and ha-operations §3.5: servers that run without a Primary component. They are never restarted: their memory knows more.

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {weigh} from '../overrides.ts';
import {type BootstrapCase, galeraFinding, overridable, unseenFindings} from './bootstrap-case.ts';
import type {BootstrapDecision} from './bootstrap-decide.ts';
import {historyOf, isRunning} from './evidence.ts';
import {positionOf, type SeenNode, shortUuid} from './position.ts';

/** How long a wait for Galera to re-form by itself counts: after that, somebody may have mended a cable again. */
const waitCountsSeconds = 600;

export function decideNonPrimary(given: BootstrapCase): BootstrapDecision | undefined {
  const running = given.seen.filter(({facts}) => isRunning(facts));
  const [first] = running;
  if (first === undefined) return undefined;
  const stopped = given.seen.filter((each) => !running.includes(each));
  const reached = running.map((node) => ({node, seqno: committed(node)}));
  const best = reached.reduce((a, b) => (b.seqno > a.seqno ? b : a));
  const objections = [
    ...unseenFindings(given),
    ...historiesApart([...running, ...stopped]),
    ...componentsApart(running),
    ...deafTo(running, given),
    ...stopped.flatMap((node) => aheadOf(node, best.seqno, given)),
  ];
  const {against, accepted} = weigh(objections, given.overrides);
  if (against.length > 0) return {kind: 'refuse', row: 'B4', findings: against};
  const unknown = stopped.filter((node) => positionOf(node, given.recovery[node.host]).kind === 'unknown');
  if (unknown.length > 0) return {kind: 'recover', row: 'B11', on: unknown.map(({host}) => host)};
  const members = running.map(({host}) => host);
  const component = componentOf(first);
  if (!waited(members, component, given)) return {kind: 'wait', row: 'B4', on: members, component};
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

/** The members of a component as one of them lists them: the same text on all of them, and another one after any change. */
export function componentOf({facts}: SeenNode): string {
  const size = facts.status?.['wsrep_cluster_size'] ?? '?';
  return `${size} ${[...(facts.status?.['wsrep_incoming_addresses'] ?? '').split(',')].sort().join(',')}`;
}

function waited(members: readonly HostName[], component: string, {recovery}: BootstrapCase): boolean {
  return members.every((host) => {
    const record = recovery[host]?.waited;
    return record != null && record.component === component && record.agoSeconds <= waitCountsSeconds;
  });
}

function historiesApart(nodes: readonly SeenNode[]): readonly Finding[] {
  const histories = new Set(nodes.flatMap(({facts}) => historyOf(facts) ?? []));
  if (histories.size < 2) return [];
  const sides = nodes.map(({host, facts}) => `${host}: ${shortUuid(historyOf(facts))}`).join(', ');
  return [galeraFinding('GaleraHistoriesApart', 'cluster', {sides}, 'resolve-split-brain')];
}

/** Two components of which one is made Primary: that would be the split. */
function componentsApart(running: readonly SeenNode[]): readonly Finding[] {
  const components = new Set(running.map(componentOf));
  const sizes = running.map(({facts}) => Number(facts.status?.['wsrep_cluster_size'] ?? '0'));
  if (components.size < 2 && sizes.every((size) => size >= running.length)) return [];
  const sides = running.map((node) => `${node.host} sees ${componentOf(node)}`).join('; ');
  return [galeraFinding('GaleraComponentsApart', 'cluster', {sides})];
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
