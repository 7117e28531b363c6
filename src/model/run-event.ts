// What the Runner writes into its journal, one JSON line an event; attaching, post-mortem and the run pane all fold these.

import type {DrillState} from './drill/drill.ts';
import type {StreamTick} from './drill/live.ts';
import type {ErrorCode} from './error.ts';
import type {Finding} from './finding.ts';
import type {Plan} from './plan.ts';
import type {Instant} from './reading.ts';
import type {HostName} from './service.ts';

/** How a step ended. `unknown`: it may have happened, it was not seen to hold. `skipped`: never begun. */
export type StepResult = 'changed' | 'unchanged' | 'failed' | 'unknown' | 'skipped';

/** How a run ended (exit codes 0, 1, 3, 130). */
export type RunResult = 'done' | 'failed' | 'unknown' | 'cancelled';

export type RunCounts = {
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
};

/** Who asked for it: local user, the user behind sudo, and the machine of the console. */
export type Actor = {readonly user: string; readonly sudoUser?: string; readonly console: string};

/** Why a run ended before its first step or between two steps: the command line turns `code` into its exit code. */
export type RunStop = {readonly code: ErrorCode; readonly what: string; readonly hint?: string};

type At = {readonly at: Instant; readonly seq: number};

export type RunEvent = At &
  (
    | {
        readonly type: 'run-started';
        readonly runId: string;
        readonly cluster: string;
        readonly actor: Actor;
        readonly reason?: string;
        readonly planHash: string;
        readonly plan: Plan;
        readonly pid: number;
      }
    | {readonly type: 'lock-acquired'; readonly controllers: readonly HostName[]; readonly epoch: number}
    | {readonly type: 'lock-released'; readonly controllers: readonly HostName[]}
    | {readonly type: 'stage-started'; readonly stage: string}
    | {readonly type: 'stage-finished'; readonly stage: string}
    | {readonly type: 'step-started'; readonly step: string}
    /** What a step waits for and until when; a line of progress. */
    | {readonly type: 'step-progress'; readonly step: string; readonly line: string}
    | {
        readonly type: 'step-finished';
        readonly step: string;
        readonly result: StepResult;
        readonly tookMs: number;
        /** What changed, secrets masked. */
        readonly diff?: string;
        /** What was seen, above all when it failed: check results, command, exit code, last lines of output. */
        readonly saw?: string;
      }
    /** A drill goes over into another state; milliseconds since it began, on the Runner's monotonic clock. */
    | {readonly type: 'drill-state'; readonly step: string; readonly state: DrillState; readonly elapsedMs: number}
    /** Once a second while canaries write. */
    | {
        readonly type: 'drill-tick';
        readonly step: string;
        readonly elapsedMs: number;
        readonly streams: readonly StreamTick[];
      }
    | {readonly type: 'note'; readonly finding: Finding}
    /** Every second while the run lives; kept out of the file except every tenth. */
    | {readonly type: 'heartbeat'}
    | {readonly type: 'cancel-requested'; readonly by: string}
    | {
        readonly type: 'run-finished';
        readonly result: RunResult;
        readonly counts: RunCounts;
        readonly tookMs: number;
        /** What is true now, in words, when it did not end in `done`. */
        readonly account?: string;
        /** Set when something other than a step ended it: the lock is held, the plan no longer fits … */
        readonly stop?: RunStop;
      }
  );

export type RunEventOf<Type extends RunEvent['type']> = Extract<RunEvent, {type: Type}>;

type WithoutAt<Event> = Event extends unknown ? Omit<Event, keyof At> : never;

/** An event before the journal gives it its number and its time. */
export type RunEventBody = WithoutAt<RunEvent>;
