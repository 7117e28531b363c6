// Effects: what the reducer wants done in the world, as data. Performing them is perform-effects.ts's business.

import type {ActionRequest} from '../model/action-offer.ts';
import type {Plan} from '../model/plan.ts';
import type {AlertRecord} from './alerts.ts';
import type {ReadingRef} from './layer.ts';
import type {LogSpan} from './log-buffer.ts';
import type {ReplayControl} from './replay-view.ts';

export type Effect =
  | {readonly type: 'refresh'}
  | {readonly type: 'plan-action'; readonly ticket: number; readonly request: ActionRequest}
  | {readonly type: 'abandon-plan'; readonly ticket: number}
  | {readonly type: 'start-run'; readonly ticket: number; readonly plan: Plan; readonly reason: string | null}
  | {readonly type: 'cancel-run'; readonly runId: string}
  | {readonly type: 'attach-run'; readonly runId: string}
  | {readonly type: 'detach-run'}
  | {readonly type: 'list-runs'}
  | {readonly type: 'read-line'; readonly line: string}
  | {readonly type: 'complete-line'; readonly line: string}
  | {readonly type: 'keep-line'; readonly line: string}
  | {readonly type: 'keep-alert'; readonly record: AlertRecord}
  | {readonly type: 'ring'; readonly text: string}
  | {readonly type: 'enter-site'; readonly name: string}
  /** What was asked for a reading and what came back, word by word. */
  | {readonly type: 'recall'; readonly about: ReadingRef}
  | {readonly type: 'replay'; readonly control: ReplayControl}
  | {readonly type: 'save-ticket'}
  | {readonly type: 'follow-logs'; readonly span: LogSpan}
  | {readonly type: 'close-logs'}
  | {readonly type: 'redraw'}
  | {readonly type: 'quit'};
