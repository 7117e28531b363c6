// Who holds the lock, on which controllers, since when, and whether anybody is still behind it.

import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import type {HostInspector} from '../../transport/host.ts';
import {script} from '../operations/contract.ts';
import {lookScript} from './lock-scripts.ts';
import type {LockHeld, LockSeen} from './op-record.ts';
import {isOrphaned, parseLock} from './op-record.ts';

export type LockSight = {
  readonly host: HostName;
  readonly seen: LockSeen | {readonly kind: 'lost'; readonly error: HpchaError};
};

/** Looks at the lock on all given controllers side by side; one that does not answer is `lost`, not free. */
export async function seeLocks(
  inspectors: readonly HostInspector[],
  signal: AbortSignal,
): Promise<readonly LockSight[]> {
  return Promise.all(
    inspectors.map(async (inspector) => {
      try {
        const output = await inspector.inspect(script('hpcha-lock-look', lookScript), {timeoutMs: 10_000}, signal);
        return {host: inspector.host, seen: parseLock(output.stdout)};
      } catch (thrown) {
        return {host: inspector.host, seen: {kind: 'lost' as const, error: toHpchaError(thrown, inspector.host)}};
      }
    }),
  );
}

/** One operation that holds the lock somewhere. */
export type Holder = {readonly lock: LockHeld; readonly hosts: readonly HostName[]; readonly orphaned: boolean};

/** The operations behind the locks, each with the controllers that it holds; orphaned only if it is so everywhere. */
export function holders(sights: readonly LockSight[]): readonly Holder[] {
  const found = new Map<string, {lock: LockHeld; hosts: HostName[]; orphaned: boolean}>();
  for (const {host, seen} of sights) {
    if (seen.kind !== 'held') continue;
    const id = seen.record?.opId ?? `unknown on ${host}`;
    const known = found.get(id);
    if (known === undefined) found.set(id, {lock: seen, hosts: [host], orphaned: isOrphaned(seen)});
    else {
      known.hosts.push(host);
      known.orphaned = known.orphaned && isOrphaned(seen);
      if (seen.beatSeconds < known.lock.beatSeconds) known.lock = seen;
    }
  }
  return [...found.values()];
}

/** `alice@admin: setup, run 7f3a1c, for 2 min 13 s, on server1 server2 (reason: …); now: stage 3 of 14` */
export function holderText({lock, hosts}: Holder): string {
  const {record} = lock;
  const where = `on ${hosts.join(', ')}`;
  if (record === null) return `something that does not say what it is, ${where}`;
  const reason = record.reason === undefined ? '' : `, reason: ${record.reason}`;
  const doing = lock.doing === '' ? '' : `; last said ${span(lock.beatSeconds)} ago: ${lock.doing}`;
  return `${record.operator}: ${record.action}, run ${record.opId}, since ${record.startedAt} (${span(lock.ageSeconds)})${reason}, ${where}${doing}`;
}

/** What a second run says when it finds the lock held. */
export function lockedError(found: readonly Holder[]): HpchaError {
  const orphaned = found.length > 0 && found.every((holder) => holder.orphaned);
  const first = found[0]?.lock.record;
  const id = first?.opId ?? '';
  const what = `the cluster is locked by ${found.map(holderText).join('; and by ')}`;
  if (orphaned) {
    return new HpchaError({
      code: 'locked',
      where: 'lock',
      what: `${what}. Its Runner has not given a sign for ${span(found[0]?.lock.beatSeconds ?? 0)}: the lock is orphaned`,
      hint: `look how far it came (on ${first?.consoleHost ?? 'its console'}: hpcha-tui runs show ${id}), then: hpcha-tui runs release ${id}`.trim(),
    });
  }
  const hint = `wait for it, or watch it on ${first?.consoleHost ?? 'its console'}: hpcha-tui runs attach ${id}`.trim();
  return new HpchaError({code: 'locked', where: 'lock', what, hint});
}

export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
