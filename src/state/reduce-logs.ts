// The log's keys: follow and hold, which lines, how far back. Leaving the log lets go of it.

import type {CommandId} from '../model/command.ts';
import type {ConsoleEvent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {Effect} from './effect.ts';
import type {Cursor, LayerOf, LogsLayer} from './layer.ts';
import {atStart} from './layer.ts';
import {openPage, popLayer, pushLayer, replaceTop} from './layer-stack.ts';
import type {LogSpan} from './log-buffer.ts';
import {addLines, logSpans, noLogs} from './log-buffer.ts';
import type {LogFilter} from './log-filter.ts';
import {allLines} from './log-filter.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';

/** Severities that one key goes through: all, notices, warnings, errors. */
const severities = [7, 5, 4, 3] as const;

export function openLogs(state: ConsoleState, filter: LogFilter = allLines, span: LogSpan = 'recent'): Reduction {
  if (topLayer(state).kind === 'logs' || state.replay !== null) return settled(state);
  const layer: LogsLayer = {kind: 'logs', cursor: atStart, held: null, filter, wrapped: false};
  return withEffect(openPage({...state, logs: {...noLogs, span}}, layer), {type: 'follow-logs', span});
}

export function reduceLogs(state: ConsoleState, id: CommandId): Reduction | undefined {
  if (id === 'logs') return openLogs(state);
  const layer = topLayer(state);
  if (layer.kind === 'log-filter') return reduceFilter(state, layer, id);
  if (layer.kind !== 'logs') return undefined;
  const put = (next: LogsLayer): Reduction => settled(replaceTop(state, next));
  switch (id) {
    case 'log-pause':
      return put(layer.held === null ? hold(state, layer, layer.cursor) : {...layer, held: null});
    case 'follow':
      return put({...layer, held: null});
    case 'log-wrap':
      return put({...layer, wrapped: !layer.wrapped});
    case 'log-priority':
      return put(filtered(layer, {priority: after(severities, layer.filter.priority) ?? 7}));
    case 'next':
      return put(filtered(layer, {host: after([null, ...state.summary.controllers], layer.filter.host) ?? null}));
    case 'log-unit':
      return put(filtered(layer, {unit: after([null, ...unitsOf(state)], layer.filter.unit) ?? null}));
    case 'log-span':
      return respan(state, layer);
    case 'log-filter':
      return settled(pushLayer(state, {kind: 'log-filter', cursor: atStart, before: layer.filter.words}));
    default:
      return undefined;
  }
}

/** Whoever moves by hand wants to read: the lines stand still. To the end means to follow again. */
export function moveInLog(state: ConsoleState, layer: LogsLayer, cursor: Cursor, id: CommandId): ConsoleState {
  return replaceTop(state, id === 'bottom' ? {...layer, held: null} : hold(state, layer, cursor));
}

/** What a typed character does to the words of the filter: it is used at once. */
export function filterWords(state: ConsoleState): string | undefined {
  return topLayer(state).kind === 'log-filter' ? (logsBeneath(state)?.filter.words ?? '') : undefined;
}

export function withFilterWords(state: ConsoleState, words: string): ConsoleState {
  const layers = state.layers.map((layer) => (layer.kind === 'logs' ? filtered(layer, {words}) : layer));
  return {...state, layers};
}

export function logged(
  state: ConsoleState,
  event: Extract<ConsoleEvent, {type: 'logged' | 'log-source'}>,
): ConsoleState {
  if (logsBeneath(state) === undefined) return state;
  if (event.type === 'logged') return {...state, logs: addLines(state.logs, event.lines)};
  const {host, open, why} = event;
  return {...state, logs: {...state.logs, sources: {...state.logs.sources, [host]: {open, why}}}};
}

/** Lines cost memory and a channel a controller: they are let go of with the page. */
export function closeUnreadLogs(
  before: ConsoleState,
  after_: ConsoleState,
): {
  readonly state: ConsoleState;
  readonly effects: readonly Effect[];
} {
  if (logsBeneath(before) === undefined || logsBeneath(after_) !== undefined) return {state: after_, effects: []};
  return {state: {...after_, logs: noLogs}, effects: [{type: 'close-logs'}]};
}

function logsBeneath(state: ConsoleState): LogsLayer | undefined {
  return state.layers.find((layer) => layer.kind === 'logs');
}

function reduceFilter(state: ConsoleState, layer: LayerOf<'log-filter'>, id: CommandId): Reduction | undefined {
  if (id === 'accept') return settled(popLayer(state));
  if (id === 'back') return settled(withFilterWords(popLayer(state), layer.before));
  return undefined;
}

function respan(state: ConsoleState, layer: LogsLayer): Reduction {
  const span = after(logSpans, state.logs.span) ?? 'recent';
  const fresh = {...state, logs: {...noLogs, span}};
  return withEffect(replaceTop(fresh, {...layer, held: null}), {type: 'follow-logs', span});
}

function hold(state: ConsoleState, layer: LogsLayer, cursor: Cursor): LogsLayer {
  return {...layer, cursor, held: layer.held ?? state.logs.lines};
}

function filtered(layer: LogsLayer, change: Partial<LogFilter>): LogsLayer {
  return {...layer, cursor: atStart, filter: {...layer.filter, ...change}};
}

function unitsOf(state: ConsoleState): readonly string[] {
  return [...new Set(state.logs.lines.map((line) => line.unit))].sort();
}

/** The one after it, the first one after the last. */
function after<T>(all: readonly T[], one: T): T | undefined {
  return all[(all.indexOf(one) + 1) % all.length];
}
