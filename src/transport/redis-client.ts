// One warm connection to one Redis server or sentinel through a host's link; nothing is retried behind the caller's back.

import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {AbstractConnector, Redis} from 'ioredis';
import {HpchaError, isHpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {bounded, waitFor} from './bounded.ts';
import {cleanText} from './clean-text.ts';
import type {RedisReply} from './host.ts';
import type {Link} from './link.ts';
import {lostError, messageOf, timeoutError} from './transport-errors.ts';

const loginMs = 4000;
/** ssh, the stream and the login together. */
const connectMs = 12_000;

type Live = {readonly redis: Redis; readonly stream: Duplex; broken: boolean};

export class RedisClient {
  readonly #link: Link;
  readonly #port: number;
  readonly #password: Secret | undefined;
  readonly #closing = new AbortController();
  #open: Promise<Live> | undefined;

  constructor(link: Link, port: number, password: Secret | undefined) {
    this.#link = link;
    this.#port = port;
    this.#password = password;
  }

  /** Rejects with `missing` (nothing listens), `auth`, `command` (the server's own error), `timeout`, `unreachable`. */
  async command(words: readonly [string, ...string[]], timeoutMs: number, signal: AbortSignal): Promise<RedisReply> {
    const live = await this.#live(signal);
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, this.#name(), timeoutMs);
    return bounded<RedisReply>({signal, timeoutMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
      const timer = setTimeout(() => this.#drop(live), timeoutMs);
      const [name, ...args] = words;
      live.redis
        .call(name, ...args)
        .then(
          (reply) => resolve(toReply(reply)),
          (error: unknown) => reject(this.#failure(error)),
        )
        .finally(() => clearTimeout(timer));
      return () => undefined;
    });
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#closing.abort();
    open?.then(dispose, () => undefined);
  }

  #name(): string {
    return `Redis on port ${this.#port}`;
  }

  async #live(signal: AbortSignal): Promise<Live> {
    const open = this.#open ?? this.#start();
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, `connecting to ${this.#name()}`, connectMs);
    const live = await waitFor({signal, timeoutMs: connectMs, where: this.#link.host, onTimeout}, open);
    if (!live.broken) return live;
    if (this.#open === open) this.#open = undefined;
    return this.#live(signal);
  }

  /** Shared: a caller that gives up must not take the connection away from those who wait with it. */
  #start(): Promise<Live> {
    const open = this.#connect(this.#closing.signal);
    this.#open = open;
    open.catch(() => {
      if (this.#open === open) this.#open = undefined;
    });
    return open;
  }

  async #connect(signal: AbortSignal): Promise<Live> {
    const stream = await this.#link.openStream({kind: 'tcp', port: this.#port}, signal);
    const live = openRedis(stream);
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, `logging in to ${this.#name()}`, loginMs);
    try {
      await bounded<void>({signal, timeoutMs: loginMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
        this.#login(live.redis).then(resolve, reject);
        return () => undefined;
      });
      return live;
    } catch (error) {
      dispose(live);
      throw error;
    }
  }

  /** AUTH is sent by us: ioredis would print a warning to the screen when the server has no password yet. */
  async #login(redis: Redis): Promise<void> {
    try {
      await redis.connect();
      if (this.#password !== undefined) await redis.call('AUTH', this.#password.reveal());
    } catch (error) {
      if (/without any password configured/i.test(messageOf(error))) return;
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): HpchaError {
    const where = this.#link.host;
    if (isHpchaError(error)) return error;
    const said = messageOf(error);
    if (/^(NOAUTH|WRONGPASS|NOPERM)/.test(said)) {
      return new HpchaError({code: 'auth', where, what: `${this.#name()} does not let us in: ${said}`, hint: 'is redis.password the one that the server was set up with?'});
    }
    if (error instanceof Error && error.name === 'ReplyError') {
      return new HpchaError({code: 'command', where, what: `${this.#name()} answered: ${said}`});
    }
    return lostError(where, `${this.#name()}: ${said}`);
  }

  #drop(live: Live): void {
    dispose(live);
    this.#open = undefined;
  }
}

/** ioredis asks its stream for these; an ssh channel has no such knobs (the connection under it has). */
function withSocketKnobs(stream: Duplex): Socket {
  const knob = (): Duplex => stream;
  return Object.assign(stream, {setNoDelay: knob, setKeepAlive: knob, setTimeout: knob}) as Duplex as Socket;
}

function openRedis(stream: Duplex): Live {
  const ready = stream instanceof Socket ? stream : withSocketKnobs(stream);
  class ThroughLink extends AbstractConnector {
    constructor() {
      super(0);
    }
    override async connect(): Promise<Socket> {
      this.stream = ready;
      return ready;
    }
  }
  const redis = new Redis({
    Connector: ThroughLink,
    lazyConnect: true,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
  });
  const live: Live = {redis, stream, broken: false};
  const breakIt = (): void => {
    live.broken = true;
  };
  redis.on('error', breakIt);
  redis.on('end', breakIt);
  stream.on('close', breakIt);
  return live;
}

/** Nested arrays of clean text, as RESP has them. */
function toReply(value: unknown): RedisReply {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(toReply);
  if (value instanceof Error) return cleanText(value.message);
  return cleanText(String(value));
}

function dispose(live: Live): void {
  live.broken = true;
  live.redis.disconnect();
  live.stream.destroy();
}
