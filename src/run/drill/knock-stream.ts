// The canary of the virtual address: a connection to a closed port many times a second, none waiting for the one before.

import {connect} from 'node:net';
import {runOverlapping} from './overlapping-stream.ts';
import type {Pace, Recorded} from './stream.ts';

/** discard (RFC 863): nothing listens there, so the kernel of whoever holds the address refuses at once. */
const port = 9;

/** A knock that waits for an answer must not hold up the next: the address may come back in between. */
export async function runKnocks(
  address: string,
  pace: Pace,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
): Promise<void> {
  return runOverlapping(
    (end) => {
      const socket = connect({host: address, port});
      socket.once('connect', () => end({result: 'ok'}));
      socket.on('error', (error: Error & {readonly code?: string}) => {
        if (error.code === 'ECONNREFUSED') end({result: 'ok'});
        else end({result: 'fail', why: error.code ?? 'error'});
      });
      return () => socket.destroy();
    },
    pace,
    record,
    stop,
  );
}
