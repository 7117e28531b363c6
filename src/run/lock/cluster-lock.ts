// The cluster-wide lock: held by units on the controllers for the operation's life, refreshed and released by the Runner.

import {HpchaError, isHpchaError} from '../../model/error.ts';
import type {Permit} from '../../model/permit.ts';
import type {HostName} from '../../model/service.ts';
import type {HostConnection} from '../../transport/host.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {acquireScript, beatScript, commitScript, releaseScript} from './lock-scripts.ts';
import type {OpRecord} from './op-record.ts';
import {holders, lockedError, seeLocks} from './see-locks.ts';

export type ClusterLock = {
  readonly hosts: readonly HostName[];
  readonly epoch: number;
  /** Gives a sign on every controller that holds it. Resolves to why the lock is no longer ours, or null. */
  beat(doing: string, signal: AbortSignal): Promise<string | null>;
  release(signal: AbortSignal): Promise<void>;
};

export type LockRequest = {
  readonly record: Omit<OpRecord, 'epoch'>;
  /** All controllers in inventory order, so that two who ask at once meet at the first. */
  readonly controllers: readonly HostConnection[];
  /** Controllers that the plan touches: without their lock it must not begin. */
  readonly targets: readonly HostName[];
};

type Attempt =
  | {readonly kind: 'held'; readonly connection: HostConnection; readonly epoch: number}
  | {readonly kind: 'busy'; readonly connection: HostConnection}
  | {readonly kind: 'lost'; readonly connection: HostConnection; readonly error: HpchaError};

const timeoutMs = 20_000;

/**
 * Takes the lock on every reachable controller. Rejects with `locked` (who, since when, what) where another holds it, and with
 * `unreachable` where fewer than a majority or not all targets could be locked; what was taken is then released.
 */
export async function acquireLock(request: LockRequest, permit: Permit, signal: AbortSignal): Promise<ClusterLock> {
  const attempts: Attempt[] = [];
  const taken = () => attempts.filter((attempt) => attempt.kind === 'held');
  try {
    for (const connection of request.controllers) {
      const attempt = await attemptOn(connection, request.record, permit, signal);
      attempts.push(attempt);
      if (attempt.kind === 'busy') throw await whoHolds(request, signal);
    }
    refuseTooFew(request, attempts);
    const epoch = Math.max(...taken().map((attempt) => attempt.epoch)) + 1;
    const connections = taken().map(({connection}) => connection);
    await Promise.all(connections.map((each) => commit(each, {...request.record, epoch}, permit, signal)));
    return heldLock(connections, epoch, request, permit);
  } catch (thrown) {
    const connections = taken().map(({connection}) => connection);
    await releaseAll(connections, request.record.opId, permit, AbortSignal.timeout(timeoutMs));
    throw thrown;
  }
}

async function attemptOn(
  connection: HostConnection,
  record: LockRequest['record'],
  permit: Permit,
  signal: AbortSignal,
): Promise<Attempt> {
  const argv = script('hpcha-lock', acquireScript, record.opId);
  const stdin = `${JSON.stringify({...record, epoch: 0})}\n`;
  try {
    const output = await connection.writer.run(argv, permit, {stdin, timeoutMs}, signal);
    if (output.exitCode === 0) return {kind: 'held', connection, epoch: Number(output.stdout.trim()) || 0};
    if (output.exitCode === 75) return {kind: 'busy', connection};
    throw commandFailed(connection.host, argv, output);
  } catch (thrown) {
    if (!isHpchaError(thrown) || !['unreachable', 'timeout', 'auth', 'host-key'].includes(thrown.code)) throw thrown;
    return {kind: 'lost', connection, error: thrown};
  }
}

async function whoHolds(request: LockRequest, signal: AbortSignal): Promise<HpchaError> {
  const sights = await seeLocks(
    request.controllers.map(({inspector}) => inspector),
    signal,
  );
  const others = holders(sights).filter((holder) => holder.lock.record?.opId !== request.record.opId);
  if (others.length > 0) return lockedError(others);
  return new HpchaError({
    code: 'locked',
    where: 'lock',
    what: 'another operation held the lock and has just ended',
    hint: 'run the same again',
  });
}

function refuseTooFew({controllers, targets}: LockRequest, attempts: readonly Attempt[]): void {
  const lost = attempts.filter((attempt) => attempt.kind === 'lost');
  const majority = Math.floor(controllers.length / 2) + 1;
  const missing = lost.filter(({connection}) => targets.includes(connection.host));
  if (attempts.length - lost.length >= majority && missing.length === 0) return;
  const what = lost.map(({connection, error}) => `${connection.host}: ${error.what}`).join('; ');
  throw new HpchaError({
    code: 'unreachable',
    where: 'lock',
    what: `the lock needs ${majority} of ${controllers.length} controllers and every one that will be changed; ${what}`,
    hint: lost[0]?.error.hint ?? 'bring them back, then run the same again',
  });
}

async function commit(
  connection: HostConnection,
  record: OpRecord,
  permit: Permit,
  signal: AbortSignal,
): Promise<void> {
  const argv = script('hpcha-lock-commit', commitScript, record.opId, String(record.epoch));
  const stdin = `${JSON.stringify(record)}\n`;
  const output = await connection.writer.run(argv, permit, {stdin, timeoutMs}, signal);
  if (output.exitCode !== 0) throw commandFailed(connection.host, argv, output);
}

function heldLock(
  connections: readonly HostConnection[],
  epoch: number,
  {record, controllers}: LockRequest,
  permit: Permit,
): ClusterLock {
  const majority = Math.floor(controllers.length / 2) + 1;
  return {
    hosts: connections.map(({host}) => host),
    epoch,
    async beat(doing, signal) {
      const signs = await Promise.all(connections.map((each) => beatOn(each, record.opId, doing, permit, signal)));
      const stolen = connections.filter((_each, index) => signs[index] === 'stolen').map(({host}) => host);
      if (stolen.length > 0) return `another operation has taken the lock on ${stolen.join(', ')}`;
      // A controller that was powered off comes back without the lock, and one that is silent still holds it.
      const kept = signs.filter((sign) => sign !== 'gone').length;
      return kept >= majority ? null : 'the lock was released on a majority of the controllers';
    },
    release: (signal) => releaseAll(connections, record.opId, permit, signal),
  };
}

async function beatOn(
  connection: HostConnection,
  opId: string,
  doing: string,
  permit: Permit,
  signal: AbortSignal,
): Promise<'held' | 'gone' | 'stolen' | 'silent'> {
  const options = {stdin: `${doing}\n`, timeoutMs: 4_000};
  try {
    const output = await connection.writer.run(script('hpcha-lock-beat', beatScript, opId), permit, options, signal);
    const said = output.stdout.trim();
    return said === 'held' || said === 'gone' || said === 'stolen' ? said : 'silent';
  } catch (thrown) {
    // A controller that cannot be reached right now is a matter for the step that needs it, not for the lock.
    if (!isHpchaError(thrown)) throw thrown;
    return 'silent';
  }
}

/** Best effort on each: what cannot be reached keeps its lock until a person releases it, and says so by its age. */
async function releaseAll(
  connections: readonly HostConnection[],
  opId: string,
  permit: Permit,
  signal: AbortSignal,
): Promise<void> {
  const argv = script('hpcha-lock-release', releaseScript, opId);
  await Promise.allSettled(connections.map(({writer}) => writer.run(argv, permit, {timeoutMs: 10_000}, signal)));
}
