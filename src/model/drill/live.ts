// A drill while it happens, folded from the events of its run: what a screen draws, without a clock of its own.

import type {RunEvent} from '../run-event.ts';
import type {DrillSpec, DrillState} from './drill.ts';

/** How one stream stands at a tick: acknowledgements and failures since the tick before. */
export type StreamTick = {
  readonly id: string;
  readonly acks: number;
  readonly fails: number;
  readonly sinceAckMs: number;
  /** Longest time between two acknowledgements of which the later came since the tick before; absent in old journals. */
  readonly longestMs?: number;
};

export type DrillTick = {readonly at: number; readonly streams: readonly StreamTick[]};

export type LiveDrill = {
  readonly spec: DrillSpec;
  readonly state: DrillState | null;
  /** Milliseconds since the drill began. */
  readonly states: readonly {readonly state: DrillState; readonly at: number}[];
  /** One a second; the newest `keptTicks`. */
  readonly ticks: readonly DrillTick[];
};

/** Ten minutes of a time line. */
export const keptTicks = 600;

/** null until a run with a drill has begun. */
export function foldDrill(before: LiveDrill | null, event: RunEvent): LiveDrill | null {
  if (event.type === 'run-started') {
    const operation = event.plan.steps.map((step) => step.operation).find((each) => each.kind === 'drill');
    return operation === undefined ? null : {spec: operation.spec, state: null, states: [], ticks: []};
  }
  if (before === null) return null;
  if (event.type === 'drill-state') {
    const {state, elapsedMs} = event;
    return {...before, state, states: [...before.states, {state, at: elapsedMs}]};
  }
  if (event.type === 'drill-tick') {
    const tick = {at: event.elapsedMs, streams: event.streams};
    return {...before, ticks: [...before.ticks, tick].slice(-keptTicks)};
  }
  return before;
}
