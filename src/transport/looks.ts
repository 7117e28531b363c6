// Asks looks of one host: batched over one channel where that is possible, one by one where sudo wants a password.

import {setTimeout as sleep} from 'node:timers/promises';
import type {Argv} from '../model/argv.ts';
import {HpchaError, toHpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import {channelGraceMs, checkArgv, withDeadline, withEnvironment} from './command-words.ts';
import {GatheredLooks} from './gathered-looks.ts';
import type {LookResult, Output} from './host.ts';
import type {Link} from './link.ts';
import {answerOf} from './look-answer.ts';
import type {BatchResult, RunningBatch} from './look-batch.ts';
import {startBatch} from './look-batch.ts';
import type {RootRights} from './root-rights.ts';
import {sudoRefusal} from './root-rights.ts';

/** So many channels may stay open for commands that do not end. */
const maxHangingChannels = 3;
const forgottenMs = 60_000;

export class Looks {
  readonly #link: Link;
  readonly #rights: RootRights;
  /** Commands that were given up and still run on the host, with when they were started. */
  readonly #hanging = new Map<string, {readonly since: number}>();
  #hangingChannels = 0;
  #hasPerl = true;
  readonly #gathered: GatheredLooks;

  constructor(link: Link, rights: RootRights) {
    this.#link = link;
    this.#rights = rights;
    this.#gathered = new GatheredLooks(link.host, (looks, signal) => this.#start(looks, signal));
  }

  async one(look: Look, signal: AbortSignal): Promise<Output> {
    const [result] = await this.all([look], signal);
    if (result === undefined)
      throw new HpchaError({code: 'bug', where: this.#link.host, what: 'a look without a result'});
    if (result.kind === 'error') throw result.error;
    return result.output;
  }

  async all(looks: readonly Look[], signal: AbortSignal): Promise<readonly LookResult[]> {
    const results = new Map<number, LookResult>();
    const batch: number[] = [];
    const alone: number[] = [];
    looks.forEach((look, index) => {
      const stuck = this.#stuck(look);
      if (stuck !== undefined) results.set(index, {kind: 'error', look, error: stuck});
      else if (this.#canBatch(look)) batch.push(index);
      else alone.push(index);
    });
    const settle = (index: number, look: Look, work: Promise<Output>): Promise<void> =>
      work.then(
        (output) => void results.set(index, {kind: 'output', look, output}),
        (error: unknown) => void results.set(index, {kind: 'error', look, error: toHpchaError(error, this.#link.host)}),
      );
    const pick = (index: number): {index: number; look: Look}[] => {
      const look = looks[index];
      return look === undefined ? [] : [{index, look}];
    };
    const batched = batch.flatMap(pick);
    for (const {look} of batched) checkArgv(look.argv, this.#link.host);
    const answers = this.#gathered.ask(
      batched.map(({look}) => look),
      signal,
    );
    await Promise.all([
      ...batched.map(({index, look}, position) =>
        settle(index, look, this.#fromBatch(look, answers[position], signal)),
      ),
      ...alone.flatMap(pick).map(({index, look}) => settle(index, look, this.#alone(look, signal))),
    ]);
    return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  }

  #canBatch(look: Look): boolean {
    if (!this.#hasPerl || this.#link.kind === 'local') return false;
    return !look.privileged || this.#rights.kind === 'direct' || !this.#rights.needsPassword(look.argv);
  }

  #stuck(look: Look): HpchaError | undefined {
    const mark = this.#hanging.get(keyOf(look));
    if (mark === undefined) return undefined;
    const age = Math.round((performance.now() - mark.since) / 1000);
    return new HpchaError({
      code: 'timeout',
      where: this.#link.host,
      what: `${look.argv.join(' ').slice(0, 200)} has been hanging for ${age} s; it is not asked again until it ends`,
      hint: 'a command that cannot even be killed usually waits for a dead mount or disk: look for state D in ps',
    });
  }

  #start(looks: readonly Look[], signal: AbortSignal): RunningBatch {
    const batch = looks.map((look) => ({look, argv: this.#words(look)}));
    const running = startBatch(this.#link, batch, signal);
    running.results.forEach((result, index) => void result.then(() => this.#noteHanging(running, looks[index])));
    void running.done.then(() => this.#keepOrHangUp(running));
    return running;
  }

  #words(look: Look): Argv {
    return look.privileged ? this.#rights.words(look.argv) : look.argv;
  }

  /** Remembers what still runs from the moment it was given up, so that a poller does not start the same hopeless command again. */
  #noteHanging(running: RunningBatch, look: Look | undefined): void {
    const still = running.hanging().find((one) => one.look === look);
    if (still !== undefined) this.#rememberUntil(still.look, still.gone);
  }

  /** A channel with a hung command stays open, so that its end is seen; beyond a few it is hung up, and asked again a minute later. */
  #keepOrHangUp(running: RunningBatch): void {
    const hanging = running.hanging();
    if (hanging.length === 0) return;
    if (this.#hangingChannels >= maxHangingChannels) {
      for (const {look} of hanging) this.#rememberUntil(look, sleep(forgottenMs, undefined, {ref: false}));
      running.stop();
      return;
    }
    this.#hangingChannels += 1;
    void running.ended.then(() => {
      this.#hangingChannels -= 1;
    });
  }

  #rememberUntil(look: Look, over: Promise<void>): void {
    const mark = {since: performance.now()};
    this.#hanging.set(keyOf(look), mark);
    void over.then(() => {
      if (this.#hanging.get(keyOf(look)) === mark) this.#hanging.delete(keyOf(look));
    });
  }

  async #fromBatch(look: Look, answer: Promise<BatchResult> | undefined, signal: AbortSignal): Promise<Output> {
    const result = await answer;
    if (result === undefined)
      throw new HpchaError({code: 'bug', where: this.#link.host, what: 'a look without a result'});
    if (result.kind === 'error') throw result.error;
    if (result.kind === 'no-perl') {
      this.#hasPerl = false;
      return this.#alone(look, signal);
    }
    const refusal = look.privileged && this.#rights.kind === 'sudo' ? sudoRefusal(result.raw) : undefined;
    if (refusal?.kind === 'denied') throw this.#rights.denied(look.argv, refusal.said);
    if (refusal?.kind === 'password') return this.#alone(look, signal);
    return answerOf(look, result.raw, this.#link.host);
  }

  /** On a channel of its own; sudo's password goes in by stdin. */
  async #alone(look: Look, signal: AbortSignal): Promise<Output> {
    checkArgv(look.argv, this.#link.host);
    const wrap = (argv: Argv): Argv => withEnvironment(withDeadline(argv, look.timeoutMs));
    const request = {argv: look.argv, as: 'listed', timeoutMs: look.timeoutMs + channelGraceMs} as const;
    const raw = look.privileged
      ? await this.#rights.run(request, signal, wrap)
      : await this.#link.exec({...request, argv: wrap(look.argv)}, signal);
    return answerOf(look, raw, this.#link.host);
  }
}

function keyOf(look: Look): string {
  return look.argv.join('\0');
}
