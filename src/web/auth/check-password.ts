// Whether somebody is who they say, at a price for guessing: charged before the password is looked at, the same for every name.

import type {Secret} from '../../model/secret.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {attemptCounts} from './attempts.ts';
import type {AuthParts} from './auth-parts.ts';
import {inRedis} from './sessions.ts';
import type {User} from './user.ts';

/**
 * Resolves to the user. Rejects with `locked-out` or `sign-in-failed`; which of name, password or account was wrong is not told, and it
 * takes as long for names that do not exist.
 */
export async function checkPassword(
  parts: AuthParts,
  given: {readonly name: string; readonly password: Secret; readonly address: string},
): Promise<User> {
  const {users, attempts, passwords, context} = parts;
  const counts = attemptCounts(given.name, given.address);
  await chargeAttempt(parts, counts);
  const {user, hash, matches} = await compare(parts, given.name, given.password).catch(async (error: unknown) => {
    // The database was away, or too many came at once: nobody guessed anything.
    await Promise.all([counts.address, counts.name, counts.pair].map((count) => attempts.refund(count)));
    throw error;
  });
  if (user === undefined || user.passwordHash === null || user.disabled || !matches) {
    // What stands in the name's field may be a password that slipped there: only names that exist are written down.
    context.log('warning', 'sign-in-failed', {user: user?.name ?? null, from: given.address});
    throw new WebRefusal('sign-in-failed');
  }
  const {pair, name, address} = counts;
  await inRedis(() => Promise.all([attempts.forget(pair), attempts.refund(name), attempts.refund(address)]));
  if (passwords.isOutdated(hash)) await users.rehash(user.id, hash, await passwords.hash(given.password));
  return user;
}

async function compare(parts: AuthParts, name: string, password: Secret) {
  const user = await parts.users.byName(name);
  const hash = user?.passwordHash ?? parts.nobody;
  return {user, hash, matches: await parts.passwords.verify(hash, password)};
}

/** Rejects with `locked-out` while this name or this address has to wait. */
async function chargeAttempt(parts: AuthParts, counts: ReturnType<typeof attemptCounts>): Promise<void> {
  for (const count of [counts.address, counts.name, counts.pair]) {
    const wait = await inRedis(() => parts.attempts.charge(count, parts.context.now()));
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      throw new WebRefusal('locked-out', {seconds}, {retryAfterSeconds: seconds});
    }
  }
}
