// The only place where a Permit is made: whoever does not come through the Runner cannot change anything.

import {Permit} from '../model/permit.ts';

/** The capability to carry out exactly one confirmed plan. */
export function makePermit(runId: string, planHash: string): Permit {
  return new Permit(runId, planHash);
}
