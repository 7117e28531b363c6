// Keeps asking: every probe at its own interval, never twice at once, sooner after a bad answer, until it is stopped.

import type {Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import {startCadence} from './judge-cadence.ts';
import {priorHistory} from './prior-snapshot.ts';
import {keepHistory} from './snapshot-history.ts';

/** One probe on one controller, or one probe of the cluster. */
export type PollTask = {
  /** `mariadb@server1`, `slurmCluster`. */
  readonly key: string;
  readonly intervalMs: number;
  /** The interval while a stream tells of changes by itself (`isWatched`); then asking is only the second line of defence. */
  readonly watchedMs?: number;
  /**
   * Asks once, within its own timeout. Resolves with what to put into the snapshot; a failure is a lost reading, not a
   * rejection. `answered` is false for a lost one.
   */
  read(
    snapshot: Snapshot,
    signal: AbortSignal,
  ): Promise<{
    readonly answered: boolean;
    fold(snapshot: Snapshot): Snapshot;
  }>;
};

export type PollerOptions = {
  readonly tasks: readonly PollTask[];
  readonly initial: Snapshot;
  /** `history[0]` holds for every reading the sample before it, never the same one again. */
  judge(snapshot: Snapshot, history: readonly Snapshot[]): Judgement;
  now(): number;
  listener(judgement: Judgement, snapshot: Snapshot): void;
  /** Whether changes of what the task asks for are being told by a stream just now. Absent: never. */
  isWatched?(key: string): boolean;
  /**
   * Milliseconds after every round moment of the wall clock (`now`) at which what is watched is asked. For those of many pollers
   * on machines that share something: with a different one each, they do not all ask in the same second. Absent: from its start.
   */
  readonly beatLateMs?: number;
  /** A bug in a probe or judge. Polling goes on: a console for outages does not stop at one (terminal-ui §1.3). */
  failed(thrown: unknown): void;
};

export type Poller = {
  stop(): void;
  refresh(): void;
  /** Something has changed: asks these tasks (all of them without keys) now and again a little later, when it has settled. */
  poke(keys?: readonly string[]): void;
  snapshot(): Snapshot;
};

/** After a first bad answer the question is asked again at once: a hypothesis is confirmed or dropped (ha-operations §2.1). */
const confirmMs = 400;

/** After a poke the question is asked again after each of these: peers see a change a moment later than where it happened. */
const settleMs: readonly number[] = [600, 1500, 3000];
/** However many changes are told, no question is asked more often than this because of them. */
const pokeGapMs = 300;

type Round = {
  timer?: NodeJS.Timeout;
  busy: boolean;
  answered: boolean;
  again: boolean;
  /** How many of the looks after a poke are still to come. */
  settling: number;
  askedAt: number;
};

/**
 * Milliseconds to the next multiple of the interval, so that all that is watched is asked in one breath and judged once: an
 * idle console is woken, and judges, a few times a minute in place of twice a second.
 */
function toNextBeat(everyMs: number, {beatLateMs, now}: PollerOptions): number {
  const clock = beatLateMs === undefined ? performance.now() : now() - beatLateMs;
  return everyMs - (clock % everyMs);
}

/** Starts asking at once. Nothing in here ends it but `stop`. */
export function startPoller(options: PollerOptions): Poller {
  const abort = new AbortController();
  const rounds = new Map<PollTask, Round>();
  const unanswered = new Set(options.tasks);
  let snapshot = options.initial;
  let history: readonly Snapshot[] = [];

  const cadence = startCadence(() => {
    try {
      options.listener(options.judge(snapshot, priorHistory(snapshot, history)), snapshot);
      history = keepHistory(history, snapshot);
    } catch (thrown) {
      options.failed(thrown);
    }
  });

  const ask = async (task: PollTask, round: Round): Promise<void> => {
    // An overlapping question is not asked twice; the answer that is on its way is followed by another look.
    if (round.busy) {
      round.again = true;
      return;
    }
    clearTimeout(round.timer);
    round.busy = true;
    round.askedAt = performance.now();
    const before = round.answered;
    try {
      const {answered, fold} = await task.read(snapshot, abort.signal);
      round.answered = answered;
      if (!abort.signal.aborted) snapshot = {...fold(snapshot), at: options.now()};
    } catch (thrown) {
      if (!abort.signal.aborted) options.failed(thrown);
    }
    round.busy = false;
    if (abort.signal.aborted) return;
    unanswered.delete(task);
    cadence.request(unanswered.size === 0);
    const firstBad = before && !round.answered;
    const delay = round.again ? 0 : firstBad ? Math.min(confirmMs, task.intervalMs) : nextDelay(task, round);
    round.again = false;
    round.timer = setTimeout(() => void ask(task, round), delay);
  };

  const nextDelay = (task: PollTask, round: Round): number => {
    const settle = round.settling > 0 ? settleMs[settleMs.length - round.settling] : undefined;
    if (settle !== undefined) {
      round.settling -= 1;
      return Math.min(settle, task.intervalMs);
    }
    // What was not answered is not watched either: the stream comes from the same place.
    const watched = round.answered && options.isWatched?.(task.key) === true;
    return watched && task.watchedMs !== undefined ? toNextBeat(task.watchedMs, options) : task.intervalMs;
  };

  const poke = (task: PollTask, round: Round): void => {
    round.settling = settleMs.length;
    if (round.busy) {
      round.again = true;
      return;
    }
    clearTimeout(round.timer);
    const wait = Math.max(0, pokeGapMs - (performance.now() - round.askedAt));
    round.timer = setTimeout(() => void ask(task, round), wait);
  };

  for (const task of options.tasks) {
    const round: Round = {busy: false, answered: true, again: false, settling: 0, askedAt: 0};
    rounds.set(task, round);
    void ask(task, round);
  }
  return {
    stop() {
      abort.abort();
      cadence.stop();
      for (const round of rounds.values()) clearTimeout(round.timer);
    },
    refresh() {
      for (const [task, round] of rounds) void ask(task, round);
    },
    poke(keys) {
      if (abort.signal.aborted) return;
      for (const [task, round] of rounds) if (keys === undefined || keys.includes(task.key)) poke(task, round);
    },
    snapshot: () => snapshot,
  };
}
