// Everything that can happen to the console, as data. A recorded list of these replays what an operator saw.

import type {CommandId} from '../model/command.ts';
import type {Exchange} from '../model/exchange.ts';
import type {LogLine} from '../model/log-line.ts';
import type {Instant, ReadError} from '../model/reading.ts';
import type {RunEvent} from '../model/run-event.ts';
import type {HostName} from '../model/service.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import type {ActionPlan, PlanStage, RunSummary} from './console-deps.ts';
import type {ReadingRef} from './layer.ts';
import type {LineMeaning} from './line-meaning.ts';
import type {ReplayView, ReplayWorld} from './replay-view.ts';
import type {SiteSummary} from './site.ts';

/** How far the top layer can go; known to who lays it out, so it comes with the command. */
export type Extent = {
  /** Keys of the items that the cursor can stand on, in order; null for a text, which is scrolled by lines. */
  readonly items: readonly string[] | null;
  /** The last line at which a text may begin. */
  readonly last: number;
  /** Lines of a page. */
  readonly page: number;
};

export type ConsoleEvent =
  /** The snapshot that was judged holds 64-bit seqnos as bigint. A recording may leave it out: screens then show less. */
  | {readonly type: 'judged'; readonly judgement: Judgement; readonly snapshot?: Snapshot}
  | {readonly type: 'recalled'; readonly about: ReadingRef; readonly exchanges: readonly Exchange[]}
  /** A controller's change streams are open, or were lost: then it is only polled. */
  | {
      readonly type: 'heard';
      readonly at: Instant;
      readonly host: HostName;
      readonly open: boolean;
      readonly why: string | null;
    }
  /** A recording is at another moment. `rewound`: an earlier one. */
  | {
      readonly type: 'replayed';
      readonly view: ReplayView;
      readonly world: ReplayWorld;
      readonly rewound: boolean;
    }
  | {readonly type: 'logged'; readonly lines: readonly LogLine[]}
  | {readonly type: 'log-source'; readonly host: HostName; readonly open: boolean; readonly why: string | null}
  | {readonly type: 'ticket-saved'; readonly path: string}
  | {readonly type: 'tick'; readonly at: Instant; readonly zoneOffsetMinutes: number}
  | {readonly type: 'resized'; readonly columns: number; readonly rows: number}
  | {readonly type: 'command'; readonly id: CommandId; readonly at: Instant; readonly extent: Extent}
  | {readonly type: 'typed'; readonly text: string; readonly at: Instant}
  | {readonly type: 'pasted'; readonly text: string; readonly at: Instant}
  | {readonly type: 'plan-progress'; readonly ticket: number; readonly stage: PlanStage}
  | {readonly type: 'planned'; readonly ticket: number; readonly plan: ActionPlan}
  | {readonly type: 'plan-failed'; readonly ticket: number; readonly error: ReadError}
  | {readonly type: 'run-accepted'; readonly ticket: number; readonly runId: string}
  | {readonly type: 'run-declined'; readonly ticket: number; readonly error: ReadError}
  | {readonly type: 'runs-listed'; readonly runs: readonly RunSummary[]}
  | {readonly type: 'run-event'; readonly runId: string; readonly event: RunEvent}
  | {readonly type: 'run-lost'; readonly runId: string; readonly error: ReadError}
  | {readonly type: 'line-read'; readonly line: string; readonly meaning: LineMeaning}
  | {readonly type: 'completed'; readonly text: string; readonly candidates: readonly string[]}
  | {readonly type: 'sites-seen'; readonly sites: readonly SiteSummary[]}
  | {readonly type: 'failed'; readonly error: ReadError};

/** What the operator does is shown at once; what the cluster does may be gathered up (terminal-ui §2.4). */
export function isUrgent(event: ConsoleEvent): boolean {
  if (event.type === 'replayed') return !event.view.playing;
  return !['judged', 'heard', 'logged', 'log-source', 'tick', 'run-event', 'runs-listed', 'sites-seen'].includes(
    event.type,
  );
}
