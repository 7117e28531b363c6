// Runs one command on one ssh channel: asks for the channel, feeds stdin, collects both streams, reports how it ended.

import {constants} from 'node:os';
import type {ClientChannel} from 'ssh2';
import {quoteArgv} from '../model/argv.ts';
import {BoundedBytes} from './collect-output.ts';
import type {ExecRequest, RawOutput} from './link.ts';
import type {LiveSsh} from './ssh-session.ts';
import {lostError, messageOf} from './transport-errors.ts';

/** RFC 4254 §5.1. */
const connectFailed = 2;
const resourceShortage = 4;

/** A session channel that sshd did not open: `open failed` (MaxSessions) or a shortage of resources. */
function isRefusedChannel(error: Error & {reason?: unknown}): boolean {
  return error.reason === connectFailed || error.reason === resourceShortage;
}

type Outcome = {
  readonly resolve: (output: RawOutput) => void;
  readonly reject: (error: unknown) => void;
  /** Gives the slot back and stops listening. */
  readonly end: () => void;
  readonly fail: (error: Error) => void;
};

/** One command on one channel. */
export class ChannelRun {
  readonly #host: string;
  readonly #live: LiveSsh;
  readonly #request: ExecRequest;
  readonly #release: () => void;
  readonly #stdout = new BoundedBytes();
  readonly #stderr = new BoundedBytes();
  #startedAt = performance.now();
  #channel: ClientChannel | undefined;
  #retry: NodeJS.Timeout | undefined;
  #abandoned = false;

  constructor(host: string, live: LiveSsh, request: ExecRequest, release: () => void) {
    this.#host = host;
    this.#live = live;
    this.#request = request;
    this.#release = release;
  }

  start(resolve: (output: RawOutput) => void, reject: (error: unknown) => void): () => void {
    const stopListening = this.#live.onLost((error) => {
      clearTimeout(this.#retry);
      this.#release();
      reject(error);
    });
    const end = (): void => {
      stopListening();
      this.#release();
    };
    const fail = (error: Error): void => {
      end();
      reject(lostError(this.#host, messageOf(error)));
    };
    this.#open(0, {resolve, reject, end, fail});
    return () => {
      this.#abandoned = true;
      if (this.#retry !== undefined) end();
      clearTimeout(this.#retry);
      if (this.#channel !== undefined) this.#hangUp(this.#channel);
    };
  }

  /**
   * sshd counts a session until it has reaped the process, a moment after we have seen the channel close; and an administrator
   * may have set MaxSessions lower. A channel that was refused has started nothing, so it is simply asked for again.
   */
  #open(tries: number, to: Outcome): void {
    this.#retry = undefined;
    try {
      this.#live.client.exec(quoteArgv(this.#request.argv), (error, channel) => {
        if (error === undefined) {
          this.#opened(channel, to);
        } else if (isRefusedChannel(error) && !this.#abandoned) {
          this.#retry = setTimeout(() => this.#open(tries + 1, to), Math.min(400, 20 * 2 ** tries));
        } else {
          to.fail(error);
        }
      });
    } catch (error) {
      to.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #opened(channel: ClientChannel, to: Outcome): void {
    this.#channel = channel;
    this.#startedAt = performance.now();
    channel.once('close', to.end);
    if (this.#abandoned) this.#hangUp(channel);
    else this.#attach(channel, to.resolve, to.reject);
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
    request.onFlow?.({pause: () => channel.pause(), resume: () => channel.resume()});
    request.onStart?.(channel);
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
