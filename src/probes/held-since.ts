// How long a condition has held, by the snapshots before this one: a first bad sample is only a hypothesis.

import type {Snapshot} from '../model/snapshot.ts';
import type {JudgeInput} from './judge-part.ts';

/**
 * Milliseconds for which `holds` has been true without a break, back from the newest earlier snapshot; null when it did not
 * hold there, or there is none: then this is the first sample of it (ha-operations §2.1, hysteresis).
 */
export function heldMs(input: JudgeInput, holds: (snapshot: Snapshot) => boolean): number | null {
  let since: number | null = null;
  for (const earlier of input.history) {
    if (!holds(earlier)) break;
    since = earlier.at;
  }
  return since === null ? null : Math.max(0, input.snapshot.at - since);
}
