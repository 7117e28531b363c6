// The canary of the web services: one question through the virtual address and nginx, each on a connection of its own, as a page's first.

import {request} from 'node:https';
import {runOverlapping} from './overlapping-stream.ts';
import type {Pace, Recorded} from './stream.ts';

/**
 * The metrics service's own word, which is good only while it has a fresh picture of the cluster from its realtime: what every page lives
 * on. Nothing of a person is needed for it, and nothing is written.
 */
const path = '/api/monitoring/healthz';

/** Answered with 200 is acknowledged; nginx's own 503 and a limit (429) are failures, by their number. */
export async function runVisits(
  address: string,
  pace: Pace,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
  port = 443,
): Promise<void> {
  return runOverlapping(
    (end) => {
      // Whose certificate it is, is another question: `test --test web` asks it.
      const asking = request({host: address, port, path, agent: false, rejectUnauthorized: false}, (answer) => {
        const {statusCode: status = 0} = answer;
        answer.resume();
        end(status === 200 ? {result: 'ok'} : {result: 'fail', why: String(status)});
      });
      asking.on('error', (error: Error & {readonly code?: string}) => {
        end({result: 'fail', why: error.code ?? 'error'});
      });
      asking.end();
      return () => void asking.destroy();
    },
    pace,
    record,
    stop,
  );
}
