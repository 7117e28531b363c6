// Writes events while it holds the lease: compares what is seen with what was told last, whoever told it.

import type {HpchaError} from '../../model/error.ts';
import {toHpchaError} from '../../model/error.ts';
import type {Judgement} from '../../model/verdict.ts';
import {pauseUnlessAborted} from '../../transport/pause-unless-aborted.ts';
import type {Known, SeenJob, SeenRun, Told} from './derive-events.ts';
import {alertEvents, jobEvents, runEvents} from './derive-events.ts';
import type {EventStore} from './event-store.ts';

export type EventKeeperDeps = {
  readonly holder: string;
  readonly store: EventStore;
  /** null: Slurm is not enabled. Rejects where squeue did not answer: then nothing is told of jobs. */
  jobs(signal: AbortSignal): Promise<readonly SeenJob[]> | null;
  runs(signal: AbortSignal): Promise<readonly SeenRun[]>;
  /** The newest judgement; undefined before the first. */
  judgement(): Judgement | undefined;
  now(): number;
  /** What could not be watched, by what; null: it can again. Told once for each change. */
  onTrouble(what: 'store' | 'jobs' | 'runs', error: HpchaError | null): void;
};

const roundMs = 1_500;
/** A finding that flickers while a controller dies is not news twice: it has to hold for two rounds. */
const alertRounds = 2;

export type EventKeeper = {stop(): Promise<void>; isHolder(): boolean};

/** Tries for the lease each round; whoever loses it stops telling at once, because the script looks at it. */
export function startEventKeeper(deps: EventKeeperDeps): EventKeeper {
  const abort = new AbortController();
  const keeper = new Keeper(deps);
  const loop = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      await keeper.round(abort.signal);
      await pauseUnlessAborted(roundMs, abort.signal);
    }
  };
  const ended = loop();
  return {
    isHolder: () => keeper.isHolder,
    stop: async () => {
      abort.abort();
      await ended;
    },
  };
}

class Keeper {
  readonly #deps: EventKeeperDeps;
  readonly #troubled = new Set<string>();
  readonly #pendingAlerts = new Map<string, number>();
  #squeue: Promise<readonly SeenJob[] | undefined> | null = null;
  isHolder = false;

  constructor(deps: EventKeeperDeps) {
    this.#deps = deps;
  }

  async round(signal: AbortSignal): Promise<void> {
    const {store, holder, now} = this.#deps;
    try {
      this.isHolder = await store.hold(holder);
      if (!this.isHolder) {
        // Whoever holds the lease may have told newer things of the same jobs by the time this one answers.
        this.#squeue = null;
        return;
      }
      const seen = await this.#look(signal);
      // Read after the looks: what somebody told meanwhile must not be told again.
      const {known, isFirst} = await store.known();
      const told = [
        ...(seen.jobs === undefined ? [] : jobEvents(seen.jobs, known, now())),
        ...this.#settledAlerts(known),
        ...(seen.runs === undefined ? [] : runEvents(seen.runs, known, now(), isFirst)),
      ];
      if (told.length > 0 || isFirst) this.isHolder = await store.tell(holder, told);
      this.#trouble('store', null);
    } catch (thrown) {
      this.isHolder = false;
      this.#trouble('store', toHpchaError(thrown, 'events'));
    }
  }

  async #look(signal: AbortSignal): Promise<{jobs?: readonly SeenJob[]; runs?: readonly SeenRun[]}> {
    const [jobs, runs] = await Promise.all([this.#jobsByNow(signal), this.#guarded('runs', this.#deps.runs(signal))]);
    return {...(jobs === undefined ? {} : {jobs}), ...(runs === undefined ? {} : {runs})};
  }

  /**
   * squeue asks a controller that is gone before the one in control, which takes longer than a round and than the lease: its answer
   * is told in the round in which it comes, and nothing else waits for it.
   */
  async #jobsByNow(signal: AbortSignal): Promise<readonly SeenJob[] | undefined> {
    if (this.#squeue === null) {
      const asked = this.#deps.jobs(signal);
      if (asked === null) return undefined;
      this.#squeue = this.#guarded('jobs', asked);
    }
    const enough = new AbortController();
    const late = pauseUnlessAborted(roundMs, AbortSignal.any([signal, enough.signal])).then(() => 'late' as const);
    const answer = await Promise.race([this.#squeue, late]);
    enough.abort();
    if (answer === 'late') return undefined;
    this.#squeue = null;
    return answer;
  }

  async #guarded<T>(what: 'jobs' | 'runs', asked: Promise<T>): Promise<T | undefined> {
    try {
      const answer = await asked;
      this.#trouble(what, null);
      return answer;
    } catch (thrown) {
      this.#trouble(what, toHpchaError(thrown, what));
      return undefined;
    }
  }

  #settledAlerts(known: Known): readonly Told[] {
    const judgement = this.#deps.judgement();
    if (judgement === undefined) return [];
    const told = alertEvents(judgement.findings, known, this.#deps.now());
    const keys = new Set(told.map(keyOf));
    for (const key of [...this.#pendingAlerts.keys()]) if (!keys.has(key)) this.#pendingAlerts.delete(key);
    return told.filter((one) => {
      const rounds = (this.#pendingAlerts.get(keyOf(one)) ?? 0) + 1;
      this.#pendingAlerts.set(keyOf(one), rounds);
      return rounds >= alertRounds;
    });
  }

  #trouble(what: 'store' | 'jobs' | 'runs', error: HpchaError | null): void {
    if (this.#troubled.has(what) === (error !== null)) return;
    if (error === null) this.#troubled.delete(what);
    else this.#troubled.add(what);
    this.#deps.onTrouble(what, error);
  }
}

function keyOf({subject, known}: Told): string {
  return `${subject} ${known ?? ''}`;
}
