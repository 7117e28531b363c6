// A new one-time password for a user, given from outside of the web services: what an administrator's lost one needs.

import type {HpchaError} from '../../model/error.ts';
import {toHpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';
import type {AttemptStore} from './attempts.ts';
import type {SessionStore} from './session.ts';
import type {UserStore} from './user.ts';

export type ResetParts = {
  readonly users: Pick<UserStore, 'byName' | 'setPassword'>;
  readonly sessions: Pick<SessionStore, 'raiseEpoch'>;
  readonly attempts: Pick<AttemptStore, 'lift'>;
  readonly hash: (password: Secret) => Promise<string>;
};

export type Reset =
  | {readonly kind: 'unknown'}
  /** Somebody took this access away on purpose: a password does not give it back. */
  | {readonly kind: 'disabled'}
  /** `redis`: why open sessions and a lock after wrong passwords were not ended at once; null: they were. */
  | {readonly kind: 'reset'; readonly redis: HpchaError | null};

/** The database decides; where Redis is away the password is new all the same, and open tokens end with their time. Rejects without a database. */
export async function resetPassword(parts: ResetParts, name: string, password: Secret): Promise<Reset> {
  const user = await parts.users.byName(name);
  if (user === undefined) return {kind: 'unknown'};
  if (user.disabled) return {kind: 'disabled'};
  const epoch = await parts.users.setPassword(user.id, await parts.hash(password), true);
  try {
    await parts.sessions.raiseEpoch(user.id, epoch);
    await parts.attempts.lift(user.name);
    return {kind: 'reset', redis: null};
  } catch (thrown) {
    return {kind: 'reset', redis: toHpchaError(thrown, 'redis')};
  }
}
