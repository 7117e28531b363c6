// Waits a moment, or stops waiting as soon as nobody wants the answer any more.

import {HpchaError} from '../model/error.ts';

/** Resolves after that many milliseconds; rejects with `cancelled` when the signal fires first. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = (): HpchaError =>
      new HpchaError({code: 'cancelled', where: 'probe', what: 'given up while waiting'});
    if (signal.aborted) return reject(cancelled());
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, {once: true});
  });
}
