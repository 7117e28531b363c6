// The phases dialog: which range of phases to converge.

import type {PhaseRange} from './console-deps.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {atStart} from './layer.ts';
import {pushLayer, replaceTop} from './layer-stack.ts';

/** Opens with everything chosen: converging what is right already changes nothing. Not on top of a dialog that asks. */
export function openPhases(state: ConsoleState): ConsoleState {
  const busy = state.layers.some((layer) => layer.kind === 'phases' || layer.kind === 'plan');
  if (busy) return state;
  return pushLayer(state, {kind: 'phases', cursor: atStart, range: everything(state)});
}

function everything(state: ConsoleState): PhaseRange {
  const numbers = state.summary.phases.map((phase) => phase.number);
  return {from: Math.min(...numbers), to: Math.max(...numbers)};
}

/** `item` is `phase:N`. A first phase after the last one moves the other end along, so that a range is never empty. */
export function chooseRange(
  state: ConsoleState,
  how: 'range-first' | 'range-last' | 'range-only' | 'range-all',
  item: string | null,
): ConsoleState {
  const layer = topLayer(state);
  const phase = Number(item?.replace('phase:', ''));
  if (layer.kind !== 'phases' || !Number.isInteger(phase)) return state;
  const ranges: Record<typeof how, PhaseRange> = {
    'range-first': {from: phase, to: Math.max(phase, layer.range.to)},
    'range-last': {from: Math.min(phase, layer.range.from), to: phase},
    'range-only': {from: phase, to: phase},
    'range-all': everything(state),
  };
  return replaceTop(state, {...layer, range: ranges[how]});
}
