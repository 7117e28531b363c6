// Commands and streams over one shared ssh connection.

import {constants} from 'node:os';
import type {Duplex} from 'node:stream';
import type {ClientChannel} from 'ssh2';
import {quoteArgv} from '../model/argv.ts';
import {HpchaError} from '../model/error.ts';
import {bounded} from './bounded.ts';
import {ChannelSlots} from './channel-slots.ts';
import {BoundedBytes} from './collect-output.ts';
import type {ExecRequest, Link, RawOutput, StreamTarget} from './link.ts';
import {describeTarget} from './link.ts';
import type {LiveSsh, SshSession} from './ssh-session.ts';
import {abortError, lostError, messageOf, timeoutError} from './transport-errors.ts';

/** A stream to a local service of the host must open within this. */
const openStreamMs = 4000;
/** RFC 4254 §5.1. */
const administrativelyProhibited = 1;

export class SshLink implements Link {
  readonly kind = 'ssh';
  readonly host: string;
  readonly address: string;
  readonly user: string;
  readonly #session: SshSession;
  readonly #slots: ChannelSlots;

  constructor(session: SshSession, slots: ChannelSlots = new ChannelSlots(session.settings.host)) {
    this.#session = session;
    this.host = session.settings.host;
    this.address = session.settings.address;
    this.user = session.settings.user;
    this.#slots = slots;
  }

  async exec(request: ExecRequest, signal: AbortSignal): Promise<RawOutput> {
    const live = await this.#session.live(signal);
    const release = await this.#slots.take(request.timeoutMs, signal);
    if (signal.aborted) {
      release();
      throw abortError(signal, this.host);
    }
    const run = new ChannelRun(this.host, live, request, release);
    const onTimeout = (): HpchaError => timeoutError(this.host, request.argv[0], request.timeoutMs);
    return bounded<RawOutput>({signal, timeoutMs: request.timeoutMs, where: this.host, onTimeout}, (resolve, reject) =>
      run.start(resolve, reject),
    );
  }

  async openStream(target: StreamTarget, signal: AbortSignal): Promise<Duplex> {
    const live = await this.#session.live(signal);
    const onTimeout = (): HpchaError => timeoutError(this.host, `opening ${describeTarget(target)}`, openStreamMs);
    return bounded<Duplex>({signal, timeoutMs: openStreamMs, where: this.host, onTimeout}, (resolve, reject) => {
      let abandoned = false;
      const stopListening = live.onLost(reject);
      forward(live, target, (error, channel) => {
        stopListening();
        if (error !== undefined) reject(forwardFailure(this.host, target, error));
        else if (abandoned) channel.destroy();
        else resolve(channel);
      });
      return () => {
        abandoned = true;
        stopListening();
      };
    });
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function forward(
  live: LiveSsh,
  target: StreamTarget,
  done: (error: Error | undefined, channel: ClientChannel) => void,
): void {
  if (target.kind === 'unix') live.client.openssh_forwardOutStreamLocal(target.path, done);
  else live.client.forwardOut('127.0.0.1', 0, '127.0.0.1', target.port, done);
}

function forwardFailure(host: string, target: StreamTarget, error: Error & {reason?: unknown}): HpchaError {
  const name = describeTarget(target);
  if (error.reason === administrativelyProhibited) {
    return new HpchaError({
      code: 'auth',
      where: host,
      what: `sshd does not forward to ${name}`,
      hint: 'allow it: AllowTcpForwarding local and AllowStreamLocalForwarding local in sshd_config',
      cause: error,
    });
  }
  if (error.reason === undefined) return lostError(host, messageOf(error));
  return new HpchaError({code: 'missing', where: host, what: `nothing listens on ${name}`, cause: error});
}

/** One command on one channel. */
class ChannelRun {
  readonly #host: string;
  readonly #live: LiveSsh;
  readonly #request: ExecRequest;
  readonly #release: () => void;
  readonly #stdout = new BoundedBytes();
  readonly #stderr = new BoundedBytes();
  readonly #startedAt = performance.now();
  #channel: ClientChannel | undefined;
  #abandoned = false;

  constructor(host: string, live: LiveSsh, request: ExecRequest, release: () => void) {
    this.#host = host;
    this.#live = live;
    this.#request = request;
    this.#release = release;
  }

  start(resolve: (output: RawOutput) => void, reject: (error: unknown) => void): () => void {
    const stopListening = this.#live.onLost((error) => {
      this.#release();
      reject(error);
    });
    const end = (): void => {
      stopListening();
      this.#release();
    };
    try {
      this.#live.client.exec(quoteArgv(this.#request.argv), (error, channel) => {
        if (error !== undefined) {
          end();
          reject(lostError(this.#host, messageOf(error)));
          return;
        }
        this.#channel = channel;
        channel.once('close', end);
        if (this.#abandoned) this.#hangUp(channel);
        else this.#attach(channel, resolve, reject);
      });
    } catch (error) {
      end();
      reject(lostError(this.#host, messageOf(error)));
    }
    return () => {
      this.#abandoned = true;
      if (this.#channel !== undefined) this.#hangUp(this.#channel);
    };
  }

  /** The slot is given back when the channel is really closed: until then sshd counts it. */
  #hangUp(channel: ClientChannel): void {
    channel.resume();
    channel.stderr.resume();
    channel.signal('TERM');
    channel.destroy();
  }

  #attach(channel: ClientChannel, resolve: (output: RawOutput) => void, reject: (error: unknown) => void): void {
    const request = this.#request;
    let code: number | null | undefined;
    let died: string | undefined;
    channel.on('data', (chunk: Buffer) => {
      if (request.onStdout === undefined) this.#stdout.add(chunk);
      else request.onStdout(chunk);
      request.onChunk?.('stdout', chunk);
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#stderr.add(chunk);
      request.onChunk?.('stderr', chunk);
    });
    channel.on('error', (error: Error) => reject(lostError(this.#host, messageOf(error))));
    channel.on('exit', (status: number | null, signal?: string) => {
      code = status;
      died = signal;
    });
    channel.on('close', () => {
      if (code === undefined) reject(lostError(this.#host, `${request.argv[0]} ended without an exit code`));
      else resolve(this.#output(exitNumber(code, died)));
    });
    request.onStart?.();
    if (request.stdin !== undefined) channel.write(request.stdin);
    if (request.holdStdin !== true) channel.end();
  }

  #output(exitCode: number): RawOutput {
    return {
      exitCode,
      stdout: this.#stdout.bytes(),
      stderr: this.#stderr.bytes(),
      tookMs: performance.now() - this.#startedAt,
      truncated: this.#stdout.truncated || this.#stderr.truncated,
    };
  }
}

/** As a shell counts: 128 + the signal's number. */
export function exitNumber(code: number | null, signal: string | undefined): number {
  if (code !== null) return code;
  const signals: Readonly<Record<string, number>> = constants.signals;
  return 128 + (signals[signal ?? ''] ?? 0);
}
