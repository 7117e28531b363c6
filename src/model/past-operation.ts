// What is remembered of an operation that was carried out: enough to say whether the next one of its class comes too soon.

import type {Instant} from './reading.ts';

export type PastOperation = {
  readonly runId: string;
  readonly action: string;
  readonly title: string;
  /** When it ended, by the clock of the console that carried it out. */
  readonly at: Instant;
  /** `done`, `failed`, `unknown`, `cancelled`, as its audit line says it. */
  readonly result: string;
  /** Why it did not come to its end; null where it did, or where nobody said. */
  readonly stop: string | null;
  readonly operator: string;
  /** false: it ended before its first step, or found nothing to do; true also where that is not known. */
  readonly touched: boolean;
  /** It only collected evidence, or could hurt nobody. */
  readonly safe: boolean;
  /** The run that this one says was looked at, or took back; null: none. */
  readonly settles: string | null;
};

/** Its result is not a good one, and it did something, or may have. */
export function endedBadly({result, touched, safe}: PastOperation): boolean {
  return result !== 'done' && touched && !safe;
}

/** Somebody has looked at it (acknowledge), or has taken it back (undo). */
export function isSettled({runId}: PastOperation, past: readonly PastOperation[]): boolean {
  return past.some(({settles, result}) => settles === runId && result === 'done');
}
