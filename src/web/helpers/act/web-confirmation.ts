// What a web page may start, and how it has to confirm: the terminal's rule by danger, without the destructive ones. Pure.

import {HpchaError} from '../../../model/error.ts';
import type {Plan} from '../../../model/plan.ts';
import type {Confirmation} from './act-protocol.ts';

/** Drills are watched from outside of what they break: a controller cannot be its own witness. */
const neverFromWeb: ReadonlySet<string> = new Set(['drill']);

/** Null where it may be run from a web page, else why not. `secrets`: those that the helper has. */
export function whyNotFromWeb(plan: Plan, secrets: ReadonlySet<string>): string | null {
  if (neverFromWeb.has(plan.action)) return 'a drill is watched from outside of the controllers';
  if (plan.danger === 'destructive') return 'what destroys something needs a person at a terminal';
  const named = [...secretsOf(plan)];
  // Whoever starts it from a page has nowhere to be told it but in an answer that others could read.
  if (named.some((name) => name.startsWith('once.'))) return 'the password that it makes is shown at a terminal alone';
  const missing = named.filter((name) => !secrets.has(name) && !name.startsWith('generated.'));
  if (missing.length === 0) return null;
  return `it writes secrets that only the configuration file holds: ${missing.sort().join(', ')}`;
}

export function confirmationOf(plan: Plan, secrets: ReadonlySet<string>): Confirmation {
  if (whyNotFromWeb(plan, secrets) !== null) return 'terminal';
  return plan.danger === 'safe' ? 'none' : 'target';
}

/** Throws HpchaError `refused` unless the confirmation is the one that this plan wants. */
export function checkConfirmation(
  plan: Plan,
  secrets: ReadonlySet<string>,
  given: {readonly confirm?: string | undefined; readonly reason?: string | undefined},
): void {
  const why = whyNotFromWeb(plan, secrets);
  if (why !== null) throw refused(why, 'run it with hpcha-tui at a terminal');
  if (plan.danger === 'safe') return;
  if (given.confirm !== plan.target) throw refused(`this is ${plan.danger}: it is confirmed by typing ${plan.target}`);
  if (given.reason === undefined || given.reason.trim() === '')
    throw refused(`this is ${plan.danger}: a reason is wanted`);
}

/** Names of all secrets that the plan's steps refer to, wherever they stand in an operation. */
function secretsOf(plan: Plan): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const name: unknown = Reflect.get(value, 'secret');
    if (typeof name === 'string' && !Array.isArray(value)) found.add(name);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(plan.steps);
  return found;
}

function refused(what: string, hint?: string): HpchaError {
  return new HpchaError({code: 'refused', where: 'act', what, ...(hint === undefined ? {} : {hint})});
}
