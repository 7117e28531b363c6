// Everything that the canaries of both vantages said, in memory for judging and in an append-only file for whoever doubts it.

import {closeSync, fdatasyncSync, openSync, writeSync} from 'node:fs';
import type {Attempt} from '../../model/drill/attempt.ts';
import type {StreamSpec} from '../../model/drill/drill.ts';
import type {StreamTick} from '../../model/drill/live.ts';
import {isStable} from '../../model/drill/measure.ts';
import type {Recorded} from './stream.ts';

/** Ten streams at ten a second for twenty minutes; what is more is dropped and said. */
const mostAttempts = 150_000;

export class Watch {
  /** performance.now() at the drill's begin: moment 0 of every time in the report. */
  readonly zero = performance.now();
  readonly streams: readonly StreamSpec[];
  readonly attempts: Attempt[] = [];
  readonly #byStream = new Map<string, Attempt[]>();
  readonly #file: number;
  #ticked = new Map<string, number>();
  dropped = 0;

  constructor(streams: readonly StreamSpec[], path: string) {
    this.streams = streams;
    for (const {id} of streams) this.#byStream.set(id, []);
    this.#file = openSync(path, 'ax', 0o600);
  }

  now(): number {
    return performance.now() - this.zero;
  }

  /** Times of `recorded` are on this process's clock, or were brought to it. Written before the canary goes on; synced once a second. */
  record(stream: string, recorded: Recorded): void {
    if (this.attempts.length >= mostAttempts) {
      this.dropped += 1;
      return;
    }
    const {seq, from, to, result, why} = recorded;
    const attempt: Attempt = {
      ...{stream, seq, from: round(from - this.zero), to: round(to - this.zero), result},
      ...(why === undefined ? {} : {why}),
    };
    writeSync(this.#file, `${JSON.stringify(attempt)}\n`);
    this.attempts.push(attempt);
    this.#byStream.get(stream)?.push(attempt);
  }

  of(stream: string): readonly Attempt[] {
    return this.#byStream.get(stream) ?? [];
  }

  acked(stream: string): number {
    return this.of(stream).filter(({result}) => result === 'ok').length;
  }

  /** Every stream has come to rest: ten or more acknowledgements in a row over five seconds, until now. */
  unstable(streams: readonly StreamSpec[]): readonly string[] {
    return streams.filter(({id, periodMs}) => !isStable(this.of(id), this.now(), periodMs)).map(({id}) => id);
  }

  /** What each stream did since the last tick; also puts the file on disk. */
  tick(): readonly StreamTick[] {
    fdatasyncSync(this.#file);
    const now = this.now();
    return this.streams.map(({id}) => {
      const all = this.of(id);
      const before = this.#ticked.get(id) ?? 0;
      const fresh = all.slice(before);
      this.#ticked.set(id, all.length);
      const acks = fresh.filter(({result}) => result === 'ok');
      const last = all.findLast(({result}) => result === 'ok');
      const sinceAckMs = Math.round(last === undefined ? now : now - last.to);
      const times = [all.slice(0, before).findLast(({result}) => result === 'ok'), ...acks].flatMap((each) =>
        each === undefined ? [] : [each.to],
      );
      const pauses = times.slice(1).map((to, index) => to - (times[index] ?? to));
      const longestMs = Math.round(Math.max(0, ...pauses));
      return {id, acks: acks.length, fails: fresh.length - acks.length, sinceAckMs, longestMs};
    });
  }

  close(): void {
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
