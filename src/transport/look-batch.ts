// Runs several looks over one channel and gives each its own answer as soon as it is there.

import type {Argv} from '../model/argv.ts';
import type {HpchaError} from '../model/error.ts';
import {toHpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {BatchFrame} from './batch-script.ts';
import {batchArgv, FrameReader} from './batch-script.ts';
import {cleanBytes} from './clean-text.ts';
import {BoundedBytes} from './collect-output.ts';
import type {Link, RawOutput} from './link.ts';
import {lookTimeout} from './look-answer.ts';
import {lastWords, lostError, timeoutError} from './transport-errors.ts';

/** A look whose command does not end is left alone on its channel this long, so that the same question is not asked again and again. */
const hangMs = 15 * 60_000;
/** The host reports a passed deadline in whole seconds; beyond that we report it ourselves. */
const graceMs = 150;
/** Login and a free channel must be had within the looks' own time and this. */
const startMs = 4500;

/** What became of one look: bytes, or why there are none. `no-perl`: the host cannot run batches. */
export type BatchResult =
  | {readonly kind: 'raw'; readonly raw: RawOutput}
  | {readonly kind: 'error'; readonly error: HpchaError}
  | {readonly kind: 'no-perl'};

export type BatchedLook = {readonly look: Look; readonly argv: Argv};

/** A running batch: `done` resolves when every look has its result; `ended` when nothing of it runs on the host any more. */
export type RunningBatch = {
  readonly done: Promise<readonly BatchResult[]>;
  /** One a look, each resolved as soon as that look has its result. */
  readonly results: readonly Promise<BatchResult>[];
  readonly ended: Promise<void>;
  /** Looks that were given up and whose commands have not ended, each with when it does. */
  hanging(): readonly {readonly look: Look; readonly gone: Promise<void>}[];
  stop(): void;
};

/** Starts the looks. Aborting the signal ends everything on the host too. */
export function startBatch(link: Link, looks: readonly BatchedLook[], signal: AbortSignal): RunningBatch {
  return new Batch(link, looks).start(signal);
}

type Slot = {
  readonly stdout: BoundedBytes;
  readonly stderr: BoundedBytes;
  result: BatchResult | undefined;
  readonly answer: PromiseWithResolvers<BatchResult>;
  ended: boolean;
  readonly gone: PromiseWithResolvers<void>;
};

class Batch {
  readonly #link: Link;
  readonly #looks: readonly BatchedLook[];
  readonly #slots: readonly Slot[];
  readonly #frames = new FrameReader();
  readonly #stop = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #done = Promise.withResolvers<readonly BatchResult[]>();
  #startedAt = performance.now();

  constructor(link: Link, looks: readonly BatchedLook[]) {
    this.#link = link;
    this.#looks = looks;
    this.#slots = looks.map(() => ({
      stdout: new BoundedBytes(),
      stderr: new BoundedBytes(),
      result: undefined,
      answer: Promise.withResolvers<BatchResult>(),
      ended: false,
      gone: Promise.withResolvers<void>(),
    }));
  }

  start(signal: AbortSignal): RunningBatch {
    const onAbort = (): void => this.#stop.abort(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, {once: true});
    const ended = this.#run().finally(() => {
      for (const timer of this.#timers) clearTimeout(timer);
    });
    const done = this.#done.promise.finally(() => signal.removeEventListener('abort', onAbort));
    return {
      done,
      results: this.#slots.map((slot) => slot.answer.promise),
      ended,
      hanging: () => this.#hanging(),
      stop: () => this.#stop.abort(),
    };
  }

  async #run(): Promise<void> {
    const longest = Math.max(...this.#looks.map(({look}) => look.timeoutMs));
    this.#timers.push(setTimeout(() => this.#neverStarted(longest + startMs), longest + startMs));
    try {
      const raw = await this.#link.exec(
        {
          argv: batchArgv(this.#looks.map(({look, argv}) => ({argv, timeoutMs: look.timeoutMs}))),
          holdStdin: true,
          timeoutMs: hangMs,
          onStart: () => this.#startTimers(),
          onStdout: (chunk) => this.#take(chunk),
        },
        this.#stop.signal,
      );
      this.#ended(raw);
    } catch (error) {
      this.#settleRest({kind: 'error', error: toHpchaError(error, this.#link.host)});
    }
  }

  #neverStarted(ms: number): void {
    this.#settleRest({kind: 'error', error: timeoutError(this.#link.host, 'waiting for a free channel', ms)});
    this.#stop.abort();
  }

  #hanging(): readonly {readonly look: Look; readonly gone: Promise<void>}[] {
    return this.#slots.flatMap((slot, index) => {
      const look = this.#looks[index]?.look;
      return slot.ended || look === undefined ? [] : [{look, gone: slot.gone.promise}];
    });
  }

  #startTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#startedAt = performance.now();
    this.#looks.forEach(({look}, index) => {
      this.#timers.push(setTimeout(() => this.#expire(index), look.timeoutMs + graceMs));
    });
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#frames.read(chunk)) this.#apply(frame);
    if (this.#frames.broken) {
      this.#settleRest({
        kind: 'error',
        error: lostError(
          this.#link.host,
          'the answer of the batch was unreadable (does a login script print something?)',
        ),
      });
      this.#stop.abort();
    }
  }

  #apply(frame: BatchFrame): void {
    const slot = this.#slots[frame.index];
    if (slot === undefined) return;
    if (frame.kind === 'stdout') slot.stdout.add(frame.bytes);
    if (frame.kind === 'stderr') slot.stderr.add(frame.bytes);
    if (frame.kind === 'deadline') this.#expire(frame.index);
    if (frame.kind === 'exit') this.#exit(frame.index, slot, frame.code);
  }

  #exit(index: number, slot: Slot, exitCode: number): void {
    markEnded(slot);
    const truncated = slot.stdout.truncated || slot.stderr.truncated;
    const tookMs = performance.now() - this.#startedAt;
    this.#settle(index, {
      kind: 'raw',
      raw: {exitCode, stdout: slot.stdout.bytes(), stderr: slot.stderr.bytes(), tookMs, truncated},
    });
  }

  #expire(index: number): void {
    const look = this.#looks[index]?.look;
    if (look !== undefined) this.#settle(index, {kind: 'error', error: lookTimeout(look, this.#link.host)});
  }

  #ended(raw: RawOutput): void {
    const said = lastWords(cleanBytes(raw.stderr));
    const noPerl = raw.exitCode === 127;
    const error = lostError(
      this.#link.host,
      `the batch ended early (exit ${raw.exitCode}${said === '' ? '' : `: ${said}`})`,
    );
    this.#settleRest(noPerl ? {kind: 'no-perl'} : {kind: 'error', error});
  }

  #settleRest(result: BatchResult): void {
    this.#slots.forEach((slot, index) => {
      markEnded(slot);
      this.#settle(index, result);
    });
  }

  #settle(index: number, result: BatchResult): void {
    const slot = this.#slots[index];
    if (slot === undefined || slot.result !== undefined) return;
    slot.result = result;
    slot.answer.resolve(result);
    const results = this.#slots.flatMap((one) => (one.result === undefined ? [] : [one.result]));
    if (results.length === this.#slots.length) this.#done.resolve(results);
  }
}

function markEnded(slot: Slot): void {
  slot.ended = true;
  slot.gone.resolve();
}
