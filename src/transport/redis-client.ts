// Asks one Redis server or sentinel of a host through its link; nothing is retried behind the caller's back.

import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Redis} from 'ioredis';
import {HpchaError, isHpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {waitFor} from './bounded.ts';
import {cleanText} from './clean-text.ts';
import type {RedisReply} from './host.ts';
import type {Link} from './link.ts';
import {lostError, messageOf, timeoutError} from './transport-errors.ts';
import type {OpenedClient} from './warm-connection.ts';
import {WarmConnection} from './warm-connection.ts';

const loginMs = 4000;

type Driver = Pick<typeof import('./redis-driver.ts'), 'AbstractConnector' | 'Redis'>;

export class RedisClient {
  readonly #link: Link;
  readonly #port: number;
  readonly #password: Secret | undefined;
  readonly #warm: WarmConnection<Redis>;

  constructor(link: Link, port: number, password: Secret | undefined) {
    this.#link = link;
    this.#port = port;
    this.#password = password;
    this.#warm = new WarmConnection(link.host, this.#name(), (signal) => this.#open(signal));
  }

  /** Rejects with `missing` (nothing listens), `auth`, `command` (the server's own error), `timeout`, `unreachable`. */
  command(words: readonly [string, ...string[]], timeoutMs: number, signal: AbortSignal): Promise<RedisReply> {
    const [name, ...args] = words;
    return this.#warm.use(timeoutMs, signal, (redis, resolve, reject) => {
      redis.call(name, ...args).then(
        (reply) => resolve(toReply(reply)),
        (error: unknown) => reject(this.#failure(error)),
      );
    });
  }

  close(): void {
    this.#warm.close();
  }

  #name(): string {
    return `Redis on port ${this.#port}`;
  }

  async #open(signal: AbortSignal): Promise<OpenedClient<Redis>> {
    // Loaded while the host answers.
    const driver = import('./redis-driver.ts');
    const stream = await this.#link.openStream({kind: 'tcp', port: this.#port}, signal);
    const redis = newRedis(await driver, stream);
    const dispose = (): void => {
      redis.disconnect();
      stream.destroy();
    };
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, `logging in to ${this.#name()}`, loginMs);
    try {
      await waitFor({signal, timeoutMs: loginMs, where: this.#link.host, onTimeout}, this.#login(redis));
      return {client: redis, stream, dispose};
    } catch (error) {
      dispose();
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
      return new HpchaError({
        code: 'auth',
        where,
        what: `${this.#name()} does not let us in: ${said}`,
        hint: 'is redis.password the one that the server was set up with?',
      });
    }
    if (error instanceof Error && error.name === 'ReplyError') {
      return new HpchaError({code: 'command', where, what: `${this.#name()} answered: ${said}`});
    }
    return lostError(where, `${this.#name()}: ${said}`);
  }
}

/** ioredis asks its stream for these; an ssh channel has no such knobs (the connection under it has). */
function withSocketKnobs(stream: Duplex): Socket {
  const knob = (): Duplex => stream;
  return Object.assign(stream, {
    setNoDelay: knob,
    setKeepAlive: knob,
    setTimeout: knob,
    write: gatheredWrite(stream),
  }) as Duplex as Socket;
}

/** What is written in one turn leaves as one packet: each packet wakes sshd and the server once, and costs them more than a command. */
function gatheredWrite(stream: Duplex): (chunk: Buffer | string) => boolean {
  const write = stream.write.bind(stream);
  const gathered: Buffer[] = [];
  return (chunk) => {
    if (gathered.length === 0) process.nextTick(() => write(Buffer.concat(gathered.splice(0))));
    gathered.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return true;
  };
}

function newRedis(driver: Driver, stream: Duplex): Redis {
  const ready = stream instanceof Socket ? stream : withSocketKnobs(stream);
  class ThroughLink extends driver.AbstractConnector {
    constructor() {
      super(0);
    }
    override async connect(): Promise<Socket> {
      this.stream = ready;
      return ready;
    }
  }
  const redis = new driver.Redis({
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
  // Whoever waits for an answer is told by the command itself or by the stream's end; without a listener it would be printed.
  redis.on('error', () => stream.destroy());
  return redis;
}

/** Nested arrays of clean text, as RESP has them. */
function toReply(value: unknown): RedisReply {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(toReply);
  if (value instanceof Error) return cleanText(value.message);
  return cleanText(String(value));
}
