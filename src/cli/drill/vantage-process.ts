// The process behind the hidden word `__vantage`: a drill's watcher on a controller.

import {runVantage} from '../../run/drill/vantage-program.ts';
import type {CliIo} from '../io.ts';

/** Ends by SIGTERM (`systemctl stop`), by its time, or when nobody reads it any more; its journal stays where the order says. */
export async function runVantageProcess(io: CliIo): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  // Whoever started us may be gone: the journal on this machine is written all the same.
  process.stdout.on('error', () => undefined);
  await runVantage(Buffer.concat(chunks).toString('utf8'), (line) => void process.stdout.write(line), io.signal);
  return 0;
}
