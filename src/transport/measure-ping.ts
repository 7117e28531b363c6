// Measures the round trip to a host and how far its clock is from ours.

import {HpchaError} from '../model/error.ts';
import {cleanBytes} from './clean-text.ts';
import {withEnvironment} from './command-words.ts';
import type {Link} from './link.ts';

const pingMs = 5000;

/** `clockOffsetMs` is remote minus local, corrected by half the round trip; good to a few milliseconds (a process is started for it). */
export async function measurePing(
  link: Link,
  signal: AbortSignal,
): Promise<{readonly rttMs: number; readonly clockOffsetMs: number; readonly user: string}> {
  let startedAt = Date.now();
  const output = await link.exec(
    {
      argv: withEnvironment(['sh', '-c', 'date +%s%N; id -un']),
      timeoutMs: pingMs,
      onStart: () => (startedAt = Date.now()),
    },
    signal,
  );
  const rttMs = output.tookMs;
  const [nanoseconds, user] = cleanBytes(output.stdout).split('\n');
  if (output.exitCode !== 0 || user === undefined || !/^\d{16,20}$/.test(nanoseconds ?? '')) {
    throw new HpchaError({code: 'parse', where: link.host, what: 'date and id did not answer as expected'});
  }
  const remote = Number(BigInt(nanoseconds ?? '0') / 1_000_000n);
  return {rttMs, clockOffsetMs: Math.round(remote - startedAt - (Date.now() - startedAt) / 2), user};
}
