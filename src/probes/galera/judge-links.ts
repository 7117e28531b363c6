// Judges one member's links to the others: group communication that does not settle, peers that it hears late (ha-operations §2.2).

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import {heldMs} from '../held-since.ts';
import type {JudgeInput} from '../judge-part.ts';
import type {Speaker, Status} from './galera-view.ts';
import {nodeFinding} from './node-finding.ts';

/** A change of view passes through these states within seconds. */
const unsettledCriticalMs = 30_000;
const delayedCriticalMs = 5 * 60_000;

export function linkFindings(input: JudgeInput, speaker: Speaker): readonly Finding[] {
  return [...unsettledFindings(input, speaker), ...delayedFindings(input, speaker)];
}

function unsettledFindings(input: JudgeInput, speaker: Speaker): readonly Finding[] {
  const state = speaker.status['wsrep_evs_state'];
  if (!isUnsettled(speaker.status)) return [];
  const held = heldMs(input, (earlier) => isUnsettled(statusIn(earlier, speaker.host)));
  return [nodeFinding(speaker, 'GaleraLinkFlaps', levelOf(held, unsettledCriticalMs), {state: state ?? ''})];
}

function isUnsettled(status: Status | null): boolean {
  const state = status?.['wsrep_evs_state'];
  return state !== undefined && state !== 'OPERATIONAL';
}

function delayedFindings(input: JudgeInput, speaker: Speaker): readonly Finding[] {
  const late = delayedPeers(speaker.status);
  if (late.length === 0) return [];
  const any = heldMs(input, (earlier) => delayedPeers(statusIn(earlier, speaker.host)).length > 0);
  // The list changes with every peer that comes and goes; what counts is how long one of them has stayed in it.
  const longest = late.reduce<number | null>((most, peer) => {
    const held = heldMs(input, (earlier) => delayedPeers(statusIn(earlier, speaker.host)).includes(peer));
    return held === null ? most : Math.max(most ?? 0, held);
  }, null);
  const level = levelOf(longest ?? (any === null ? null : 0), delayedCriticalMs);
  return [nodeFinding(speaker, 'GaleraPeerDelayed', level, {delayed: speaker.status['wsrep_evs_delayed'] ?? ''})];
}

/** Ids of the peers in `uuid:address:count,…`. */
function delayedPeers(status: Status | null): readonly string[] {
  const entries = (status?.['wsrep_evs_delayed'] ?? '').split(',');
  return entries.flatMap((entry) => entry.trim().split(':')[0] || []);
}

/** Seen once, it is a suspicion; in a row, a warning; for so long, more than that. */
function levelOf(held: number | null, criticalMs: number): 'info' | 'warning' | 'critical' {
  if (held === null) return 'info';
  return held >= criticalMs ? 'critical' : 'warning';
}

function statusIn(snapshot: Snapshot, host: HostName): Status | null {
  const reading = readingOf(snapshot, 'mariadb', host);
  return reading.kind === 'seen' ? reading.value.status : null;
}
