// Runs one read under its own timeout and turns whatever happens into a Reading: silence becomes `lost`, never a value.

import {HpchaError, toHpchaError} from '../model/error.ts';
import type {Instant, Reading} from '../model/reading.ts';

export type AttemptOptions = {
  readonly where: string;
  readonly timeoutMs: number;
  readonly now: () => Instant;
  /** Aborting it gives the read up; an HpchaError as its reason becomes the reading's error. */
  readonly signal: AbortSignal;
};

/** Never rejects, and never takes longer than its timeout: also a reader that ignores its signal is given up. */
export async function attempt<T>(
  read: (signal: AbortSignal) => Promise<T | 'not-deployed'>,
  options: AttemptOptions,
): Promise<Reading<T>> {
  const started = options.now();
  const limit = new AbortController();
  const givenUp = rejectionOf(limit.signal, options.where);
  const onAbort = (): void => limit.abort(options.signal.reason);
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener('abort', onAbort, {once: true});
  const timer = setTimeout(() => limit.abort(timedOut(options)), options.timeoutMs);
  try {
    const value = await Promise.race([givenUp, read(limit.signal)]);
    const at = options.now();
    return value === 'not-deployed'
      ? {kind: 'none', why: 'not-deployed'}
      : {kind: 'seen', value: value as T, at, tookMs: at - started};
  } catch (thrown) {
    return lostReading(thrown, options);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
    // Whatever still runs behind a given-up read is told to stop; after a finished one this tells nobody.
    limit.abort(timedOut(options));
  }
}

export function lostReading(
  thrown: unknown,
  options: Pick<AttemptOptions, 'where' | 'now'>,
): Extract<Reading<never>, {kind: 'lost'}> {
  const {code, what, hint} = toHpchaError(thrown, options.where);
  return {kind: 'lost', error: {code, what, ...(hint === undefined ? {} : {hint})}, at: options.now()};
}

function rejectionOf(signal: AbortSignal, where: string): Promise<never> {
  const promise = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal, where)), {once: true});
  });
  // The race may be over before it rejects; then nobody listens, and that is right.
  promise.catch(() => undefined);
  return promise;
}

function reasonOf(signal: AbortSignal, where: string): HpchaError {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && 'isHpchaError' in reason) return toHpchaError(reason, where);
  return new HpchaError({code: 'cancelled', where, what: 'the question was given up'});
}

function timedOut(options: AttemptOptions): HpchaError {
  const what = `no answer within ${(options.timeoutMs / 1000).toFixed(1)} s`;
  return new HpchaError({code: 'timeout', where: options.where, what, hint: 'a slow login may need --timeout'});
}
