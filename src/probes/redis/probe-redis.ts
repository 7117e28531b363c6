// Asks one controller about Redis: its units, every instance, and its sentinel, side by side.

import type {ClusterConfig} from '../../config/schema.ts';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {RedisFacts, RedisInstanceFacts, SentinelFacts, UnitFacts} from '../../model/facts.ts';
import type {HostReader, RedisReply} from '../../transport/host.ts';
import type {RedisQuery} from '../catalogue/redis.ts';
import {
  redisClusterInfoQuery,
  redisClusterNodesQuery,
  redisInfoQuery,
  redisPort,
  redisSecondPort,
  redisSecondUnit,
  redisSentinelUnit,
  redisServerUnit,
  redisSettingQuery,
  redisSettings,
  redisUnits,
  redisUnitsLook,
  sentinelInfoQuery,
  sentinelPort,
  sentinelQuery,
} from '../catalogue/redis.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {isRunning, parseUnitShow} from '../unit-show.ts';
import {parseClusterNodes, parseInfo, parsePairs, parseSentinelPeers} from './parse-redis.ts';

/** A healthy instance answers in a millisecond; one that is stopped, swapping or forking must not hold up the rest, login included. */
const queryTimeoutMs = 2500;

export const redisProbe: PerHostProbeDefinition<'redis'> = {
  per: 'host',
  id: 'redis',
  service: 'redis',
  intervalMs: 2000,
  timeoutMs: 5000,
  async read(reader, {config}, signal) {
    const units = await readUnits(reader, config, signal);
    if ([...units.values()].every((unit) => unit.active === 'not-found')) return 'not-deployed';
    return config.redis.mode === 'sentinel'
      ? await readSentinelMode(reader, config, units, signal)
      : await readClusterMode(reader, units, signal);
  },
};

