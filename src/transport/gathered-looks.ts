// Puts looks that are asked at the same moment into one batch: a channel costs a host more than most of the commands in it.

import {HpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {AskedResult} from './asked-look.ts';
import {abortError} from './transport-errors.ts';

/** Sends looks to the host; one promise a look. */
type StartBatch = (looks: readonly Look[], signal: AbortSignal) => {readonly results: readonly Promise<AskedResult>[]};

type Gathering = {
  /** By their words: the same question of two askers is sent once. */
  readonly looks: Map<string, Look>;
  readonly stop: AbortController;
  askers: number;
  readonly started: Promise<ReadonlyMap<string, Promise<AskedResult>>>;
};

/** What is asked within one turn of the event loop goes out together; every look is answered by itself, whenever it is done. */
export class GatheredLooks {
  readonly #host: string;
  readonly #start: StartBatch;
  #open: Gathering | undefined;

  constructor(host: string, start: StartBatch) {
    this.#host = host;
    this.#start = start;
  }

  /** One promise a look, in their order. An aborted asker stops waiting; the batch is stopped when nobody waits any more. */
  ask(looks: readonly Look[], signal: AbortSignal): readonly Promise<AskedResult>[] {
    if (looks.length === 0) return [];
    if (signal.aborted)
      return looks.map(async (): Promise<AskedResult> => ({kind: 'error', error: abortError(signal, this.#host)}));
    this.#open ??= this.#gather();
    const gathering = this.#open;
    for (const look of looks) gathering.looks.set(keyOf(look), longer(look, gathering.looks.get(keyOf(look))));
    gathering.askers += 1;
    const left = this.#leaving(gathering, signal);
    const answers = looks.map((look) =>
      gathering.started.then((started) => started.get(keyOf(look)) ?? this.#unasked(look)),
    );
    void Promise.allSettled(answers).then(() => left.done());
    return answers.map((answer) => Promise.race([answer, left.promise]));
  }

  #gather(): Gathering {
    const looks = new Map<string, Look>();
    const stop = new AbortController();
    const started = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      if (this.#open === gathering) this.#open = undefined;
      const {results} = this.#start([...looks.values()], stop.signal);
      return new Map(
        [...looks.keys()].flatMap((key, index) => {
          const result = results[index];
          return result === undefined ? [] : [[key, result] as const];
        }),
      );
    });
    const gathering: Gathering = {looks, stop, askers: 0, started};
    return gathering;
  }

  #leaving(gathering: Gathering, signal: AbortSignal): {readonly promise: Promise<AskedResult>; done(): void} {
    const {promise, resolve} = Promise.withResolvers<AskedResult>();
    const leave = (): void => {
      gathering.askers -= 1;
      resolve({kind: 'error', error: abortError(signal, this.#host)});
      if (gathering.askers > 0) return;
      // Whoever asks later in this turn must not join what is stopped.
      if (this.#open === gathering) this.#open = undefined;
      gathering.stop.abort(signal.reason);
    };
    const done = (): void => {
      signal.removeEventListener('abort', leave);
      if (!signal.aborted) gathering.askers -= 1;
    };
    signal.addEventListener('abort', leave, {once: true});
    return {promise, done};
  }

  async #unasked(look: Look): Promise<AskedResult> {
    return {kind: 'error', error: new HpchaError({code: 'bug', where: this.#host, what: `${look.name} was not sent`})};
  }
}

function keyOf(look: Look): string {
  return `${look.privileged ? 'root' : ''}\0${look.argv.join('\0')}`;
}

/** Two askers of the same question: the more patient one decides how long it may take. */
function longer(look: Look, other: Look | undefined): Look {
  return other === undefined || other.timeoutMs < look.timeoutMs ? look : other;
}
