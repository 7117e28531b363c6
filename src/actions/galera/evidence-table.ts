// The evidence of a Galera recovery as a table: one row a database node, so that the choice can be checked by eye.

import type {EvidenceTable} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {BootstrapCase} from './bootstrap-case.ts';
import {historyOf, isRunning} from './evidence.ts';
import {claimsLastOut, type SeenNode, shortUuid} from './position.ts';

/** node, what runs, history, seqno, last-out flag, recovered position, and how it was reached. */
export function evidenceTable(given: BootstrapCase, chosen?: HostName): EvidenceTable {
  return {
    head: ['', 'node', 'server', 'uuid', 'seqno', 'safe', 'recovered', 'reach'],
    rows: given.hosts.map((host) => [host === chosen ? '▶' : '', host, ...cells(host, given)]),
  };
}

function cells(host: HostName, given: BootstrapCase): readonly string[] {
  const node = given.seen.find((each) => each.host === host);
  if (node !== undefined) return seenCells(node, given);
  const unseen = given.unseen.find((each) => each.host === host);
  if (unseen === undefined) return ['not installed', '-', '-', '-', '-', 'seen'];
  const alive = unseen.answersTo.length > 0 ? `, its database answers ${unseen.answersTo.join(', ')}` : '';
  return ['?', '?', '?', '?', '?', `NOT SEEN: ${unseen.why}${alive}`];
}

function seenCells(node: SeenNode, {recovery}: BootstrapCase): readonly string[] {
  const {facts} = node;
  const {grastate} = facts;
  const readable = grastate === null || grastate === 'malformed' ? undefined : grastate;
  const recovered = recovery[node.host]?.recovered;
  const status = facts.status?.['wsrep_cluster_status'];
  return [
    isRunning(facts) ? (status ?? 'no SQL') : facts.unit.active,
    grastate === 'malformed' ? 'unreadable' : shortUuid(historyOf(facts)),
    status === undefined ? String(readable?.seqno ?? '-') : (facts.status?.['wsrep_last_committed'] ?? '?'),
    readable === undefined ? '-' : claimsLastOut(node) ? 'yes' : 'no',
    recovered == null
      ? '-'
      : recovered.kind === 'error'
        ? `failed: ${recovered.why}`
        : `${shortUuid(recovered.uuid)}:${recovered.seqno}`,
    'seen',
  ];
}
