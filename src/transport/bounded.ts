// Turns a callback-style operation into a promise that always ends: by its answer, by its deadline, or by the caller's signal.

import type {HpchaError} from '../model/error.ts';
import {abortError} from './transport-errors.ts';

export type Bounds = {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Host, for the error that says who cancelled. */
  readonly where: string;
  readonly onTimeout: () => HpchaError;
};

/**
 * Calls `start` with the two ways to settle; what it returns is called when the deadline or the signal came first, and gives up
 * whatever is under way. Settling twice does nothing.
 */
export function bounded<T>(
  bounds: Bounds,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  const {signal} = bounds;
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError(signal, bounds.where));
      return;
    }
    let done = false;
    let abandon: (() => void) | undefined;
    const finish = (act: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const giveUp = (error: HpchaError): void =>
      finish(() => {
        reject(error);
        abandon?.();
      });
    const onAbort = (): void => giveUp(abortError(signal, bounds.where));
    const timer = setTimeout(() => giveUp(bounds.onTimeout()), bounds.timeoutMs);
    signal.addEventListener('abort', onAbort, {once: true});
    try {
      abandon = start(
        (value) => finish(() => resolve(value)),
        (error) => finish(() => reject(error)),
      );
    } catch (error) {
      finish(() => reject(error));
    }
  });
}

/** Waits for a promise that others share: giving up the wait leaves the work itself alone. */
export function waitFor<T>(bounds: Bounds, shared: Promise<T>): Promise<T> {
  return bounded<T>(bounds, (resolve, reject) => {
    shared.then(resolve, reject);
    return () => undefined;
  });
}
