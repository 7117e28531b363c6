// Typing a confirmation: the name of what is at stake, and for destructive plans a reason (DESIGN §3).

import type {Plan} from '../model/plan.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {ConfirmLayer, PlanLayer} from './layer.ts';
import {popLayer, replaceTop} from './layer-stack.ts';

const longestField = 200;

/** What must be typed for this plan: the target's name, or for a destructive plan the cluster's. */
export function nameToType(state: ConsoleState, plan: Plan): string {
  return plan.danger === 'destructive' ? state.summary.cluster : plan.target;
}

export function typeText(state: ConsoleState, text: string): ConsoleState {
  const layer = topLayer(state);
  if (layer.kind !== 'confirm') return state;
  return replaceTop(state, withField(layer, `${layer[layer.field]}${text}`));
}

/** A reason may be pasted. A name is there to be thought about: it is typed. */
export function pasteText(state: ConsoleState, text: string): ConsoleState {
  const layer = topLayer(state);
  if (layer.kind !== 'confirm' || layer.field !== 'reason') return state;
  return typeText(state, text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' '));
}

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

export function eraseCharacter(layer: ConfirmLayer): ConfirmLayer {
  const graphemes = [...segmenter.segment(layer[layer.field])].map(({segment}) => segment);
  return withField(layer, graphemes.slice(0, -1).join(''));
}

export function otherField(layer: ConfirmLayer, danger: Plan['danger']): ConfirmLayer {
  if (danger !== 'destructive') return layer;
  return {...layer, field: layer.field === 'name' ? 'reason' : 'name'};
}

function withField(layer: ConfirmLayer, text: string): ConfirmLayer {
  return {...layer, [layer.field]: text.slice(0, longestField), fault: null};
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
