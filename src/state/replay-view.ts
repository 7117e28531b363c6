// What the console knows while it plays a recording: where it stands, and the cluster as it was seen then.

import type {CellLevel} from '../model/level.ts';
import type {Instant} from '../model/reading.ts';
import type {ConsoleState} from './console-state.ts';
import {emptyRunView} from './run-view.ts';

export type ReplayMark = {readonly at: Instant; readonly level: CellLevel};

export type ReplayView = {
  readonly from: Instant;
  readonly until: Instant;
  /** In whole seconds, so that a screen on which nothing else moves is drawn once a second at most. */
  readonly at: Instant;
  readonly speed: number;
  readonly playing: boolean;
  /** Moments at which something changed. */
  readonly marks: readonly ReplayMark[];
};

/** What belongs to the cluster and not to whoever watches. */
const worldKeys = [
  'judgement',
  'snapshot',
  'series',
  'lastWords',
  'feed',
  'runs',
  'unheard',
  'now',
  'zoneOffsetMinutes',
] as const satisfies readonly (keyof ConsoleState)[];

export type ReplayWorld = Pick<ConsoleState, (typeof worldKeys)[number]>;

export const replayControls = ['pause', 'back', 'forward', 'earlier', 'later', 'faster', 'slower'] as const;
export type ReplayControl = (typeof replayControls)[number];

export function worldOf(state: ConsoleState): ReplayWorld {
  const {judgement, snapshot, series, lastWords, feed, runs, unheard, now, zoneOffsetMinutes} = state;
  return {judgement, snapshot, series, lastWords, feed, runs, unheard, now, zoneOffsetMinutes};
}

/** The console at another moment of the recording; where the viewer is stays. A run that is open is told again from its beginning. */
export function replayed(state: ConsoleState, view: ReplayView, world: ReplayWorld, rewound: boolean): ConsoleState {
  const run = rewound && state.run !== null ? emptyRunView(state.run.runId) : state.run;
  return {...state, ...world, run, replay: view};
}
