// Keys on a run: follow it, ask it to stop, plan to take back what it did.

import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {LayerOf} from './layer.ts';
import {atStart} from './layer.ts';
import {pushLayer} from './layer-stack.ts';
import {needOperate} from './reduce-mode.ts';
import {askForPlan} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled} from './reduction.ts';
import {isGoingOn} from './run-view.ts';

/** The plan that takes back what the run that is shown did; nothing is done by itself. */
export function undoRun(state: ConsoleState): Reduction {
  const layer = topLayer(state);
  if (layer.kind !== 'run' && layer.kind !== 'step' && layer.kind !== 'commands') return settled(state);
  if (state.run !== null && isGoingOn(state.run)) return settled(notify(state, 'notice.undo-later'));
  return askForPlan(state, {action: 'undo', input: {run: layer.runId}, overrides: []});
}

export function followed(state: ConsoleState, layer: LayerOf<'run'>): LayerOf<'run'> {
  const running = Object.entries(state.run?.steps ?? {}).findLast(([, step]) => step.state === 'running');
  const item = running === undefined ? layer.cursor.item : `step:${running[0]}`;
  return {...layer, follow: true, cursor: {...layer.cursor, item}};
}

export function askToCancel(state: ConsoleState): ConsoleState {
  const layer = topLayer(state);
  if ((layer.kind !== 'run' && layer.kind !== 'drill') || state.run === null || !isGoingOn(state.run)) return state;
  if (state.mode.kind === 'watch') return needOperate(state);
  return pushLayer(state, {kind: 'cancel', cursor: atStart, runId: layer.runId});
}
