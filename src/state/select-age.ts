// How old a reading is, where an operator should know: fresh answers show no age, so that a quiet screen stays still.

import {formatAge} from '../model/quantity.ts';
import type {Instant} from '../model/reading.ts';
import type {Cell} from '../model/verdict.ts';

/** Three times the slowest interval of a probe: older than this, an answer is not of now any more (ha-operations §2.1). */
export const staleMs = 30_000;

/** null: fresh, or never asked. */
export function selectAge(cell: Cell, now: Instant): string | null {
  if (cell.at === null || cell.reading === 'none') return null;
  const age = now - cell.at;
  return cell.reading === 'lost' || age >= staleMs ? formatAge(age) : null;
}
