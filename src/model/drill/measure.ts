// From attempts to figures: interruptions, recovery time, what failed how (ha-operations §8.2, measures).

import type {Attempt} from './attempt.ts';

export type Interval = {readonly from: number; readonly to: number};

/** Moments of a drill on the same clock as its attempts; null: it did not come so far. */
export type Moments = {
  readonly injectAt: number | null;
  readonly restoreAt: number | null;
  readonly greenAt: number | null;
  readonly endAt: number;
};

export type StreamMeasure = {
  readonly acked: number;
  readonly failed: number;
  readonly indeterminate: number;
  /** 0: the fault did not interrupt it. null: it was interrupted and did not come back while it was watched. */
  readonly rtoMs: number | null;
  /** Longest time between two acknowledgements after the fault. */
  readonly longestGapMs: number;
  readonly unavailableMs: number;
  /** Between fault and restore. */
  readonly interruptions: readonly Interval[];
  /** After restore: second interruptions, when the node returns. */
  readonly failbacks: readonly Interval[];
  readonly errors: Readonly<Record<string, number>>;
};

/** A recovery is stable once so many attempts in a row succeeded over so long a time. */
const stable = {acks: 10, spanMs: 5_000};
/** Shorter pauses are this machine's own business, not the cluster's. */
const leastInterruptionMs = 300;

/**
 * Recovery time is from the fault to the first acknowledgement of the first stable stretch after the interruption. An
 * attempt that hangs and then succeeds is an interruption too: what counts is when acknowledgements come.
 */
export function measureStream(attempts: readonly Attempt[], periodMs: number, moments: Moments): StreamMeasure {
  const ordered = attempts.toSorted((a, b) => a.to - b.to);
  const {injectAt} = moments;
  const counts = {
    acked: ordered.filter(({result}) => result === 'ok').length,
    failed: ordered.filter(({result}) => result === 'fail').length,
    indeterminate: ordered.filter(({result}) => result === 'info').length,
    errors: countErrors(ordered),
  };
  if (injectAt === null) {
    return {...counts, rtoMs: 0, longestGapMs: 0, unavailableMs: 0, interruptions: [], failbacks: []};
  }
  const gaps = gapsAfter(ordered, injectAt, moments.endAt);
  const limit = interruptionLimit(ordered, injectAt, periodMs);
  const interruptions = gaps.filter((gap) => lengthOf(gap) > limit || hasFailure(ordered, gap));
  const until = moments.restoreAt ?? moments.endAt;
  const during = interruptions.filter(({from}) => from < until);
  const failbacks = interruptions.filter(({from}) => from >= until);
  return {
    ...counts,
    rtoMs: recovery(ordered, during, injectAt, moments.endAt),
    longestGapMs: Math.round(Math.max(0, ...gaps.map(lengthOf))),
    unavailableMs: Math.round(during.reduce((sum, gap) => sum + lengthOf(gap), 0)),
    interruptions: during.map(rounded),
    failbacks: failbacks.map(rounded),
  };
}

/** Between neighbouring acknowledgements; the first begins no earlier than the fault, the last ends with the watching. */
function gapsAfter(ordered: readonly Attempt[], injectAt: number, endAt: number): readonly Interval[] {
  const acks = ordered.filter(({result, to}) => result === 'ok' && to > injectAt && to <= endAt).map(({to}) => to);
  const points = [injectAt, ...acks, endAt];
  return points.slice(1).map((to, index) => ({from: points[index] ?? injectAt, to}));
}

/** Three periods and the slowest ordinary answer, or half as much again as the longest pause before the fault. */
function interruptionLimit(ordered: readonly Attempt[], injectAt: number, periodMs: number): number {
  const before = ordered.filter(({result, to}) => result === 'ok' && to <= injectAt);
  const latencies = before.map(({from, to}) => to - from).sort((a, b) => a - b);
  const slow = latencies[Math.floor(latencies.length * 0.98)] ?? 0;
  const pauses = before.slice(1).map(({to}, index) => to - (before[index]?.to ?? to));
  return Math.max(leastInterruptionMs, 3 * periodMs + slow, 1.5 * Math.max(0, ...pauses));
}

function hasFailure(ordered: readonly Attempt[], gap: Interval): boolean {
  return ordered.some(
    ({result, to, from}) => result !== 'ok' && to > gap.from && to <= gap.to && from >= gap.from - 5_000,
  );
}

/**
 * An interruption that begins only after a stable stretch (an address that moves when its check has failed three times) did not
 * begin with the fault: there the longest one counts by its own length.
 */
function recovery(
  ordered: readonly Attempt[],
  during: readonly Interval[],
  injectAt: number,
  endAt: number,
): number | null {
  const [first, ...rest] = during;
  if (first === undefined) return 0;
  if (during.some(({to}) => to >= endAt)) return null;
  if (isStretch(ordered, injectAt, first.from)) return Math.round(Math.max(...during.map(lengthOf)));
  let last = first;
  for (const next of rest) {
    if (isStretch(ordered, last.to, next.from)) break;
    last = next;
  }
  return Math.round(last.to - injectAt);
}

function isStretch(ordered: readonly Attempt[], from: number, to: number): boolean {
  const acks = ordered.filter((each) => each.result === 'ok' && each.to >= from && each.to <= to).length;
  return acks >= stable.acks && to - from >= stable.spanMs;
}

function countErrors(ordered: readonly Attempt[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const {result, why} of ordered) if (result !== 'ok') counts[why ?? 'other'] = (counts[why ?? 'other'] ?? 0) + 1;
  return counts;
}

/** Whether the newest attempts are a stable stretch: ten or more successes in a row over five seconds, until now. */
export function isStable(attempts: readonly Attempt[], now: number, periodMs: number): boolean {
  const run: Attempt[] = [];
  for (const attempt of attempts.toReversed()) {
    if (attempt.result !== 'ok') break;
    run.push(attempt);
    if (run.length > 600) break;
  }
  const newest = run[0];
  if (newest === undefined || now - newest.to > Math.max(1_500, 3 * periodMs)) return false;
  const limit = Math.max(leastInterruptionMs, 4 * periodMs);
  let held = 1;
  while (held < run.length && (run[held - 1]?.to ?? 0) - (run[held]?.to ?? 0) <= limit) held += 1;
  const oldest = run[held - 1] ?? newest;
  return held >= stable.acks && newest.to - oldest.to >= stable.spanMs - 2 * periodMs;
}

function lengthOf({from, to}: Interval): number {
  return to - from;
}

function rounded({from, to}: Interval): Interval {
  return {from: Math.round(from), to: Math.round(to)};
}
