// Typing a confirmation: the name of what is at stake, and for destructive plans a reason (DESIGN §3).

import type {Plan} from '../model/plan.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {ConfirmLayer, PlanLayer} from './layer.ts';
import {popLayer} from './layer-stack.ts';

/** What must be typed for this plan: the target's name, or for a destructive plan the cluster's. */
export function nameToType(state: ConsoleState, plan: Plan): string {
  return plan.danger === 'destructive' ? state.summary.cluster : plan.target;
}

export function otherField(layer: ConfirmLayer, danger: Plan['danger']): ConfirmLayer {
  if (danger !== 'destructive') return layer;
  return {...layer, field: layer.field === 'name' ? 'reason' : 'name'};
}

/** The layer with that text in the field that is being typed. */
export function withField(layer: ConfirmLayer, text: string): ConfirmLayer {
  return {...layer, [layer.field]: text, fault: null};
}

/** The confirmed plan with its reason, or the layer with what is still wrong. */
export function judgeConfirmation(
  state: ConsoleState,
  layer: ConfirmLayer,
  plan: Plan,
):
  | {readonly confirmed: true; readonly reason: string | null}
  | {readonly confirmed: false; readonly layer: ConfirmLayer} {
  if (layer.name !== nameToType(state, plan)) {
    return {confirmed: false, layer: {...layer, field: 'name', fault: 'name'}};
  }
  const reason = layer.reason.trim();
  if (plan.danger === 'destructive' && reason === '') {
    return {confirmed: false, layer: {...layer, field: 'reason', fault: 'reason'}};
  }
  return {confirmed: true, reason: reason === '' ? null : reason};
}

/** The plan layer under the confirmation. */
export function planBeneath(state: ConsoleState): PlanLayer | undefined {
  return state.layers.findLast((layer) => layer.kind === 'plan');
}

export function closeConfirmation(state: ConsoleState): ConsoleState {
  return topLayer(state).kind === 'confirm' ? popLayer(state) : state;
}
