// A Reading: what we know about one thing, and how sure we are. Silence is never health.

import type {ErrorCode} from './error.ts';

/** Milliseconds since the epoch, on the clock of the machine that runs this program. */
export type Instant = number;

/** Why something could not be read, as plain data. */
export type ReadError = {readonly code: ErrorCode; readonly what: string; readonly hint?: string};

export type Reading<T> =
  /** Not asked, or the service is not enabled or not deployed there. No say in any verdict. */
  | {readonly kind: 'none'; readonly why: 'not-asked' | 'not-enabled' | 'not-deployed'}
  | {readonly kind: 'seen'; readonly value: T; readonly at: Instant; readonly tookMs: number}
  | {
      readonly kind: 'lost';
      readonly error: ReadError;
      readonly at: Instant;
      readonly last?: {readonly value: T; readonly at: Instant};
    };

export const notAsked: Reading<never> = {kind: 'none', why: 'not-asked'};

/** The value if it was seen; the last value of a lost reading is for showing only, never for deciding. */
export function seenValue<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.kind === 'seen' ? reading.value : undefined;
}

/** Keeps the last seen value in a reading that got lost, so that a screen can show it dimmed with its age. */
export function withLast<T>(now: Reading<T>, before: Reading<T> | undefined): Reading<T> {
  if (now.kind !== 'lost' || before === undefined || before.kind === 'none') return now;
  const last = before.kind === 'seen' ? {value: before.value, at: before.at} : before.last;
  return last === undefined ? now : {...now, last};
}
