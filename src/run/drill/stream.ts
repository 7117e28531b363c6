// One canary stream: attempt after attempt at its own pace, every one recorded before the next begins.

import type {AttemptResult} from '../../model/drill/attempt.ts';
import {isHpchaError} from '../../model/error.ts';

/** Writes number `seq`; resolves when it was acknowledged, rejects otherwise. */
export type Canary = {
  write(seq: number, signal: AbortSignal): Promise<void>;
  close(): void;
};

export type Pace = {readonly periodMs: number; readonly timeoutMs: number};

/** Times on this process's monotonic clock. */
export type Recorded = {
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  readonly result: AttemptResult;
  readonly why?: string;
};

/** Resolves when `stop` aborts and the last attempt has ended or was given up. Never rejects because of an attempt. */
export async function runStream(
  canary: Canary,
  {periodMs, timeoutMs}: Pace,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
): Promise<void> {
  for (let seq = 1; !stop.aborted; seq += 1) {
    const from = performance.now();
    const outcome = await attempt(canary, seq, timeoutMs, stop);
    record({seq, from, to: performance.now(), ...outcome});
    await pause(from + periodMs - performance.now(), stop);
  }
  canary.close();
}

type Outcome = Pick<Recorded, 'result' | 'why'>;

async function attempt(canary: Canary, seq: number, timeoutMs: number, stop: AbortSignal): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([timeout, stop]);
  const gaveUp = new Promise<Outcome>((resolve) => {
    const end = (): void => resolve({result: 'info', why: stop.aborted ? 'stopped' : 'timeout'});
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, {once: true});
  });
  const done = canary.write(seq, signal).then((): Outcome => ({result: 'ok'}), classify);
  return Promise.race([done, gaveUp]);
}

/** A server that answered with an error, or was not there, has surely not applied it; a lost connection leaves that open. */
function classify(thrown: unknown): Outcome {
  if (!isHpchaError(thrown)) return {result: 'fail', why: 'other'};
  if (thrown.code === 'missing') return {result: 'fail', why: 'refused'};
  if (thrown.code === 'command') return {result: 'fail', why: answerWord(thrown.what)};
  return {result: 'info', why: thrown.code};
}

/** The server's own word for it: an SQL error number, a Redis error's first word, an exit code. */
function answerWord(what: string): string {
  return /answered:? (-?[A-Z]+|\d{4})/.exec(what)?.[1] ?? /exit code (\d+)/.exec(what)?.[0] ?? 'error';
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0 || signal.aborted) {
      setImmediate(resolve);
      return;
    }
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, {once: true});
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
