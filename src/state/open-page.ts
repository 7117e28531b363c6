// Opening pages by name, going back, and leaving: the same whether a key or a word asked for it.

import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {atStart} from './layer.ts';
import {openPage, popLayer, pushLayer} from './layer-stack.ts';
import {openDrill} from './open-drill.ts';
import {withFilter} from './prompt.ts';
import {openActions} from './reduce-action.ts';
import {openLogs} from './reduce-logs.ts';
import {openPhases} from './reduce-phases.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';
import {isGoingOn} from './run-view.ts';

/** Pages that have a word of their own after `:`. */
export const pageWords = ['overview', 'runs', 'events', 'sites', 'help', 'actions', 'phases', 'logs', 'drill'] as const;
export type PageWord = (typeof pageWords)[number];

export function openPageByWord(state: ConsoleState, page: PageWord): Reduction {
  const layer = topLayer(state);
  switch (page) {
    case 'overview':
      return settled({...state, layers: state.layers.slice(0, 1)});
    case 'runs': {
      const opened = layer.kind === 'runs' ? state : openPage(state, {kind: 'runs', cursor: atStart});
      return withEffect(opened, {type: 'list-runs'});
    }
    case 'events':
      return settled(layer.kind === 'events' ? state : openPage(state, {kind: 'events', cursor: atStart}));
    case 'sites':
      return settled(openSites(state));
    case 'help':
      return settled(layer.kind === 'help' ? popLayer(state) : pushLayer(state, {kind: 'help', cursor: atStart}));
    case 'actions':
      return settled(openActions(state, null, undefined));
    case 'logs':
      return openLogs(state);
    case 'drill':
      return openDrill(state);
    case 'phases':
      return settled(openPhases(state));
  }
}

export function openSites(state: ConsoleState): ConsoleState {
  return topLayer(state).kind === 'sites' ? state : openPage(state, {kind: 'sites', cursor: atStart});
}

/** Esc: first the filter goes, then the page; from the first page of one cluster to the list of all of them. */
export function goBack(state: ConsoleState): ConsoleState {
  if (topLayer(state).cursor.filter !== '') return withFilter(state, '');
  if (state.layers.length > 1) return popLayer(state);
  return state.sites.length > 1 ? openSites(state) : state;
}

/** Asks first while a run is going on: it goes on by itself, and the operator should know. */
export function quit(state: ConsoleState): Reduction {
  const {run} = state;
  const running = run !== null && isGoingOn(run);
  if (!running || topLayer(state).kind === 'quit') return withEffect(state, {type: 'quit'});
  return settled(pushLayer(state, {kind: 'quit', cursor: atStart, runId: run.runId}));
}
