// Sessions in Redis: one hash a session, advanced only from the generation that was read.

import {z} from 'zod';
import type {WebRedis} from '../redis/web-redis.ts';
import {epochKey, revokedKey} from '../session/revocation.ts';
import {idleMs, type Session, type SessionStore} from './session.ts';
import {accessSeconds} from './sign-token.ts';

const sessionKey = (sid: string): string => `hpcha:web:session:{${sid}}`;

/** Until the last token that was given out is over, and some: clocks differ, and a lost write may be believed for a minute. */
const revokedSeconds = accessSeconds + 300;

const advanceScript = `
if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'rotatedAt', ARGV[3], 'agent', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1`;

const raiseScript = `
local kept = tonumber(redis.call('GET', KEYS[1]) or '0')
if kept < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
return 1`;

const storedSchema = z.object({
  userId: z.string(),
  generation: z.coerce.number(),
  rotatedAt: z.coerce.number(),
  createdAt: z.coerce.number(),
  agent: z.string(),
});

export function redisSessionStore(redis: () => WebRedis): SessionStore {
  return {
    read: async (sid) => {
      const [revoked, stored] = await Promise.all([redis().exists(revokedKey(sid)), redis().hgetall(sessionKey(sid))]);
      if (revoked > 0) return 'ended';
      const parsed = storedSchema.safeParse(stored);
      return parsed.success ? {sid, ...parsed.data} : undefined;
    },
    write: async (session) => {
      const {sid, ...fields} = session;
      await Promise.all([redis().hset(sessionKey(sid), fields), redis().pexpire(sessionKey(sid), idleMs)]);
    },
    advance: async (from, next: Session) => {
      const {sid, generation, rotatedAt, agent} = next;
      return (await redis().eval(advanceScript, 1, sessionKey(sid), from, generation, rotatedAt, agent, idleMs)) === 1;
    },
    end: async (sid) => {
      // The end first: a session that is gone but not marked might be believed as a lost write.
      await redis().set(revokedKey(sid), '1', 'EX', revokedSeconds);
      await redis().del(sessionKey(sid));
    },
    raiseEpoch: async (userId, epoch) => {
      await redis().eval(raiseScript, 1, epochKey(userId), epoch, revokedSeconds);
    },
    ping: async () => void (await redis().exists('hpcha:web:health')),
  };
}
