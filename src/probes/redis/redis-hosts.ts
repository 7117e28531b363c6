// The controllers of Redis with what was read there, so that every rule about Redis starts from the same list.

import type {RedisInstanceFacts, SentinelFacts} from '../../model/facts.ts';
import type {JudgeInput} from '../judge-part.ts';
import {type ServiceHost, serviceHosts} from '../service-hosts.ts';
import {isRunning} from '../unit-show.ts';

export type RedisHost = ServiceHost<'redis'>;

export type Info = Readonly<Record<string, string>>;

export function redisHosts(given: Pick<JudgeInput, 'snapshot' | 'config'>): readonly RedisHost[] {
  return serviceHosts('redis', given);
}

/** Redis and its sentinels name peers by address, or by host name where that is announced. */
export function isAddressOf(host: RedisHost, name: string | undefined): boolean {
  return name === host.address || name === host.host;
}

export function hostAt(hosts: readonly RedisHost[], name: string | undefined): RedisHost | undefined {
  return hosts.find((host) => isAddressOf(host, name));
}

/** The one instance of sentinel mode. */
export function dataInstance(host: RedisHost): RedisInstanceFacts | null {
  return host.facts?.instances[0] ?? null;
}

export function sentinelOf(host: RedisHost): SentinelFacts | null {
  return host.facts?.sentinel ?? null;
}

/** Its unit was seen not to run. One that runs and tells us nothing (our password, a full queue) may serve everybody else. */
export function isStopped(host: RedisHost): boolean {
  const instance = dataInstance(host);
  return instance !== null && instance.unit !== null && !isRunning(instance.unit);
}

export function roleOf(host: RedisHost): string | null {
  return dataInstance(host)?.info?.['role'] ?? null;
}

/** A number of INFO; null where the line is missing or says something else: never 0 for what was not said. */
export function numberIn(info: Info | null | undefined, key: string): number | null {
  const text = info?.[key];
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** `key:value` lines as Redis wrote them, for evidence. */
export function linesOf(info: Info | null | undefined, keys: readonly string[]): string {
  return keys.flatMap((key) => (info?.[key] === undefined ? [] : [`${key}:${info[key]}`])).join('\n');
}
