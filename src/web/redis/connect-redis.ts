// Connects a web service to Redis behind sentinels or as a cluster: never blocks the start, fails fast, reconnects for ever.

import {Cluster, Redis, type RedisOptions} from 'ioredis';
import type {Secret} from '../../model/secret.ts';
import type {WebSettings} from '../settings.ts';
import type {WebRedis} from './web-redis.ts';

export type RedisConnectionOptions = {
  readonly password: Secret;
  /** Called when the connection fails and once when it is there again; never with a secret. */
  readonly onState: (state: RedisState) => void;
  /** For blocking reads (XREAD BLOCK): commands are then not cut off after a second. */
  readonly blocking?: boolean;
};

export type RedisState = {readonly up: true} | {readonly up: false; readonly why: string};

/** A request must not wait for a Redis that is away: the client gets 503 and asks again (RTO of Redis: 4–8 s). */
const commandMs = 1000;
const connectMs = 1500;
/** A master that was powered off leaves a connection without an end: nothing heard for so long, ask; no answer, connect anew. */
const heartbeatMs = 1000;
const missedBeats = 2;

const again = (times: number): number => Math.min(100 * times, 1000);

/** Opens the connection in the background. Commands reject at once while it is not there. `end()` closes it. */
export function connectRedis(
  redis: WebSettings['redis'],
  options: RedisConnectionOptions,
): {readonly client: WebRedis; readonly end: () => void} {
  const client = redis.mode === 'sentinel' ? throughSentinels(redis, options) : intoCluster(redis, options);
  let ended = false;
  reportState(client, (state) => {
    if (!ended) options.onState(state);
  });
  const stopBeat = client instanceof Redis && options.blocking !== true ? keepHearing(client) : () => undefined;
  return {
    client,
    end: () => {
      ended = true;
      stopBeat();
      client.disconnect();
    },
  };
}

function shared(options: RedisConnectionOptions) {
  return {
    password: options.password.reveal(),
    connectTimeout: connectMs,
    ...(options.blocking === true ? {maxRetriesPerRequest: 1} : {commandTimeout: commandMs, maxRetriesPerRequest: 0}),
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
    keepAlive: 5000,
    reconnectOnError: makeDemotionCheck(),
  } satisfies RedisOptions;
}

/** Asking the sentinels again helps only when they have a new answer; each time costs the reads that are under way. */
const askAgainMs = 2000;

/**
 * A master that was demoted under us refuses writes: READONLY once it knows, NOREPLICAS while its replicas have left for the new one
 * (it takes sentinel some ten seconds to tell it). The sentinels know the new one before that.
 */
export function makeDemotionCheck(now: () => number = Date.now): (error: Error) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({message}) => {
    if (!/^(?:READONLY|NOREPLICAS)\b/.test(message) || now() - last < askAgainMs) return false;
    last = now();
    return true;
  };
}

function throughSentinels(redis: WebSettings['redis'], options: RedisConnectionOptions): Redis {
  return new Redis({
    ...shared(options),
    sentinels: redis.nodes.map(({host, port}) => ({host, port})),
    name: redis.masterName,
    sentinelPassword: options.password.reveal(),
    sentinelCommandTimeout: commandMs,
    sentinelRetryStrategy: again,
    // No listener at the sentinels beside: a demoted master closes its clients (sentinel's CLIENT KILL), a dead one misses two pings,
    // and the listener's own connections complain on stderr about every sentinel that is away.
    failoverDetector: false,
    // The sentinels of the settings are all there are; what they say about others is not taken over.
    updateSentinels: false,
    enableOfflineQueue: false,
    retryStrategy: again,
  });
}

function intoCluster(redis: WebSettings['redis'], options: RedisConnectionOptions): Cluster {
  return new Cluster(
    redis.nodes.map(({host, port}) => ({host, port})),
    {
      enableOfflineQueue: false,
      clusterRetryStrategy: again,
      slotsRefreshTimeout: commandMs,
      slotsRefreshInterval: 2000,
      maxRedirections: 4,
      retryDelayOnFailover: 200,
      retryDelayOnClusterDown: 200,
      redisOptions: shared(options),
    },
  );
}

function reportState(client: WebRedis, onState: RedisConnectionOptions['onState']): void {
  let up: boolean | undefined;
  const say = (state: RedisState): void => {
    if (up !== state.up) onState(state);
    up = state.up;
  };
  client.on('ready', () => say({up: true}));
  client.on('error', (error: Error) => say({up: false, why: error.message}));
  client.on('close', () => say({up: false, why: 'the connection was closed'}));
}

/** Pings while the connection is said to be there; after two that nobody answered it is dropped and made anew. */
function keepHearing(client: Redis): () => void {
  let missed = 0;
  const beat = async (): Promise<void> => {
    if (client.status !== 'ready') return;
    try {
      await client.ping();
      missed = 0;
    } catch {
      // Why it failed does not matter: a ping that is not answered says that nobody hears us.
      missed += 1;
      if (missed < missedBeats) return;
      missed = 0;
      client.disconnect(true);
    }
  };
  const timer = setInterval(() => void beat(), heartbeatMs);
  timer.unref();
  return () => clearInterval(timer);
}
