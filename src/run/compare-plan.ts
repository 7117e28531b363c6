// Between confirmation and lock the cluster may have changed: then the plan that was confirmed is not the one that fits.

import {HpchaError} from '../model/error.ts';
import {findingText} from '../model/messages.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import {planHash} from '../model/plan.ts';
import {planDifference} from './plan-difference.ts';

/** Rejects with `refused`, saying what is different, unless the action answers with the very plan that was confirmed. */
export function mustStillFit(confirmed: Plan, hash: string, fresh: PlanResult): void {
  if (fresh.kind !== 'refusal' && planHash(fresh.plan) === hash) return;
  const now =
    fresh.kind === 'refusal'
      ? `it is now refused: ${fresh.findings.map((finding) => findingText(finding)).join('; ')}`
      : `another plan would be made now (${planDifference(confirmed, fresh.plan)})`;
  throw new HpchaError({
    code: 'refused',
    where: confirmed.target,
    what: `the cluster changed since the plan was shown: ${now.replace(/\.$/, '')}. Nothing was begun`,
    hint: 'run the same again: it plans with what is true now',
  });
}
