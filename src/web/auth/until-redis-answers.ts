// Waits for a connection to Redis that was just begun: a process of one errand has no second chance.

import {setTimeout as sleep} from 'node:timers/promises';
import {HpchaError} from '../../model/error.ts';
import type {WebRedis} from '../redis/web-redis.ts';

/** A connection through sentinels is there within a second, or Redis is away. */
const redisMs = 4_000;

/** Never rejects: commands are rejected until the connection is there; that it is not is told by the command that needs it. */
export async function untilRedisAnswers(open: () => WebRedis): Promise<void> {
  const until = performance.now() + redisMs;
  while (performance.now() < until) {
    try {
      await open().exists('hpcha:web:health');
      return;
    } catch (thrown) {
      // No password for Redis: no use in waiting.
      if (thrown instanceof HpchaError) return;
      await sleep(100);
    }
  }
}
