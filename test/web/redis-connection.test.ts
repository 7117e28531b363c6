// The connection to Redis: what makes it ask the sentinels again, and that a Redis that is away neither blocks nor ends a service.

import type {AddressInfo} from 'node:net';
import {createServer, type Server} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {Secret} from '../../src/model/secret.ts';
import {connectRedis, makeDemotionCheck, type RedisState} from '../../src/web/redis/connect-redis.ts';
import {serviceRedis} from '../../src/web/redis/service-redis.ts';
import {trustedStanding} from '../../src/web/session/revocation.ts';
import {testClaims, testNow} from './support/test-service.ts';

describe('a master that was demoted', () => {
  it('is left when it refuses writes, and not again before the sentinels can know more', () => {
    let now = 0;
    const leaves = makeDemotionCheck(() => now);
    // As Redis 7.0 words them.
    const noReplicas = new Error('NOREPLICAS Not enough good replicas to write.');
    expect(leaves(new Error('WRONGTYPE Operation against a key holding the wrong kind of value'))).toBe(false);
    expect(leaves(noReplicas)).toBe(true);
    now = 1000;
    expect(leaves(noReplicas)).toBe(false);
    now = 2000;
    expect(leaves(new Error("READONLY You can't write against a read only replica."))).toBe(true);
  });
});

describe('a service', () => {
  const settings = (port: number) => ({
    mode: 'sentinel' as const,
    masterName: 'hpcha',
    nodes: [{host: '127.0.0.1', port}],
  });

  it('that was given the password connects with its start, not when somebody first changes something', async () => {
    let asked = 0;
    const sentinel = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => sentinel.listen(0, '127.0.0.1', resolve));
    const {port} = sentinel.address() as AddressInfo;
    const {end} = await serviceRedis(
      settings(port),
      async () => new Secret('p'),
      () => undefined,
    );
    await expect.poll(() => asked, {timeout: 5000}).toBeGreaterThan(0);
    end();
    sentinel.close();
  });

  it('that was given none starts without, and is told so with the first use', async () => {
    const none = async (): Promise<Secret> => {
      throw new Error('no credential');
    };
    const {open, end} = await serviceRedis(settings(1), none, () => undefined);
    expect(open).toThrow('no credential');
    end();
  });
});

describe('a Redis that is away', () => {
  let silent: Server | undefined;
  afterEach(() => void silent?.close());

  it.each(['sentinel', 'cluster'] as const)(
    'refuses at once, is said once, and its password is never in what is said (%s)',
    async (mode) => {
      const states: RedisState[] = [];
      const {client, end} = connectRedis(
        {mode, masterName: 'hpcha', nodes: [{host: '127.0.0.1', port: 1}]},
        {password: new Secret('very secret'), onState: (state) => states.push(state)},
      );
      const begin = performance.now();
      await expect(client.get('hpcha:web:x')).rejects.toThrow();
      expect(performance.now() - begin).toBeLessThan(2000);
      await expect.poll(() => states.length, {timeout: 5000}).toBe(1);
      end();
      expect(states[0]?.up).toBe(false);
      expect(JSON.stringify(states)).not.toContain('very secret');
    },
  );

  it('that takes connections and never answers is given up as well', async () => {
    silent = createServer((socket) => socket.on('error', () => socket.destroy()));
    await new Promise<void>((resolve) => silent?.listen(0, '127.0.0.1', resolve));
    const {port} = silent.address() as AddressInfo;
    const {client, end} = connectRedis(
      {mode: 'sentinel', masterName: 'hpcha', nodes: [{host: '127.0.0.1', port}]},
      {password: new Secret('x'), onState: () => undefined},
    );
    await expect(client.exists('hpcha:web:x')).rejects.toThrow();
    end();
  });
});

describe('what is known about a session', () => {
  it('is asked once for requests that come together, trusted for five seconds, and then asked again', async () => {
    let now = testNow;
    let asked = 0;
    const standing = trustedStanding(
      async () => {
        asked += 1;
        return 'valid';
      },
      () => now,
    );
    await Promise.all([standing(testClaims), standing(testClaims), standing(testClaims)]);
    now += 4999;
    expect(await standing(testClaims)).toBe('valid');
    expect(asked).toBe(1);
    now += 1;
    await standing(testClaims);
    expect(asked).toBe(2);
  });

  it('that it was ended stays known while Redis is away; that it was valid does not', async () => {
    let now = testNow;
    let answer: 'valid' | 'ended' | undefined = 'valid';
    const standing = trustedStanding(
      async () => {
        if (answer === undefined) throw new Error('Connection is closed.');
        return answer;
      },
      () => now,
    );
    const other = {...testClaims, sid: 'b'.repeat(32)};
    expect(await standing(testClaims)).toBe('valid');
    answer = 'ended';
    expect(await standing(other)).toBe('ended');
    answer = undefined;
    now += 60_000;
    expect(await standing(testClaims)).toBe('unknown');
    expect(await standing(other)).toBe('ended');
  });
});
