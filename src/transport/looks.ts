// Asks looks of one host: through the program that answers them where that is possible, one by one where sudo wants a password.

import type {Argv} from '../model/argv.ts';
import {HpchaError, toHpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {AskedLook, AskedResult} from './asked-look.ts';
import {channelGraceMs, checkArgv, withDeadline, withEnvironment} from './command-words.ts';
import {GatheredLooks} from './gathered-looks.ts';
import type {LookResult, Output} from './host.ts';
import type {Link} from './link.ts';
import {LookAgent} from './look-agent.ts';
import {answerOf} from './look-answer.ts';
import type {RootRights} from './root-rights.ts';
import {sudoRefusal} from './root-rights.ts';

export class Looks {
  readonly #link: Link;
  readonly #rights: RootRights;
  /** Commands that were given up and still run on the host, with when they were started. */
  readonly #hanging = new Map<string, {readonly since: number}>();
  #hasPerl = true;
  readonly #agent: LookAgent;
  readonly #gathered: GatheredLooks;

  constructor(link: Link, rights: RootRights) {
    this.#link = link;
    this.#rights = rights;
    this.#agent = new LookAgent(link);
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

  #start(looks: readonly Look[], signal: AbortSignal): {readonly results: readonly Promise<AskedResult>[]} {
    const asked = this.#agent.ask(
      looks.map((look) => ({look, argv: this.#words(look)})),
      signal,
    );
    for (const each of asked) void each.result.then(() => this.#noteHanging(each));
    return {results: asked.map(({result}) => result)};
  }

  #words(look: Look): Argv {
    return look.privileged ? this.#rights.words(look.argv) : look.argv;
  }

  /** What was given up and still runs on the host is not asked again until it ends, so that a poller does not pile up hopeless commands. */
  #noteHanging(asked: AskedLook): void {
    if (asked.isGone) return;
    const key = keyOf(asked.look);
    const mark = {since: performance.now()};
    this.#hanging.set(key, mark);
    void asked.gone.then(() => {
      if (this.#hanging.get(key) === mark) this.#hanging.delete(key);
    });
  }

  async #fromBatch(look: Look, answer: Promise<AskedResult> | undefined, signal: AbortSignal): Promise<Output> {
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
