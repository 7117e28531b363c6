// What the reducer returns: the next state, and what is to be done in the world.

import type {FindingParams} from '../model/finding.ts';
import type {UiTextId} from '../model/ui-text.ts';
import type {ConsoleState} from './console-state.ts';
import {feedLimit, noticeMs} from './console-state.ts';
import type {Effect} from './effect.ts';
import type {FeedEntry} from './feed.ts';

export type Reduction = {readonly state: ConsoleState; readonly effects: readonly Effect[]};

export function settled(state: ConsoleState): Reduction {
  return {state, effects: []};
}

export function withEffect(state: ConsoleState, ...effects: readonly Effect[]): Reduction {
  return {state, effects};
}

/** Shows one line for a few seconds or until the next key. */
export function notify(state: ConsoleState, text: UiTextId, params: FindingParams = {}): ConsoleState {
  return {...state, notice: {text, params, until: state.now + noticeMs}};
}

/** Adds to the feed: newest first, bounded. */
export function withFeed(state: ConsoleState, entries: readonly FeedEntry[]): ConsoleState {
  if (entries.length === 0) return state;
  return {...state, feed: [...[...entries].reverse(), ...state.feed].slice(0, feedLimit)};
}
