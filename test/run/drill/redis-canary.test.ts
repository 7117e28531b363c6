// The canary of Redis: every master of a cluster is written to, and a key that belongs elsewhere is no failure.

import {describe, expect, it} from 'vitest';
import {keySlot} from '../../../src/actions/phases/verify/key-slot.ts';
import {HpchaError} from '../../../src/model/error.ts';
import {redisKey} from '../../../src/run/drill/canary-data.ts';
import {type AskRedis, type RedisPlaces, redisCanary} from '../../../src/run/drill/redis-canary.ts';

const hosts = [1, 2, 3].map((number) => ({name: `server${number}`, address: `10.0.0.10${number}`}));
const places = (mode: RedisPlaces['mode']): RedisPlaces => ({
  ...{mode, masterName: 'mymaster', hosts},
  asked: ['server2', 'server3'],
});
/** Only what stands in the braces is hashed (Redis cluster specification, hash tags). */
const slotOf = (key: string): number => keySlot(/\{(.+)\}/.exec(key)?.[1] ?? key);
const ownerOf = (key: string): string => `server${1 + Math.floor((slotOf(key) * 3) / 16384)}`;
const never = new AbortController().signal;

/** A cluster of which each third of the slots is served by one controller; `dead` does not answer. */
function cluster(dead: string | null) {
  const written: string[] = [];
  const ask: AskRedis = async (host, port, [, key = '']) => {
    const owner = ownerOf(key);
    if (host === dead) throw new HpchaError({code: 'timeout', where: host, what: 'no answer'});
    if (host !== owner || port !== 6379) {
      const address = hosts.find(({name}) => name === owner)?.address;
      throw new HpchaError({
        code: 'command',
        where: host,
        what: `Redis answered: MOVED ${slotOf(key)} ${address}:6379`,
      });
    }
    written.push(host);
    return 'OK';
  };
  return {ask, written};
}

describe('in a cluster', () => {
  it('writes to every master, and follows where a key belongs to another', async () => {
    const {ask, written} = cluster(null);
    const canary = redisCanary(ask, places('cluster'), 'abcdef', 0);
    for (let seq = 1; seq <= 48; seq += 1) await canary.write(seq, never);
    expect(written).toHaveLength(48);
    expect(new Set(written)).toEqual(new Set(['server1', 'server2', 'server3']));
  });

  it('feels the loss of any one of them, and only in the keys that it served', async () => {
    const {ask, written} = cluster('server1');
    const canary = redisCanary(ask, places('cluster'), 'abcdef', 0);
    const results: (readonly [string, boolean])[] = [];
    for (let seq = 1; seq <= 48; seq += 1) {
      const done = await canary.write(seq, never).then(
        () => true,
        () => false,
      );
      results.push([ownerOf(redisKey('abcdef', 0, seq)), done]);
    }
    expect(results.filter(([owner, done]) => done === (owner === 'server1'))).toEqual([]);
    expect(written.length).toBeLessThan(48);
  });
});

it('asks the sentinels once for the master, and again after a failure', async () => {
  let master = '10.0.0.101';
  const asked: string[] = [];
  const ask: AskRedis = async (host, _port, [command]) => {
    if (command === 'SENTINEL') {
      asked.push(host);
      return [master, '6379'];
    }
    if (host === 'server1' && master !== '10.0.0.101')
      throw new HpchaError({code: 'timeout', where: host, what: 'no answer'});
    return 'OK';
  };
  const canary = redisCanary(ask, places('sentinel'), 'abcdef', 0);
  for (let seq = 1; seq <= 30; seq += 1) await canary.write(seq, never);
  expect(asked).toHaveLength(1);
  master = '10.0.0.102';
  await expect(canary.write(31, never)).rejects.toThrow('no answer');
  await canary.write(32, never);
  expect(asked).toHaveLength(2);
});
