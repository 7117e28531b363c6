// The line at the bottom in which something is typed: a command after `:`, a filter after `/`. The page above stays.

import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {Layer} from './layer.ts';
import {replaceTop} from './layer-stack.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';

export type Prompt =
  | {
      readonly kind: 'command';
      readonly text: string;
      /** Place in the history, newest is 0; -1 is what is being typed. */
      readonly past: number;
      /** What was typed before the history was leafed through. */
      readonly draft: string;
      /** What Tab found, where it found several. */
      readonly candidates: readonly string[];
      /** Why the last Enter was not taken. */
      readonly fault: string | null;
    }
  | {readonly kind: 'filter'; readonly text: string; readonly before: string};

export type CommandPrompt = Extract<Prompt, {kind: 'command'}>;

/** Lines of the command history that are kept. */
export const historyLimit = 200;

export function openCommandPrompt(state: ConsoleState, text = ''): ConsoleState {
  return {...state, prompt: {kind: 'command', text, past: -1, draft: '', candidates: [], fault: null}};
}

export function openFilterPrompt(state: ConsoleState): ConsoleState {
  const {filter} = topLayer(state).cursor;
  return {...state, prompt: {kind: 'filter', text: filter, before: filter}};
}

/** Esc: a command is forgotten, a filter is as it was before. */
export function closePrompt(state: ConsoleState): ConsoleState {
  const {prompt} = state;
  const closed: ConsoleState = {...state, prompt: null};
  return prompt?.kind === 'filter' ? withFilter(closed, prompt.before) : closed;
}

/** Enter: the line is read, or the filter stays. An empty command is only a closed prompt. */
export function acceptPrompt(state: ConsoleState): Reduction {
  const {prompt} = state;
  if (prompt === null) return settled(state);
  if (prompt.kind === 'filter') return settled({...state, prompt: null});
  const line = prompt.text.trim();
  if (line === '') return settled(closePrompt(state));
  return withEffect(state, {type: 'read-line', line});
}

/** Tab in a command: asks what could follow. */
export function completePrompt(state: ConsoleState): Reduction {
  const {prompt} = state;
  return prompt?.kind === 'command' ? withEffect(state, {type: 'complete-line', line: prompt.text}) : settled(state);
}

/** The line that can follow, and what there is to choose from where that is not one thing. */
export function completed(state: ConsoleState, text: string, candidates: readonly string[]): ConsoleState {
  const {prompt} = state;
  return prompt?.kind === 'command'
    ? {...state, prompt: {...prompt, text, candidates, fault: null}, afterCaret: 0}
    : state;
}

export function withPromptText(state: ConsoleState, text: string): ConsoleState {
  const {prompt} = state;
  if (prompt === null) return state;
  if (prompt.kind === 'filter') return withFilter({...state, prompt: {...prompt, text}}, text);
  return {...state, prompt: {...prompt, text, past: -1, candidates: [], fault: null}};
}

/** Up and down in a command: older and newer lines; what was being typed comes back at the end. */
export function leafHistory(state: ConsoleState, step: 1 | -1): ConsoleState {
  const {prompt, history} = state;
  if (prompt?.kind !== 'command') return state;
  const past = Math.max(-1, Math.min(prompt.past + step, history.length - 1));
  const draft = prompt.past === -1 ? prompt.text : prompt.draft;
  const text = past === -1 ? draft : (history[past] ?? '');
  return {...state, prompt: {...prompt, text, past, draft, candidates: [], fault: null}, afterCaret: 0};
}

/** Newest first, each line once. */
export function remembered(history: readonly string[], line: string): readonly string[] {
  return [line, ...history.filter((one) => one !== line)].slice(0, historyLimit);
}

/** Filters the list on top; the cursor goes to its beginning, for its item may be gone. */
export function withFilter(state: ConsoleState, filter: string): ConsoleState {
  const layer = topLayer(state);
  return replaceTop(state, {...layer, cursor: {...layer.cursor, filter, item: null, line: 0}});
}

/** The scope in which a key is pressed: a prompt's before the page's. */
export function scopeOf(state: ConsoleState): Layer['kind'] | Prompt['kind'] {
  return state.prompt?.kind ?? topLayer(state).kind;
}
