// Characters into whatever is being typed: a confirmation's name or reason, a field of an action's input, a prompt.

import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {replaceTop} from './layer-stack.ts';
import {withPromptText} from './prompt.ts';
import {withField} from './reduce-confirm.ts';
import {filterWords, withFilterWords} from './reduce-logs.ts';

const longestText = 200;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

export function typeText(state: ConsoleState, text: string): ConsoleState {
  const now = textOf(state);
  return now === null ? state : withText(state, `${now}${text}`.slice(0, longestText));
}

/**
 * Pasted text only ever fills a field that is there to be filled; it never is a key. A confirmation is there to be thought
 * about: its name and its reason are typed.
 */
export function pasteText(state: ConsoleState, text: string): ConsoleState {
  if (state.prompt === null && topLayer(state).kind === 'confirm') return state;
  return typeText(state, text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' '));
}

/** One character, one word or everything of what is being typed. */
export function eraseText(state: ConsoleState, how: 'erase' | 'erase-word' | 'erase-all'): ConsoleState {
  const now = textOf(state);
  if (now === null) return state;
  if (how === 'erase-all') return withText(state, '');
  if (how === 'erase-word') return withText(state, now.trimEnd().replace(/\S+$/, ''));
  const graphemes = [...segmenter.segment(now)].map(({segment}) => segment);
  return withText(state, graphemes.slice(0, -1).join(''));
}

/** The text that is being typed; null where nothing is. */
function textOf(state: ConsoleState): string | null {
  if (state.prompt !== null) return state.prompt.text;
  const layer = topLayer(state);
  if (layer.kind === 'confirm') return layer[layer.field];
  return layer.kind === 'field' || layer.kind === 'acknowledge' ? layer.text : (filterWords(state) ?? null);
}

function withText(state: ConsoleState, text: string): ConsoleState {
  if (state.prompt !== null) return withPromptText(state, text);
  const layer = topLayer(state);
  if (layer.kind === 'confirm') return replaceTop(state, withField(layer, text));
  if (layer.kind === 'field' || layer.kind === 'acknowledge') {
    return replaceTop(state, {...layer, text, fault: false});
  }
  return layer.kind === 'log-filter' ? withFilterWords(state, text) : state;
}
