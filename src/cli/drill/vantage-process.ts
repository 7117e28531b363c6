// The process behind the hidden word `__vantage`: a drill's watcher on a controller.

import {runVantage} from '../../run/drill/vantage-program.ts';
import type {CliIo} from '../io.ts';

/** Ends by SIGTERM (`systemctl stop`), by its time, or when nobody reads it any more; its journal stays where the order says. */
export async function runVantageProcess(io: CliIo): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  // Nobody reads us any more: a watcher without a drill writes no more. What it saw is in its journal.
  const unread = new AbortController();
  process.stdout.on('error', () => unread.abort());
  const stop = AbortSignal.any([io.signal, unread.signal]);
  await runVantage(Buffer.concat(chunks).toString('utf8'), (line) => void process.stdout.write(line), stop);
  return 0;
}
