// The counts of failed sign-ins in Redis, each counted in one step: parallel attempts cannot slip past.

import type {WebRedis} from '../redis/web-redis.ts';
import {type AttemptStore, firstWaitMs, forgetMs, longestWaitMs, nameKey} from './attempts.ts';

const chargeScript = `
local countField, untilField = ARGV[1] .. ':count', ARGV[1] .. ':until'
local kept = redis.call('HMGET', KEYS[1], countField, untilField)
local now, free = tonumber(ARGV[2]), tonumber(ARGV[3])
local waitUntil = tonumber(kept[2] or '0')
if waitUntil > now then return waitUntil - now end
local count = tonumber(kept[1] or '0') + 1
local wait = 0
if count >= free then wait = math.min(tonumber(ARGV[4]) * 2 ^ math.min(count - free, 20), tonumber(ARGV[5])) end
redis.call('HSET', KEYS[1], countField, count, untilField, string.format('%.0f', now + wait))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 0`;

const refundScript = `
local countField = ARGV[1] .. ':count'
local count = tonumber(redis.call('HGET', KEYS[1], countField) or '0')
if count > 0 then redis.call('HSET', KEYS[1], countField, count - 1, ARGV[1] .. ':until', 0) end
return 0`;

export function redisAttempts(redis: () => WebRedis): AttemptStore {
  return {
    charge: async ({key, field, free}, now) =>
      Number(await redis().eval(chargeScript, 1, key, field, now, free, firstWaitMs, longestWaitMs, forgetMs)),
    forget: async ({key, field}) => void (await redis().hdel(key, `${field}:count`, `${field}:until`)),
    refund: async ({key, field}) => void (await redis().eval(refundScript, 1, key, field)),
    lift: async (name) => void (await redis().del(nameKey(name))),
  };
}