async function readUnits(
  reader: HostReader,
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, UnitFacts>> {
  const output = await reader.look(redisUnitsLook(config), signal);
  return parseUnitShow(output.stdout, redisUnits(config), reader.host);
}

async function readSentinelMode(
  reader: HostReader,
  config: ClusterConfig,
  units: ReadonlyMap<string, UnitFacts>,
  signal: AbortSignal,
): Promise<RedisFacts> {
  const [instance, sentinel] = await Promise.all([
    readInstance(reader, redisPort, unitOf(units, redisServerUnit, reader), signal),
    readSentinel(reader, config.redis.sentinel.master_name, unitOf(units, redisSentinelUnit, reader), signal),
  ]);
  return {instances: [instance], sentinel};
}

async function readClusterMode(
  reader: HostReader,
  units: ReadonlyMap<string, UnitFacts>,
  signal: AbortSignal,
): Promise<RedisFacts> {
  const instances = await Promise.all([
    readClusterInstance(reader, redisPort, unitOf(units, redisServerUnit, reader), signal),
    readClusterInstance(reader, redisSecondPort, unitOf(units, redisSecondUnit, reader), signal),
  ]);
  return {instances, sentinel: null};
}

function unitOf(units: ReadonlyMap<string, UnitFacts>, name: string, reader: HostReader): UnitFacts {
  const unit = units.get(name);
  if (unit === undefined) throw new HpchaError({code: 'bug', where: reader.host, what: `nobody asked for ${name}`});
  return unit;
}

async function readInstance(
  reader: HostReader,
  port: number,
  unit: UnitFacts,
  signal: AbortSignal,
): Promise<RedisInstanceFacts> {
  const silent = {port, unit, info: null, config: null, clusterInfo: null, clusterNodes: null};
  // Nothing listens where nothing runs; asking would only cost a connection that is refused.
  if (unit.active === 'not-found') return {...silent, error: `${unit.unit} does not exist`};
  const ask = asker(reader, port, signal);
  const [info, config] = await Promise.all([
    ask(redisInfoQuery, (reply) => parseInfo(reply, reader.host)),
    readSettings(ask, reader.host),
  ]);
  return 'error' in info ? {...silent, error: info.error} : {...silent, info: info.value, config, error: null};
}

async function readClusterInstance(
  reader: HostReader,
  port: number,
  unit: UnitFacts,
  signal: AbortSignal,
): Promise<RedisInstanceFacts> {
  const ask = asker(reader, port, signal);
  const [instance, clusterInfo, clusterNodes] = await Promise.all([
    readInstance(reader, port, unit, signal),
    ask(redisClusterInfoQuery, (reply) => parseInfo(reply, reader.host)),
    ask(redisClusterNodesQuery, (reply) => parseClusterNodes(reply, reader.host)),
  ]);
  return {
    ...instance,
    error: instance.error ?? errorOf(clusterInfo) ?? errorOf(clusterNodes),
    clusterInfo: answerOf(clusterInfo),
    clusterNodes: answerOf(clusterNodes),
  };
}

async function readSentinel(
  reader: HostReader,
  masterName: string,
  unit: UnitFacts,
  signal: AbortSignal,
): Promise<SentinelFacts> {
  const silent = {unit, master: null, sentinels: null, replicas: null, quorumCheck: null, tilt: null};
  if (!isRunning(unit)) return {...silent, error: `${unit.unit} is ${unit.active}`};
  const ask = asker(reader, sentinelPort, signal);
  const {host} = reader;
  const [master, sentinels, replicas, quorum, info] = await Promise.all([
    ask(sentinelQuery('MASTER', masterName), (reply) => parsePairs(reply, host)),
    ask(sentinelQuery('SENTINELS', masterName), (reply) => parseSentinelPeers(reply, host)),
    ask(sentinelQuery('REPLICAS', masterName), (reply) => parseSentinelPeers(reply, host)),
    ask(sentinelQuery('CKQUORUM', masterName), (reply) => String(reply)),
    ask(sentinelInfoQuery, (reply) => parseInfo(reply, host)),
  ]);
  return {
    unit,
    master: answerOf(master),
    sentinels: answerOf(sentinels),
    replicas: answerOf(replicas),
    quorumCheck: answerOf(quorum) ?? noQuorumAnswer(errorOf(quorum)),
    tilt: tiltOf(answerOf(info)),
    error: errorOf(master) ?? errorOf(sentinels) ?? errorOf(replicas) ?? errorOf(info),
  };
}

function tiltOf(info: Readonly<Record<string, string>> | null): boolean | null {
  const tilt = info?.sentinel_tilt;
  return tilt === undefined ? null : tilt !== '0';
}

/** A sentinel says that there is no quorum by an error reply: that is its answer, not a failure to ask. */
function noQuorumAnswer(error: string | null): string | null {
  const at = error?.indexOf('NOQUORUM') ?? -1;
  return error === null || at < 0 ? null : error.slice(at);
}

type Answer<T> = {readonly value: T} | {readonly error: string};
type Ask = <T>(query: RedisQuery, parse: (reply: RedisReply) => T) => Promise<Answer<T>>;

function answerOf<T>(answer: Answer<T>): T | null {
  return 'value' in answer ? answer.value : null;
}

function errorOf(answer: Answer<unknown>): string | null {
  return 'error' in answer ? answer.error : null;
}

/** Each question fails for itself: what one part could not say is null with the reason, and the judge sees it. */
function asker(reader: HostReader, port: number, signal: AbortSignal): Ask {
  return async (query, parse) => {
    const limit = new AbortController();
    const what = `Redis on port ${port} did not answer within ${queryTimeoutMs / 1000} s`;
    const timer = setTimeout(
      () => limit.abort(new HpchaError({code: 'timeout', where: reader.host, what})),
      queryTimeoutMs,
    );
    try {
      const both = AbortSignal.any([signal, limit.signal]);
      return {value: parse(await reader.redis(port, query, both, {timeoutMs: queryTimeoutMs}))};
    } catch (thrown) {
      const error = toHpchaError(thrown, reader.host);
      if (error.code === 'bug' || error.code === 'cancelled') throw error;
      return {error: error.what};
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readSettings(ask: Ask, host: string): Promise<Readonly<Record<string, string>> | null> {
  const answers = await Promise.all(
    redisSettings.map((setting) => ask(redisSettingQuery(setting), (reply) => parsePairs(reply, host))),
  );
  const settings = answers.map(answerOf);
  return settings.some((setting) => setting === null) ? null : Object.assign({}, ...settings);
}
