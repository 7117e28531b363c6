// Layers: what is on the screen, as a stack. The top one is drawn and gets the keys; below is what Esc goes back to.

import type {ActionRequest} from '../model/action-offer.ts';
import type {Finding} from '../model/finding.ts';
import type {LogLine} from '../model/log-line.ts';
import type {Instant, ReadError} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionPlan, PhaseRange, PlanStage} from './console-deps.ts';
import type {LogFilter} from './log-filter.ts';

/**
 * Where a layer's cursor stands. In a list it is an item's key, so that a refresh that reorders the list moves the
 * cursor with its item; in a text it is the first line shown. In a table a column may be chosen too: 0 is the row as a
 * whole, 1 the first controller.
 */
export type Cursor = {
  readonly item: string | null;
  readonly line: number;
  readonly column: number;
  /** What `/` filters the list by; '' is everything. */
  readonly filter: string;
  /** How often `s` was pressed: which of the list's orders it is in. */
  readonly order: number;
};

export const atStart: Cursor = {item: null, line: 0, column: 0, filter: '', order: 0};

/** One probe on one controller, or once for the cluster: what an evidence page without a finding is about. */
export type ReadingRef = {readonly probe: ProbeId; readonly host: HostName | 'cluster'; readonly service: ServiceId};

export type PlanStatus =
  | {readonly kind: 'planning'; readonly stage: PlanStage; readonly since: Instant}
  | {readonly kind: 'planned'; readonly plan: ActionPlan}
  | {readonly kind: 'failed'; readonly error: ReadError}
  | {readonly kind: 'starting'; readonly plan: ActionPlan};

export type PlanLayer = {
  readonly kind: 'plan';
  readonly cursor: Cursor;
  /** Tells a late answer for an abandoned dialog from the one that is awaited. */
  readonly ticket: number;
  readonly request: ActionRequest;
  readonly status: PlanStatus;
  /** How often evidence was collected for this request already. */
  readonly round: number;
  /** Also steps that are already right; they are hidden until asked for. */
  readonly showSame: boolean;
};

export type ConfirmLayer = {
  readonly kind: 'confirm';
  readonly cursor: Cursor;
  readonly field: 'name' | 'reason';
  readonly name: string;
  readonly reason: string;
  /** Why the last Enter was not taken. */
  readonly fault: 'name' | 'reason' | null;
};

/** One field of an action's input that has to be typed. */
export type FieldLayer = {
  readonly kind: 'field';
  readonly cursor: Cursor;
  readonly request: ActionRequest;
  readonly field: number;
  readonly text: string;
  /** The last Enter was not taken: something is needed here. */
  readonly fault: boolean;
};

/** Acknowledging an alert: who has seen it says so, and what is known. */
export type AcknowledgeLayer = {
  readonly kind: 'acknowledge';
  readonly cursor: Cursor;
  readonly alert: string;
  readonly text: string;
  /** The last Enter was not taken: a comment is needed. */
  readonly fault: boolean;
};

export type LogsLayer = {
  readonly kind: 'logs';
  readonly cursor: Cursor;
  /** The lines as they were when somebody began to read; null: following. */
  readonly held: readonly LogLine[] | null;
  readonly filter: LogFilter;
  readonly wrapped: boolean;
};

export type Layer =
  | {readonly kind: 'overview'; readonly cursor: Cursor}
  | {readonly kind: 'service'; readonly cursor: Cursor; readonly service: ServiceId}
  | {readonly kind: 'controller'; readonly cursor: Cursor; readonly host: HostName}
  | {readonly kind: 'evidence'; readonly cursor: Cursor; readonly finding: Finding}
  | {readonly kind: 'reading'; readonly cursor: Cursor; readonly about: ReadingRef}
  | {readonly kind: 'runs'; readonly cursor: Cursor}
  | {readonly kind: 'events'; readonly cursor: Cursor}
  | {readonly kind: 'sites'; readonly cursor: Cursor}
  | AcknowledgeLayer
  | {readonly kind: 'run'; readonly cursor: Cursor; readonly runId: string; readonly follow: boolean}
  /** A drill while it happens: a time line a service. */
  | {readonly kind: 'drill'; readonly cursor: Cursor; readonly runId: string}
  | {readonly kind: 'step'; readonly cursor: Cursor; readonly runId: string; readonly step: string}
  | {readonly kind: 'help'; readonly cursor: Cursor}
  | LogsLayer
  /** Typing the words of the log's filter, which is used as it grows; `before` comes back with Esc. */
  | {readonly kind: 'log-filter'; readonly cursor: Cursor; readonly before: string}
  | {
      readonly kind: 'actions';
      readonly cursor: Cursor;
      /** What the cursor was on when the menu was opened. */
      readonly service: ServiceId | null;
      readonly host: HostName | null;
    }
  | {readonly kind: 'choose'; readonly cursor: Cursor; readonly request: ActionRequest; readonly field: number}
  | FieldLayer
  | {readonly kind: 'phases'; readonly cursor: Cursor; readonly range: PhaseRange}
  | PlanLayer
  | {readonly kind: 'plan-step'; readonly cursor: Cursor; readonly step: string}
  | ConfirmLayer
  | {readonly kind: 'operate'; readonly cursor: Cursor}
  /** A run of this cluster goes on from earlier: offered once, when the console opens. */
  | {readonly kind: 'attach'; readonly cursor: Cursor; readonly runId: string}
  /** Everything that a run did, as commands, and what has a way back. */
  | {readonly kind: 'commands'; readonly cursor: Cursor; readonly runId: string}
  | {readonly kind: 'cancel'; readonly cursor: Cursor; readonly runId: string}
  | {readonly kind: 'quit'; readonly cursor: Cursor; readonly runId: string};

export type LayerOf<Kind extends Layer['kind']> = Extract<Layer, {kind: Kind}>;
