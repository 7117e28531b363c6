// Operations on the stack of layers: open, close, replace. The overview at the bottom is never closed.

import type {ConsoleState} from './console-state.ts';
import type {Layer} from './layer.ts';

export function pushLayer(state: ConsoleState, layer: Layer): ConsoleState {
  return {...state, layers: [...state.layers, layer]};
}

export function popLayer(state: ConsoleState): ConsoleState {
  return state.layers.length > 1 ? {...state, layers: state.layers.slice(0, -1)} : state;
}

export function replaceTop(state: ConsoleState, layer: Layer): ConsoleState {
  return {...state, layers: [...state.layers.slice(0, -1), layer]};
}

/** Drops every layer that `drop` names; the overview stays. */
export function dropLayers(state: ConsoleState, drop: (layer: Layer) => boolean): ConsoleState {
  return {...state, layers: state.layers.filter((layer) => layer.kind === 'overview' || !drop(layer))};
}

/** Opens a full page in place of those that are open: number keys lead from a service to a service, not deeper and deeper. */
export function openPage(state: ConsoleState, layer: Layer): ConsoleState {
  return {...state, layers: [...state.layers.slice(0, 1), layer]};
}
