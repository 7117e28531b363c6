// Waits for a condition that must be seen to hold, never for a length of time.

import {setTimeout as delay} from 'node:timers/promises';
import {HpchaError} from '../model/error.ts';

export type WaitOptions = {
  readonly what: string;
  readonly where: string;
  readonly timeoutMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly hint?: string;
};

/** Asks again until `look` is true. Throws `timeout` naming what was waited for, or `cancelled`. */
export async function waitUntil(look: () => Promise<boolean>, options: WaitOptions): Promise<void> {
  const end = Date.now() + options.timeoutMs;
  for (;;) {
    throwIfCancelled(options.signal, options.where);
    if (await look()) return;
    if (Date.now() > end) {
      throw new HpchaError({
        code: 'timeout',
        where: options.where,
        what: `waited ${options.timeoutMs / 1000} s for ${options.what}`,
        ...(options.hint === undefined ? {} : {hint: options.hint}),
      });
    }
    await delay(options.everyMs ?? 20);
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined, where: string): void {
  if (signal?.aborted === true) throw new HpchaError({code: 'cancelled', where, what: 'cancelled'});
}
