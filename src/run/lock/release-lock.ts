// Releases an orphaned lock, on purpose and by a person: never by time alone, never while its Runner gives a sign.

import {HpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import type {HostConnection} from '../../transport/host.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {makePermit} from '../permit.ts';
import {clearScript, releaseScript} from './lock-scripts.ts';
import type {Holder} from './see-locks.ts';
import {holderText, span} from './see-locks.ts';

/** Rejects with `refused` while the holder is alive. Resolves to the controllers on which the lock was released. */
export async function releaseOrphan(
  holder: Holder,
  connections: readonly HostConnection[],
  signal: AbortSignal,
): Promise<readonly HostName[]> {
  if (!holder.orphaned) {
    throw new HpchaError({
      code: 'refused',
      where: 'lock',
      what: `its Runner gave a sign ${span(holder.lock.beatSeconds)} ago: ${holderText(holder)}`,
      hint: `ask it to stop where it runs: hpcha-tui runs cancel ${holder.lock.record?.opId ?? ''}`.trim(),
    });
  }
  const id = holder.lock.record?.opId;
  const argv =
    id === undefined ? script('hpcha-lock-clear', clearScript) : script('hpcha-lock-release', releaseScript, id);
  const permit = makePermit('release', id ?? 'unknown');
  const mine = connections.filter(({host}) => holder.hosts.includes(host));
  for (const {host, writer} of mine) {
    const output = await writer.run(argv, permit, {timeoutMs: 10_000}, signal);
    if (output.exitCode !== 0) throw commandFailed(host, argv, output);
  }
  return mine.map(({host}) => host);
}
