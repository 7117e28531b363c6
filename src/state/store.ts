// Holds the state, lets the reducer make the next one, and tells the screen, but no more often than anybody can read.

import type {ConsoleEvent} from './console-event.ts';
import {isUrgent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import type {Effect} from './effect.ts';
import {reduce} from './reduce.ts';
import {isVisibleChange} from './visible-change.ts';

export type Store = {
  /** The state as it was last announced. Stable between announcements, as React wants it. */
  shown(): ConsoleState;
  /** The newest state, announced or not. */
  current(): ConsoleState;
  dispatch(event: ConsoleEvent): void;
  subscribe(listener: () => void): () => void;
  /** Ends the timer that may be pending. */
  close(): void;
};

export type StoreOptions = {
  readonly initial: ConsoleState;
  perform(effect: Effect): void;
  /** Told of every event before it is reduced. */
  observe?(event: ConsoleEvent): void;
  /** true while the terminal does not take what was written: then nothing more is drawn (terminal-ui §4.4). */
  readonly isStalled?: () => boolean;
};

/** Data is announced at most four times a second (terminal-ui §2.4). */
export const dataGapMs = 250;

export function createStore(options: StoreOptions): Store {
  let current = options.initial;
  let shown = options.initial;
  let timer: NodeJS.Timeout | undefined;
  let announcedAt = Number.NEGATIVE_INFINITY;
  const listeners = new Set<() => void>();

  const announce = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (options.isStalled?.() === true) {
      announceLater(dataGapMs);
      return;
    }
    announcedAt = performance.now();
    shown = current;
    for (const listener of listeners) listener();
  };

  const announceLater = (delay: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (isVisibleChange(shown, current)) announce();
    }, delay);
  };

  return {
    shown: () => shown,
    current: () => current,
    dispatch(event) {
      options.observe?.(event);
      const {state, effects} = reduce(current, event);
      current = state;
      for (const effect of effects) options.perform(effect);
      if (isUrgent(event)) announce();
      else if (isVisibleChange(shown, current)) {
        announceLater(Math.max(0, dataGapMs - (performance.now() - announcedAt)));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearTimeout(timer),
  };
}
