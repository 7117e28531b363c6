// Puts a peer's readings into our snapshot: its times on our clock, its silence as lost readings, what is too old as lost too.

import type {HpchaError} from '../../model/error.ts';
import type {Instant, ReadError, Reading} from '../../model/reading.ts';
import {withLast} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {PerClusterFacts, PerClusterProbe, PerHostFacts, PerHostProbe, Snapshot} from '../../model/snapshot.ts';
import {readingOf, withHostReading} from '../../model/snapshot.ts';
import type {Offer, OwnReadings, SharedReadings} from './offered-readings.ts';
import {offeredProbes, offeredShared} from './offered-readings.ts';

/** Longer than the slowest interval and timeout together: whoever has said nothing newer is not being asked any more. */
export const freshMs = 60_000;

export type Heard = {readonly offer: Offer; readonly rttMs: number; readonly at: Instant};

/** `asked`: probes that are enabled on that controller; the others stay `none`. */
export function foldOffer(snapshot: Snapshot, peer: HostName, {offer, rttMs, at}: Heard): Snapshot {
  // The answer was written half a round trip ago.
  const shift = at - rttMs / 2 - offer.now;
  let folded = snapshot;
  for (const id of offeredProbes) {
    folded = withOwn(folded, id, peer, offer.own, shift);
  }
  for (const id of offeredShared) {
    folded = withShared(folded, id, offer.shared, shift);
  }
  return withReach(snapshot, folded, peer, rttMs, at);
}

function withOwn<P extends PerHostProbe>(
  snapshot: Snapshot,
  id: P,
  peer: HostName,
  own: OwnReadings,
  shift: number,
): Snapshot {
  const given: Reading<PerHostFacts[P]> | undefined = own[id];
  return given === undefined ? snapshot : withHostReading(snapshot, id, peer, shifted(given, shift));
}

function withShared<P extends PerClusterProbe>(
  snapshot: Snapshot,
  id: P,
  shared: SharedReadings,
  shift: number,
): Snapshot {
  const given: Reading<PerClusterFacts[P]> | undefined = shared[id];
  return given === undefined ? snapshot : withNewer(snapshot, id, shifted(given, shift));
}

/** That it answered once more is worth noting only now and then: it would make every second a change for every client. */
const reachNoteMs = 5_000;

/** The peer did not answer: everything it could tell is lost with the same reason, and keeps its last value for showing. */
export function foldSilence(
  snapshot: Snapshot,
  peer: HostName,
  error: HpchaError,
  at: Instant,
  asked: (id: PerHostProbe) => boolean,
): Snapshot {
  const {code, what, hint} = error;
  const why: ReadError = {code, what, ...(hint === undefined ? {} : {hint})};
  let folded = snapshot;
  for (const id of offeredProbes) {
    if (!asked(id)) continue;
    folded = withHostReading(folded, id, peer, withLast({kind: 'lost', error: why, at}, readingOf(folded, id, peer)));
  }
  return folded;
}

/** Answers that were good once and have not been renewed are no answers: a probe that stopped must not look healthy for ever. */
export function ageOut(snapshot: Snapshot, now: Instant): Snapshot {
  let aged = snapshot;
  for (const id of offeredProbes) {
    for (const host of Object.keys(snapshot.hosts[id])) aged = withAged(aged, id, host, now);
  }
  for (const id of offeredShared) {
    const reading: Reading<unknown> = snapshot.shared[id];
    if (isStale(reading, now)) aged = {...aged, shared: {...aged.shared, [id]: outdated(reading, now)}};
  }
  return aged;
}

function withAged(snapshot: Snapshot, id: PerHostProbe, host: HostName, now: Instant): Snapshot {
  const reading = readingOf(snapshot, id, host);
  return isStale(reading, now) ? withHostReading(snapshot, id, host, outdated(reading, now)) : snapshot;
}

function isStale(reading: Reading<unknown>, now: Instant): boolean {
  return reading.kind === 'seen' && now - reading.at > freshMs;
}

function outdated<T>(reading: Reading<T>, now: Instant): Reading<T> {
  const age = reading.kind === 'seen' ? Math.round((now - reading.at) / 1000) : 0;
  const error: ReadError = {code: 'timeout', what: `it was last answered ${age} s ago`};
  return withLast({kind: 'lost', error, at: now}, reading);
}

/** That it answers us is our own observation; how far away it is too. Who it looks as is its own word. */
function withReach(before: Snapshot, snapshot: Snapshot, peer: HostName, rttMs: number, at: Instant): Snapshot {
  const told = readingOf(snapshot, 'reach', peer);
  const known = readingOf(before, 'reach', peer);
  if (told.kind !== 'seen' || (known.kind === 'seen' && at - known.at < reachNoteMs)) return snapshot;
  return withHostReading(snapshot, 'reach', peer, {...told, value: {...told.value, rttMs}, at});
}

function shifted<T>(reading: Reading<T>, ms: number): Reading<T> {
  switch (reading.kind) {
    case 'none':
      return reading;
    case 'seen':
      return {...reading, at: reading.at + ms};
    case 'lost': {
      const {last} = reading;
      return {...reading, at: reading.at + ms, ...(last === undefined ? {} : {last: {...last, at: last.at + ms}})};
    }
  }
}

/** Two controllers may have asked for the same thing while they did not see each other: the newer answer counts. */
function withNewer<P extends PerClusterProbe>(
  snapshot: Snapshot,
  id: P,
  reading: Reading<PerClusterFacts[P]>,
): Snapshot {
  const known: Reading<PerClusterFacts[P]> = snapshot.shared[id];
  const isOlder = known.kind === 'seen' && reading.kind !== 'none' && reading.at <= known.at;
  // A peer's failure does not take away a fresh answer of somebody else; when that one gets old it is lost by its age.
  const isWorse = known.kind === 'seen' && reading.kind !== 'seen';
  return isOlder || isWorse ? snapshot : {...snapshot, shared: {...snapshot.shared, [id]: withLast(reading, known)}};
}
