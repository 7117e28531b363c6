// When a console opens: a run that goes on from earlier is offered, one whose Runner is gone is told of.

import type {RunSummary} from './console-deps.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {atStart} from './layer.ts';
import {pushLayer} from './layer-stack.ts';
import {notify} from './reduction.ts';

/** An orphan of long ago is in the history; it is no news every time that a console opens. */
const recentMs = 24 * 60 * 60 * 1000;

export function offerRuns(state: ConsoleState, runs: readonly RunSummary[]): ConsoleState {
  const newest = [...runs].sort((a, b) => b.startedAt - a.startedAt);
  const running = newest.find((run) => run.state === 'running');
  const free = topLayer(state).kind === 'overview' && state.prompt === null && state.replay === null;
  if (running !== undefined) {
    return free ? pushLayer(state, {kind: 'attach', cursor: atStart, runId: running.runId}) : state;
  }
  const orphaned = newest.find((run) => run.state === 'orphaned' && state.now - run.startedAt < recentMs);
  return orphaned === undefined ? state : notify(state, 'notice.orphaned', {run: orphaned.runId});
}
