// Effects: what the reducer wants done in the world, as data. Performing them is perform-effects.ts's business.

import type {Plan} from '../model/plan.ts';
import type {PhaseRange} from './console-deps.ts';

export type Effect =
  | {readonly type: 'refresh'}
  | {readonly type: 'plan-phases'; readonly ticket: number; readonly range: PhaseRange}
  | {readonly type: 'abandon-plan'; readonly ticket: number}
  | {readonly type: 'start-run'; readonly ticket: number; readonly plan: Plan; readonly reason: string | null}
  | {readonly type: 'cancel-run'; readonly runId: string}
  | {readonly type: 'attach-run'; readonly runId: string}
  | {readonly type: 'detach-run'}
  | {readonly type: 'list-runs'}
  | {readonly type: 'redraw'}
  | {readonly type: 'quit'};
