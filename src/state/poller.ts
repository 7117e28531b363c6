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
  /** A bug in a probe or judge. Polling goes on: a console for outages does not stop at one (terminal-ui §1.3). */
  failed(thrown: unknown): void;
};

export type Poller = {stop(): void; refresh(): void; snapshot(): Snapshot};

/** After a first bad answer the question is asked again at once: a hypothesis is confirmed or dropped (ha-operations §2.1). */
const confirmMs = 400;

type Round = {timer?: NodeJS.Timeout; busy: boolean; answered: boolean; again: boolean};

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
    const delay = round.again ? 0 : firstBad ? Math.min(confirmMs, task.intervalMs) : task.intervalMs;
    round.again = false;
    round.timer = setTimeout(() => void ask(task, round), delay);
  };

  for (const task of options.tasks) {
    const round: Round = {busy: false, answered: true, again: false};
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
    snapshot: () => snapshot,
  };
}
