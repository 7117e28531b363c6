// What brings back a server that Galera voted out because its data differ: its mariadb is stopped and started, and takes the data anew.

import type {GaleraView, PrimaryView, Speaker, Status} from './galera-view.ts';
import {zeroUuid} from './parse-grastate.ts';

/** It has left the group by the vote of the others, for good: only a new start lets it take their data (seen with a full disk). */
export function isInconsistent(status: Status): boolean {
  const words = [status['wsrep_local_state_comment'], status['wsrep_cluster_status']];
  return words.some((word) => /^Inconsistent/i.test(word ?? ''));
}

/**
 * The operation that stops its database in order and, with `off`, starts it again; undefined where its data may be the best there
 * are: unless every other server is Synced in the one Primary component, and it holds no position or history that they lack.
 * `start` and `restart-galera` refuse beside such a server, and need not be tried.
 */
export function remedyWhenInconsistent(view: GaleraView, main: PrimaryView, host: string): string | undefined {
  const status = view.speakers.find((speaker) => speaker.host === host)?.status;
  if (status === undefined || !isInconsistent(status)) return undefined;
  const others = view.members.filter((member) => member.host !== host).map((member) => member.host);
  const serving = view.primaries.filter((speaker) => main.hosts.includes(speaker.host) && isSynced(speaker));
  const complete = others.length > 0 && others.every((other) => serving.some((speaker) => speaker.host === other));
  if (!complete || view.histories.length !== 1) return undefined;
  return isSameHistory(status, main) && isNotAhead(status, serving) ? `maintenance on ${host}` : undefined;
}

function isSynced({status}: Speaker): boolean {
  return status['wsrep_local_state'] === '4';
}

/** Galera forgets history and position of data that it calls inconsistent; what it still says must be the cluster's. */
function isSameHistory(status: Status, main: PrimaryView): boolean {
  const known = [status['wsrep_local_state_uuid'], status['wsrep_cluster_state_uuid']];
  return known.every((uuid) => uuid === undefined || uuid === '' || uuid === zeroUuid || uuid === main.uuid);
}

/** -1 and 2^64-1 are a position that was forgotten; one that cannot be read may be anything. */
function isNotAhead(status: Status, serving: readonly Speaker[]): boolean {
  const own = status['wsrep_last_committed'] ?? '';
  if (own === '-1' || own === '18446744073709551615') return true;
  const reached = serving.map((speaker) => position(speaker.status)).reduce((a, b) => (b > a ? b : a), -1n);
  return /^\d+$/.test(own) && BigInt(own) <= reached;
}

function position(status: Status): bigint {
  const text = status['wsrep_last_committed'] ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : -1n;
}
