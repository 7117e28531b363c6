// Opening the page of a drill: the one that is followed, or the newest that this machine has carried out.

import type {RunSummary} from './console-deps.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {atStart} from './layer.ts';
import {pushLayer} from './layer-stack.ts';
import {openRun} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled} from './reduction.ts';

/** What the plan of a drill is called (src/actions/drill.ts): a list of runs tells no more of them. */
const drillTitle = /^drill D\d+/;

/** The journal of the newest one is followed first; its page opens as soon as that says that it is a drill. */
export function openDrill(state: ConsoleState): Reduction {
  const {run} = state;
  const newest = newestDrill(state.runs ?? []);
  if (topLayer(state).kind === 'drill') return settled(state);
  if (run?.drill != null && (newest === undefined || newest.state !== 'running' || newest.runId === run.runId)) {
    return settled(pushLayer(state, {kind: 'drill', cursor: atStart, runId: run.runId}));
  }
  return newest === undefined ? settled(notify(state, 'notice.no-drill')) : openRun(state, newest.runId);
}

/** A run that turns out to be a drill is shown as one to whoever has just begun to follow it; Esc leads to its steps. */
export function showDrill(state: ConsoleState, runId: string): ConsoleState {
  const layer = topLayer(state);
  const followed = layer.kind === 'run' && layer.runId === runId && layer.follow;
  return followed && state.run?.drill != null ? pushLayer(state, {kind: 'drill', cursor: atStart, runId}) : state;
}

function newestDrill(runs: readonly RunSummary[]): RunSummary | undefined {
  const drills = runs.filter(({title}) => drillTitle.test(title)).toSorted((a, b) => b.startedAt - a.startedAt);
  return drills.find(({state}) => state === 'running') ?? drills[0];
}
