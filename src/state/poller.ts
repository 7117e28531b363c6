// Keeps asking: every probe at its own interval, never twice at once, sooner after a bad answer, until it is stopped.

import type {Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
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
  judge(snapshot: Snapshot, history: readonly Snapshot[]): Judgement;
  now(): number;
  listener(judgement: Judgement): void;
  /** A bug in a probe or judge. Polling goes on: a console for outages does not stop at one (terminal-ui §1.3). */
  failed(thrown: unknown): void;
};

export type Poller = {stop(): void; refresh(): void; snapshot(): Snapshot};

/** Answers that come together are judged together. */
const judgeGapMs = 100;
/** After a first bad answer the question is asked again at once: a hypothesis is confirmed or dropped (ha-operations §2.1). */
const confirmMs = 400;

export function startPoller(options: PollerOptions): Poller {
  const abort = new AbortController();
  const rounds = new Map<string, {timer?: NodeJS.Timeout; busy: boolean; answered: boolean; again: boolean}>();
  let snapshot = options.initial;
  let history: readonly Snapshot[] = [];
  let judging: NodeJS.Timeout | undefined;

  const judgeSoon = (): void => {
    judging ??= setTimeout(() => {
      judging = undefined;
      try {
        options.listener(options.judge(snapshot, history));
        history = keepHistory(history, snapshot);
      } catch (thrown) {
        options.failed(thrown);
      }
    }, judgeGapMs);
  };

  const ask = async (task: PollTask): Promise<void> => {
    const round = rounds.get(task.key);
    if (round === undefined || abort.signal.aborted) return;
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
      if (abort.signal.aborted) return;
      snapshot = {...fold(snapshot), at: options.now()};
      judgeSoon();
    } catch (thrown) {
      if (!abort.signal.aborted) options.failed(thrown);
    } finally {
      round.busy = false;
    }
    const firstBad = before && !round.answered;
    const delay = round.again ? 0 : firstBad ? Math.min(confirmMs, task.intervalMs) : task.intervalMs;
    round.again = false;
    if (!abort.signal.aborted) round.timer = setTimeout(() => void ask(task), delay);
  };

  for (const task of options.tasks) {
    rounds.set(task.key, {busy: false, answered: true, again: false});
    void ask(task);
  }
  return {
    stop() {
      abort.abort();
      clearTimeout(judging);
      for (const round of rounds.values()) clearTimeout(round.timer);
    },
    refresh() {
      for (const task of options.tasks) void ask(task);
    },
    snapshot: () => snapshot,
  };
}
