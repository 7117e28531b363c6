// Follows a journal from its first line to the end of the run; says so when its Runner is gone without a word.

import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunEvent} from '../../model/run-event.ts';
import type {Clock} from '../clock.ts';
import {readMeta, runState} from './run-meta.ts';
import {runDirectory} from './state-directory.ts';

export type Followed =
  | {readonly kind: 'event'; readonly event: RunEvent}
  /** Its process is no longer there and the journal has no end: nobody knows more than the journal says. */
  | {readonly kind: 'gone'};

const pollMs = 100;
const aliveEveryMs = 1_000;

/** Yields what is there and what comes, until `run-finished`, until the Runner is gone, or until the signal aborts. */
export async function* followJournal(
  state: string,
  runId: string,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Followed> {
  const file = await open(join(runDirectory(state, runId), 'journal.jsonl'), 'r');
  try {
    let position = 0;
    let rest = '';
    let askedAt = clock.now();
    let gone = false;
    const buffer = Buffer.alloc(256 * 1024);
    const decoder = new TextDecoder();
    for (;;) {
      const {bytesRead} = await file.read(buffer, 0, buffer.length, position);
      position += bytesRead;
      const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), {stream: true})).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event: RunEvent = JSON.parse(line);
        yield {kind: 'event', event};
        if (event.type === 'run-finished') return;
      }
      if (bytesRead > 0) continue;
      if (gone) {
        yield {kind: 'gone'};
        return;
      }
      if (signal.aborted) return;
      if (clock.now() - askedAt >= aliveEveryMs) {
        askedAt = clock.now();
        const meta = await readMeta(state, runId);
        // One more read after the process was seen to be gone: it may have written its last lines just before.
        gone = meta === null || (await runState(meta)) !== 'running';
      }
      await clock.sleep(pollMs, signal);
    }
  } finally {
    await file.close();
  }
}
