// The keys of Redis' canary: where they are, what each node has of them at the end, and taking them away.

import {controllersOf} from '../../config/order.ts';
import type {Attempt} from '../../model/drill/attempt.ts';
import type {DrillSpec} from '../../model/drill/drill.ts';
import {type FinalReads, keyOf} from '../../model/drill/loss.ts';
import {toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {redisKey, redisSlot} from './canary-data.ts';
import type {DrillDeps} from './drill-deps.ts';
import {hostsOf, readEach} from './final-read.ts';
import type {RedisPlaces} from './redis-canary.ts';

/** Where Redis is and whom to ask for its master: not the one that is about to fail. */
export function redisPlaces(spec: DrillSpec, deps: DrillDeps): RedisPlaces {
  const {config} = deps.support;
  const hosts = controllersOf(config, 'redis').map(({hostname, ip_address}) => ({name: hostname, address: ip_address}));
  const asked = hosts.map(({name}) => name).filter((name) => name !== spec.target);
  return {mode: config.redis.mode, masterName: config.redis.sentinel.master_name, hosts, asked};
}

/** With sentinels every instance has every key; in a cluster the key's owner is found by asking all. */
export async function readRedis(
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<FinalReads> {
  const {mode} = deps.support.config.redis;
  const wanted = spec.streams.flatMap(({id, way}, index) =>
    way.kind === 'redis' ? attempts.filter(({stream}) => stream === id).map((attempt) => ({attempt, index})) : [],
  );
  const found = await readEach(hostsOf(deps, 'redis'), deps, async (host) => {
    const keys: string[] = [];
    for (const port of portsOf(deps)) {
      for (const piece of atOnce(wanted, ({attempt}) => attempt.seq)) {
        const names = piece.map(({attempt, index}) => redisKey(deps.runId, index, attempt.seq));
        const reply = await mget(host, port, names, deps, signal);
        piece.forEach(({attempt}, place) => {
          if (reply?.[place] != null) keys.push(keyOf(attempt));
        });
      }
    }
    return keys;
  });
  if (mode === 'sentinel') return found;
  // What the unread one has is nowhere else to be found: its keys would pass for lost.
  if (Object.keys(found).length < hostsOf(deps, 'redis').length) return {};
  return {cluster: [...new Set(Object.values(found).flat())]};
}

/** What one command may name: keys of one hash slot, because a cluster answers for no more, and 500 of them at most. */
function atOnce<T>(items: readonly T[], seqOf: (item: T) => number): readonly (readonly T[])[] {
  const bySlot = Object.values(Object.groupBy(items, (item) => redisSlot(seqOf(item))));
  return bySlot.flatMap((list = []) =>
    Array.from({length: Math.ceil(list.length / 500)}, (_, at) => list.slice(at * 500, (at + 1) * 500)),
  );
}

/** null: another instance of the cluster has these keys. */
async function mget(host: HostName, port: number, names: readonly string[], deps: DrillDeps, signal: AbortSignal) {
  try {
    const reply = await deps.connection(host).writer.redis(port, ['MGET', ...names], deps.permit, signal);
    return Array.isArray(reply) ? reply : null;
  } catch (thrown) {
    if (toHpchaError(thrown, host).what.includes('MOVED')) return null;
    throw thrown;
  }
}

/** On the masters; a replica refuses, and follows. */
export async function clearRedis(
  host: HostName,
  spec: DrillSpec,
  attempts: readonly Attempt[],
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<void> {
  const indexOf = new Map(spec.streams.map(({id}, index) => [id, index]));
  const mine = attempts.filter(({stream}) => spec.streams[indexOf.get(stream) ?? -1]?.way.kind === 'redis');
  for (const port of portsOf(deps)) {
    for (const piece of atOnce(mine, ({seq}) => seq)) {
      const names = piece.map(({stream, seq}) => redisKey(deps.runId, indexOf.get(stream) ?? 0, seq));
      try {
        await deps.connection(host).writer.redis(port, ['UNLINK', ...names], deps.permit, signal);
      } catch (thrown) {
        const {what} = toHpchaError(thrown, host);
        if (what.includes('READONLY')) break;
        if (!what.includes('MOVED')) throw thrown;
      }
    }
  }
}

function portsOf({support: {config}}: DrillDeps): readonly number[] {
  return config.redis.mode === 'cluster' ? [6379, 6380] : [6379];
}
