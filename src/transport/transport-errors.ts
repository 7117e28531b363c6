// The failures that every way of reaching a host shares, in the one error type.

import {HpchaError, isHpchaError} from '../model/error.ts';
import {cleanText} from './clean-text.ts';

/** The caller gave up. A signal that carries a timeout or one of our own errors says so instead. */
export function abortError(signal: AbortSignal, where: string): HpchaError {
  const reason: unknown = signal.reason;
  if (isHpchaError(reason)) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new HpchaError({code: 'timeout', where, what: 'no answer in the time that was given', cause: reason});
  }
  return new HpchaError({code: 'cancelled', where, what: 'cancelled before it was answered'});
}

/** `what` did not end within `ms`. */
export function timeoutError(where: string, what: string, ms: number): HpchaError {
  return new HpchaError({code: 'timeout', where, what: `${what}: no answer within ${seconds(ms)}`});
}

/** The connection went away while something was under way: what it did on the host is not known. */
export function lostError(where: string, why: string): HpchaError {
  return new HpchaError({
    code: 'unreachable',
    where,
    what: `the connection was lost: ${why}`,
    hint: 'it is made again by itself; what was under way may or may not have happened',
  });
}

/** A system error's code (ECONNREFUSED …), if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of anything thrown, safe to show. */
export function messageOf(thrown: unknown): string {
  return cleanText(thrown instanceof Error ? thrown.message : String(thrown));
}

export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** The last lines of what a command said, for an error's sentence. */
export function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-3).join(' | ').slice(0, 400);
}
