// The canary of the virtual address: a connection to a closed port every tenth of a second, none waiting for the one before.

import {connect} from 'node:net';
import type {Pace, Recorded} from './stream.ts';
import {pause} from './stream.ts';

/** discard (RFC 863): nothing listens there, so the kernel of whoever holds the address refuses at once. */
const port = 9;

/** A knock that waits for an answer must not hold up the next: the address may come back in between. */
export async function runKnocks(
  address: string,
  {periodMs, timeoutMs}: Pace,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  for (let seq = 1; !stop.aborted; seq += 1) {
    knock(address, timeoutMs, seq, record);
    await pause(begun + seq * periodMs - performance.now(), stop);
  }
}

function knock(address: string, timeoutMs: number, seq: number, record: (attempt: Recorded) => void): void {
  const from = performance.now();
  const socket = connect({host: address, port});
  let open = true;
  const end = (result: Recorded['result'], why?: string): void => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    socket.destroy();
    record({seq, from, to: performance.now(), result, ...(why === undefined ? {} : {why})});
  };
  const timer = setTimeout(() => end('fail', 'timeout'), timeoutMs);
  socket.once('connect', () => end('ok'));
  socket.on('error', (error: Error & {readonly code?: string}) => {
    if (error.code === 'ECONNREFUSED') end('ok');
    else end('fail', error.code ?? 'error');
  });
}
