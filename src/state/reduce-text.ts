// Characters into whatever is being typed: a confirmation's name or reason, a field of an action's input, a prompt.

import type {CommandId} from '../model/command.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {replaceTop} from './layer-stack.ts';
import {withPromptText} from './prompt.ts';
import {withField} from './reduce-confirm.ts';
import {filterWords, withFilterWords} from './reduce-logs.ts';

const longestText = 200;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

type CaretMove = 'caret-left' | 'caret-right' | 'caret-start' | 'caret-end';

/** What stands before and after the caret; characters are what a reader counts as one. */
export function aroundCaret(text: string, afterCaret: number): {readonly left: string; readonly right: string} {
  const graphemes = graphemesOf(text);
  const place = Math.max(0, graphemes.length - afterCaret);
  return {left: graphemes.slice(0, place).join(''), right: graphemes.slice(place).join('')};
}

export function typeText(state: ConsoleState, text: string): ConsoleState {
  const now = textOf(state);
  if (now === null) return state;
  const {left, right} = aroundCaret(now, state.afterCaret);
  // A full field takes no more, rather than lose its end.
  return withText(state, `${left}${text.slice(0, Math.max(0, longestText - now.length))}${right}`, state.afterCaret);
}

/**
 * Pasted text only ever fills a field that is there to be filled; it never is a key. A confirmation is there to be thought
 * about: its name and its reason are typed.
 */
export function pasteText(state: ConsoleState, text: string): ConsoleState {
  if (state.prompt === null && topLayer(state).kind === 'confirm') return state;
  return typeText(state, text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' '));
}

/** One character or one word before the caret, or everything of what is being typed. */
function eraseText(state: ConsoleState, how: 'erase' | 'erase-word' | 'erase-all'): ConsoleState {
  const now = textOf(state);
  if (now === null) return state;
  if (how === 'erase-all') return withText(state, '', 0);
  const {left, right} = aroundCaret(now, state.afterCaret);
  const kept = how === 'erase-word' ? left.trimEnd().replace(/\S+$/, '') : graphemesOf(left).slice(0, -1).join('');
  return withText(state, `${kept}${right}`, state.afterCaret);
}

function moveCaret(state: ConsoleState, move: CaretMove): ConsoleState {
  const now = textOf(state);
  if (now === null) return state;
  const {length} = graphemesOf(now);
  const places = {
    'caret-left': Math.min(length, state.afterCaret + 1),
    'caret-right': Math.max(0, state.afterCaret - 1),
    'caret-start': length,
    'caret-end': 0,
  } as const;
  return {...state, afterCaret: places[move]};
}

/** What a key of text editing makes of the state; undefined for every other command. */
export function editText(state: ConsoleState, id: CommandId): ConsoleState | undefined {
  switch (id) {
    case 'erase':
    case 'erase-word':
    case 'erase-all':
      return eraseText(state, id);
    case 'caret-left':
    case 'caret-right':
    case 'caret-start':
    case 'caret-end':
      return moveCaret(state, id);
    default:
      return undefined;
  }
}

/** Another field is continued at its end, wherever the caret stood in the one before. */
export function settleCaret(before: ConsoleState, after: ConsoleState): ConsoleState {
  return after.afterCaret === 0 || fieldOf(before) === fieldOf(after) ? after : {...after, afterCaret: 0};
}

/** Names the field that is typed into. */
function fieldOf(state: ConsoleState): string {
  const layer = topLayer(state);
  return [
    state.prompt?.kind ?? '',
    state.layers.length,
    layer.kind,
    layer.kind === 'confirm' ? layer.field : '',
  ].join();
}

/** The text that is being typed; null where nothing is. */
function textOf(state: ConsoleState): string | null {
  if (state.prompt !== null) return state.prompt.text;
  const layer = topLayer(state);
  if (layer.kind === 'confirm') return layer[layer.field];
  return layer.kind === 'field' || layer.kind === 'acknowledge' ? layer.text : (filterWords(state) ?? null);
}

function graphemesOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].map(({segment}) => segment);
}

function withText(before: ConsoleState, text: string, afterCaret: number): ConsoleState {
  const state = {...before, afterCaret};
  if (state.prompt !== null) return withPromptText(state, text);
  const layer = topLayer(state);
  if (layer.kind === 'confirm') return replaceTop(state, withField(layer, text));
  if (layer.kind === 'field' || layer.kind === 'acknowledge') {
    return replaceTop(state, {...layer, text, fault: false});
  }
  return layer.kind === 'log-filter' ? withFilterWords(state, text) : state;
}
