// Canaries of which none waits for the one before: what hangs must not hide that the service has come back meanwhile.

import type {AttemptResult} from '../../model/drill/attempt.ts';
import type {Pace, Recorded} from './stream.ts';
import {pause} from './stream.ts';

export type Ending = {readonly result: AttemptResult; readonly why?: string};

/** Begins one attempt; `end` counts once, and the attempt is over with it. Returns what gives it up. */
export type Knock = (end: (ending: Ending) => void) => () => void;

/** Resolves when `stop` aborts; what is open then ends within the pace's time-out. At most `timeoutMs / periodMs` are open at once. */
export async function runOverlapping(
  knock: Knock,
  {periodMs, timeoutMs}: Pace,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  for (let seq = 1; !stop.aborted; seq += 1) {
    attempt(knock, timeoutMs, (ending, from) => record({seq, from, to: performance.now(), ...ending}));
    await pause(begun + seq * periodMs - performance.now(), stop);
  }
}

function attempt(knock: Knock, timeoutMs: number, tell: (ending: Ending, from: number) => void): void {
  const from = performance.now();
  let open = true;
  const end = (ending: Ending): void => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    tell(ending, from);
    giveUp();
  };
  const timer = setTimeout(() => end({result: 'fail', why: 'timeout'}), timeoutMs);
  const giveUp = knock(end);
}
