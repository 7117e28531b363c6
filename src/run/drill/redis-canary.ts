// The canary of Redis: writes to whoever is the master now, as a client with sentinels (or of a cluster) does.

import {HpchaError, isHpchaError} from '../../model/error.ts';
import type {RedisReply} from '../../transport/host.ts';
import {redisKey, redisKeySeconds, redisSlot} from './canary-data.ts';
import type {Canary} from './stream.ts';

/** Sends a command to an instance; rejects with HpchaError. */
export type AskRedis = (
  host: string,
  port: number,
  command: readonly [string, ...string[]],
  signal: AbortSignal,
) => Promise<RedisReply>;

export type RedisPlaces = {
  readonly mode: 'sentinel' | 'cluster';
  readonly masterName: string;
  readonly hosts: readonly {readonly name: string; readonly address: string}[];
  /** Names of those that are asked who the master is: not the one that is about to fail. */
  readonly asked: readonly string[];
};

type Place = {readonly host: string; readonly port: number};

export function redisCanary(ask: AskRedis, places: RedisPlaces, run: string, index: number): Canary {
  const masters = new Map<number, Place>();
  const set = async (at: Place, seq: number, signal: AbortSignal): Promise<void> => {
    await ask(at.host, at.port, ['SET', redisKey(run, index, seq), String(seq), 'EX', String(redisKeySeconds)], signal);
  };
  return {
    async write(seq, signal) {
      const slot = places.mode === 'cluster' ? redisSlot(seq) : 0;
      const master = masters.get(slot) ?? (await findMaster(ask, places, seq, signal));
      masters.delete(slot);
      try {
        await set(master, seq, signal);
        masters.set(slot, master);
      } catch (thrown) {
        const moved = movedTo(thrown, places);
        if (moved === null) throw thrown;
        // As every client of a cluster does: the key belongs to another instance, which is no failure.
        await set(moved, seq, signal);
        masters.set(slot, moved);
      }
    },
    close: () => undefined,
  };
}

/** Where the key is served, when an instance of a cluster said so. */
function movedTo(thrown: unknown, {hosts}: RedisPlaces): Place | null {
  const moved = isHpchaError(thrown) ? /MOVED \d+ ([\d.]+):(\d+)/.exec(thrown.what) : null;
  const host = hosts.find(({address}) => address === moved?.[1])?.name;
  return host === undefined ? null : {host, port: Number(moved?.[2])};
}

/** Asks the sentinels in turn, another one first each time; in a cluster any instance says where the key belongs. */
async function findMaster(
  ask: AskRedis,
  {mode, masterName, hosts, asked}: RedisPlaces,
  turn: number,
  signal: AbortSignal,
): Promise<Place> {
  const first = asked[turn % Math.max(1, asked.length)];
  if (first === undefined)
    throw new HpchaError({code: 'missing', where: 'redis', what: 'no controller is left to ask'});
  if (mode === 'cluster') return {host: first, port: 6379 + (turn % 2)};
  const reply = await ask(first, 26_379, ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName], signal);
  const address = Array.isArray(reply) ? reply[0] : null;
  const found = hosts.find((host) => host.address === address);
  if (found !== undefined) return {host: found.name, port: 6379};
  throw new HpchaError({code: 'missing', where: first, what: `its sentinel names ${String(address)} as the master`});
}
