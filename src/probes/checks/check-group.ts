// What one service's checks are: names mapped to how each is asked, and the few answers that they share.

import type {Check, CheckResult} from '../../model/check.ts';
import type {AskCheck} from '../../transport/check-registry.ts';

export type CheckGroup = Readonly<Record<string, AskCheck>>;

export function yes(saw: string): CheckResult {
  return {holds: 'yes', saw};
}

export function no(saw: string): CheckResult {
  return {holds: 'no', saw};
}

export function unknown(saw: string): CheckResult {
  return {holds: 'unknown', saw};
}

/** `yes` or `no` by a condition, saying what was seen either way. */
export function holds(condition: boolean, saw: string): CheckResult {
  return condition ? yes(saw) : no(saw);
}

/** A text argument; a missing one is a fault of the plan and throws. */
export function textArg(args: Check['args'], name: string): string {
  const value = args[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`the check needs the argument ${name}`);
}

export function numberArg(args: Check['args'], name: string): number {
  const value = args[name];
  if (typeof value === 'number') return value;
  throw new Error(`the check needs the number ${name}`);
}

export function listArg(args: Check['args'], name: string): readonly string[] {
  const value = args[name];
  if (Array.isArray(value)) return value;
  throw new Error(`the check needs the list ${name}`);
}

export function flagArg(args: Check['args'], name: string): boolean {
  return args[name] === true;
}
