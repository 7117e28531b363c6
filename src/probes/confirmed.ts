// The hypothesis rule: one bad sample is a suspicion, two in a row are a fact (ha-operations §2.1).

import type {Snapshot} from '../model/snapshot.ts';
import type {JudgeInput} from './judge-part.ts';

export type Confirmation = 'confirmed' | 'suspected';

/**
 * Whether what holds in this snapshot also held in the one before. Without an earlier snapshot, or where the earlier one could
 * not see it (`undefined`), it is only suspected.
 */
export function confirmation(
  input: Pick<JudgeInput, 'history'>,
  heldBefore: (earlier: Snapshot) => boolean | undefined,
): Confirmation {
  const earlier = input.history[0];
  return earlier !== undefined && heldBefore(earlier) === true ? 'confirmed' : 'suspected';
}
