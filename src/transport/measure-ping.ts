// Measures the round trip to a host and how far its clock is from ours.

import {HpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {LookResult} from './host.ts';
import type {Looks} from './looks.ts';

const pingMs = 5000;
const clock: Look = {name: 'ping-clock', argv: ['date', '+%s%N'], privileged: false, timeoutMs: pingMs};
const account: Look = {name: 'ping-account', argv: ['id', '-un'], privileged: false, timeoutMs: pingMs};

/** `clockOffsetMs` is remote minus local, corrected by half the round trip; good to a few milliseconds. */
export async function measurePing(
  host: string,
  looks: Pick<Looks, 'all'>,
  signal: AbortSignal,
): Promise<{readonly rttMs: number; readonly clockOffsetMs: number; readonly user: string}> {
  const [time, name] = await looks.all([clock, account], signal);
  const answer = answerOf(time);
  const user = answerOf(name).stdout.trim();
  const now = Date.now();
  const nanoseconds = answer.stdout.trim();
  if (user === '' || !/^\d{16,20}$/.test(nanoseconds)) {
    throw new HpchaError({code: 'parse', where: host, what: 'date and id did not answer as expected'});
  }
  const remote = Number(BigInt(nanoseconds) / 1_000_000n);
  return {rttMs: answer.tookMs, clockOffsetMs: Math.round(remote - now + answer.tookMs / 2), user};
}

function answerOf(result: LookResult | undefined) {
  if (result === undefined) throw new HpchaError({code: 'bug', where: 'ping', what: 'a look without a result'});
  if (result.kind === 'error') throw result.error;
  return result.output;
}
