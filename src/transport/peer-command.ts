// One command that a peer's helper runs for us: what goes in, what comes out, and giving it up.

import {PassThrough} from 'node:stream';
import {BoundedBytes} from './collect-output.ts';
import type {ExecRequest, RawOutput} from './link.ts';
import {peerFailure} from './peer-failure.ts';
import type {PeerFrame} from './peer-frames.ts';
import {peerJson} from './peer-frames.ts';
import type {PeerLine} from './peer-line.ts';

export class PeerCommand {
  readonly #line: PeerLine;
  readonly #host: string;
  readonly #request: ExecRequest;
  readonly #stdout = new BoundedBytes();
  readonly #stderr = new BoundedBytes();
  readonly #resolve: (output: RawOutput) => void;
  readonly #reject: (error: unknown) => void;
  readonly #startedAt = performance.now();
  #id = 0;

  constructor(
    line: PeerLine,
    host: string,
    request: ExecRequest,
    resolve: (output: RawOutput) => void,
    reject: (error: unknown) => void,
  ) {
    this.#line = line;
    this.#host = host;
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** What it returns gives the command up. */
  start(): () => void {
    const {argv, stdin, holdStdin, timeoutMs, onStart, onFlow} = this.#request;
    this.#id = this.#line.begin({frame: (frame) => this.#take(frame), lost: (error) => this.#reject(error)});
    this.#line.send(this.#id, 'exec', {argv, timeoutMs});
    if (stdin !== undefined) this.#line.send(this.#id, 'stdin', Buffer.from(stdin));
    // Nothing floods a helper's looks; a log that is followed belongs to the look helper.
    onFlow?.({pause: () => undefined, resume: () => undefined});
    if (onStart !== undefined) {
      const pipe = new PassThrough();
      pipe.on('data', (chunk: Buffer) => this.#line.send(this.#id, 'stdin', chunk));
      pipe.on('end', () => this.#line.send(this.#id, 'end'));
      onStart(pipe);
    }
    if (holdStdin !== true) this.#line.send(this.#id, 'end');
    return () => {
      this.#line.send(this.#id, 'kill');
      this.#line.forget(this.#id);
    };
  }

  #take(frame: PeerFrame): void {
    const {onStdout, onChunk} = this.#request;
    if (frame.kind === 'stdout') {
      if (onStdout === undefined) this.#stdout.add(frame.bytes);
      else onStdout(frame.bytes);
      onChunk?.('stdout', frame.bytes);
    } else if (frame.kind === 'stderr') {
      this.#stderr.add(frame.bytes);
      onChunk?.('stderr', frame.bytes);
    } else {
      this.#line.forget(this.#id);
      if (frame.kind === 'exit') this.#resolve(this.#output(frame));
      else this.#reject(peerFailure(frame, this.#host));
    }
  }

  #output(frame: PeerFrame): RawOutput {
    const told = peerJson(frame);
    const exitCode: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'exitCode') : undefined;
    return {
      exitCode: typeof exitCode === 'number' ? exitCode : 255,
      stdout: this.#stdout.bytes(),
      stderr: this.#stderr.bytes(),
      tookMs: performance.now() - this.#startedAt,
      truncated: this.#stdout.truncated || this.#stderr.truncated,
    };
  }
}
