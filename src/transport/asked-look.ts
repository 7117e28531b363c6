// One look that was sent to a host: what came of it so far, and whether its command still runs there.

import type {Argv} from '../model/argv.ts';
import type {HpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import {BoundedBytes} from './collect-output.ts';
import type {RawOutput} from './link.ts';

/** What became of one look: bytes, or why there are none. `no-perl`: the host cannot run the program that answers looks. */
export type AskedResult =
  | {readonly kind: 'raw'; readonly raw: RawOutput}
  | {readonly kind: 'error'; readonly error: HpchaError}
  | {readonly kind: 'no-perl'};

/** A look with the words that its host is to run (sudo's included). */
export type WordedLook = {readonly look: Look; readonly argv: Argv};

export class AskedLook {
  readonly look: Look;
  readonly argv: Argv;
  readonly stdout = new BoundedBytes();
  readonly stderr = new BoundedBytes();
  /** When it was sent; 0 while it waits for the program to start. */
  sentAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #isSettled = false;
  #isGone = false;
  readonly #result = Promise.withResolvers<AskedResult>();
  readonly #gone = Promise.withResolvers<void>();

  constructor({look, argv}: WordedLook) {
    this.look = look;
    this.argv = argv;
  }

  /** Resolves as soon as it has its result, whatever the others do. */
  get result(): Promise<AskedResult> {
    return this.#result.promise;
  }

  /** Resolves when nothing of it runs on the host any more, which may be long after it was given up. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Only one deadline at a time: first for the start, then for the answer. */
  limit(ms: number, onTimeout: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(onTimeout, ms);
  }

  settle(result: AskedResult): void {
    clearTimeout(this.#timer);
    this.#isSettled = true;
    this.#result.resolve(result);
  }

  exit(exitCode: number): void {
    const truncated = this.stdout.truncated || this.stderr.truncated;
    const tookMs = performance.now() - this.sentAt;
    this.settle({
      kind: 'raw',
      raw: {exitCode, stdout: this.stdout.bytes(), stderr: this.stderr.bytes(), tookMs, truncated},
    });
    this.leave();
  }

  leave(): void {
    this.#isGone = true;
    this.#gone.resolve();
  }
}
