// Whether a session was ended: asked of Redis, trusted for five seconds, never guessed (docs/decisions/0018, Tokens).

import type {WebRedis} from '../redis/web-redis.ts';
import type {Claims} from './claims.ts';

/** `unknown`: Redis did not answer in time. */
export type Standing = 'valid' | 'ended' | 'unknown';
export type AskStanding = (claims: Claims) => Promise<Standing>;

const trustMs = 5000;
/** Sessions whose standing is kept in memory; the oldest goes first. */
const mostKept = 10_000;

export const revokedKey = (sid: string): string => `hpcha:web:revoked:{${sid}}`;
export const epochKey = (userId: string): string => `hpcha:web:epoch:{${userId}}`;

/** Asks Redis about the session and about the user. Rejects when Redis does not answer. */
export function standingFromRedis(redis: WebRedis): (claims: Claims) => Promise<'valid' | 'ended'> {
  return async ({sid, sub, epoch}) => {
    const [revoked, newest] = await Promise.all([redis.exists(revokedKey(sid)), redis.get(epochKey(sub))]);
    return revoked > 0 || (newest !== null && Number(newest) > epoch) ? 'ended' : 'valid';
  };
}

/**
 * Remembers answers for five seconds and asks once for requests that come together. An end that was seen once is never forgotten while
 * the token lives, also while Redis is away.
 */
export function trustedStanding(
  ask: (claims: Claims) => Promise<'valid' | 'ended'>,
  now: () => number,
  onFailure: (error: unknown) => void = () => undefined,
): AskStanding {
  const kept = new Map<string, {readonly standing: 'valid' | 'ended'; readonly until: number}>();
  const asking = new Map<string, Promise<Standing>>();
  const keep = (id: string, claims: Claims, standing: 'valid' | 'ended'): void => {
    kept.delete(id);
    kept.set(id, {standing, until: standing === 'ended' ? claims.exp * 1000 : now() + trustMs});
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  };
  const askNow = async (id: string, claims: Claims): Promise<Standing> => {
    try {
      const standing = await ask(claims);
      keep(id, claims, standing);
      return standing;
    } catch (error) {
      onFailure(error);
      return 'unknown';
    } finally {
      asking.delete(id);
    }
  };
  return (claims) => {
    // The epoch belongs to the question: after a change of the password the same session goes on with a newer one.
    const id = `${claims.sid}/${claims.epoch}`;
    const known = kept.get(id);
    if (known !== undefined && known.until > now()) return Promise.resolve(known.standing);
    const under = asking.get(id);
    if (under !== undefined) return under;
    const asked = askNow(id, claims);
    asking.set(id, asked);
    return asked;
  };
}
