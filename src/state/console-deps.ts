// What the console is handed by its composition (src/cli/console.ts): the only ways in which it reaches the world.

import type {ActionOffer, ActionRequest} from '../model/action-offer.ts';
import type {HpchaError} from '../model/error.ts';
import type {Exchange} from '../model/exchange.ts';
import type {LogLine} from '../model/log-line.ts';
import type {Message} from '../model/message.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {Instant} from '../model/reading.ts';
import type {RunCounts, RunEvent, RunResult} from '../model/run-event.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId, Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import type {AlertRecord} from './alerts.ts';
import type {ConsoleEvent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import type {LineMeaning} from './line-meaning.ts';
import type {LogSpan} from './log-buffer.ts';
import type {ReplayControl} from './replay-view.ts';

export type PhaseSummary = {
  readonly number: number;
  readonly name: string;
  readonly title: Message;
};

/** What never changes while the console runs. */
export type ConsoleSummary = {
  readonly cluster: string;
  readonly vip: string;
  /** Who sits here, as journals and acknowledgements name them: `root@console1`. */
  readonly actor: string;
  readonly lab: boolean;
  /** In column order. */
  readonly controllers: readonly HostName[];
  readonly computeNodes: number;
  /** Names of the compute nodes, at most `nodeNameLimit`: for choosing one. */
  readonly nodes: readonly string[];
  readonly phases: readonly PhaseSummary[];
  /** Everything that can be done, for menus and remedies; the console knows no action by itself. */
  readonly actions: readonly ActionOffer[];
};

/** More names than this are typed, not chosen from a list. */
export const nodeNameLimit = 500;

export type PhaseRange = {readonly from: number; readonly to: number};

/** What one step would do now, found out by looking: the same that `--dry-run` prints. */
export type StepPreview = {
  readonly step: string;
  /** `unknown`: it depends on steps before it. `fail`: it could not be done now; `diff` says why. */
  readonly verdict: 'change' | 'same' | 'unknown' | 'fail';
  /** Unified diff or a sentence, secrets masked; '' where there is nothing to show. */
  readonly diff: string;
};

export type ActionPlan = {readonly result: PlanResult; readonly preview: readonly StepPreview[]};

/** `reading`: fresh evidence from every controller; `previewing`: what each step would do now. */
export type PlanStage = 'reading' | 'previewing';

/** `orphaned`: its Runner is gone, its lock is not. */
export type RunState = 'running' | 'orphaned' | RunResult;

export type RunSummary = {
  readonly runId: string;
  readonly title: string;
  readonly actor: string;
  readonly startedAt: Instant;
  /** Why, in the words of whoever started it; null: no reason was given. */
  readonly reason: string | null;
  /** null: it has not ended, or nobody knows when. */
  readonly tookMs: number | null;
  readonly state: RunState;
  readonly counts: RunCounts | null;
};

/** What Tab makes of a line, and what there is to choose from where it could be several things. */
export type Completion = {readonly text: string; readonly candidates: readonly string[]};

/** Ends a subscription. Idempotent. */
export type Stop = () => void;

/** The capability to change something. A console started with --watch is not given one. */
export type Operator = {
  /** Hands the plan to a Runner in a process of its own and resolves with the run's id. Rejects with HpchaError. */
  startRun(plan: Plan, reason: string | null): Promise<string>;
  cancelRun(runId: string): Promise<void>;
};

/** A recording that is played into the console. */
export type ReplaySource = {
  start(dispatch: (event: ConsoleEvent) => void): Stop;
  control(control: ReplayControl): void;
};

export type ConsoleDeps = {
  readonly summary: ConsoleSummary;
  /**
   * Begins polling; the listener gets each new judgement and the snapshot that was judged. `failed` is told of bugs in probes;
   * polling goes on. `heard` is told when a controller's change streams begin or cease to be heard, and why they do not.
   */
  watch(
    listener: (judgement: Judgement, snapshot?: Snapshot) => void,
    failed: (thrown: unknown) => void,
    heard: (host: HostName, open: boolean, why: string | null) => void,
  ): Stop;
  /** What was last asked for that reading, as sent, with the raw answers; [] where nothing is kept of it. */
  recall(probe: ProbeId, host: HostName | 'cluster'): readonly Exchange[];
  /** Asks everything again now. */
  refresh(): void;
  /** `progress` is told what it is busy with, for whoever waits; `signal` aborts when nobody waits any more. */
  planAction(request: ActionRequest, progress: (stage: PlanStage) => void, signal: AbortSignal): Promise<ActionPlan>;
  listRuns(): Promise<readonly RunSummary[]>;
  /** Replays the run's journal from its beginning, then follows it. */
  attachRun(runId: string, listener: (event: RunEvent) => void, failed: (error: HpchaError) => void): Stop;
  readonly operator: Operator | null;
  /** The journals of all controllers, merged as they come; `onSource` tells whether one is heard at all. */
  followLogs?(
    span: LogSpan,
    onLines: (lines: readonly LogLine[]) => void,
    onSource: (host: HostName, open: boolean, why: string | null) => void,
  ): Stop;
  /** The flight recorder: told of everything that the reducer sees. */
  record?(event: ConsoleEvent): void;
  /** Keeps the screen as text and the state behind it as JSON for a ticket. Resolves to the path of the text. */
  saveTicket?(screen: string, state: ConsoleState): Promise<string>;
  /** Present while a recording is played instead of a cluster being watched. */
  readonly replay?: ReplaySource;
  /** The command line's words, for `:`. Pure: reading a line does nothing. */
  readonly commandLine: {
    read(line: string): LineMeaning;
    complete(line: string): Completion;
  };
  /** What is kept on this machine beyond the life of a console; the newest of it was handed over at its start. */
  readonly memory: {
    keepLine(line: string): Promise<void>;
    keepAlert(record: AlertRecord): Promise<void>;
  };
  /** Wall clock and the local zone's offset from UTC at that moment, in minutes. */
  now(): {readonly at: Instant; readonly zoneOffsetMinutes: number};
};
