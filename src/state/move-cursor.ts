// Moving the cursor of the top layer: by items in a list, by lines in a text.

import type {CommandId} from '../model/command.ts';
import type {Extent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {Cursor} from './layer.ts';
import {replaceTop} from './layer-stack.ts';
import {moveInLog} from './reduce-logs.ts';

const moves: Partial<Readonly<Record<CommandId, (extent: Extent) => number>>> = {
  up: () => -1,
  down: () => 1,
  'page-up': (extent) => -Math.max(1, extent.page),
  'page-down': (extent) => Math.max(1, extent.page),
  top: () => Number.NEGATIVE_INFINITY,
  bottom: () => Number.POSITIVE_INFINITY,
};

/** The state with the cursor moved, or undefined if the command is none that moves it. */
export function moveCursor(state: ConsoleState, id: CommandId, extent: Extent): ConsoleState | undefined {
  const move = moves[id];
  if (move === undefined) return undefined;
  const layer = topLayer(state);
  const cursor = movedBy(layer.cursor, move(extent), extent);
  if (layer.kind === 'logs') {
    // Following stands at the end; a hand on the keys goes on from there.
    const from = layer.held === null ? {...layer.cursor, line: extent.last} : layer.cursor;
    return moveInLog(state, layer, movedBy(from, move(extent), extent), id);
  }
  const moved = replaceTop(state, {...layer, cursor});
  // Whoever moves by hand in a run wants to read, not to be carried along.
  return layer.kind === 'run' ? replaceTop(state, {...layer, cursor, follow: false}) : moved;
}

function movedBy(cursor: Cursor, delta: number, extent: Extent): Cursor {
  if (extent.items === null) {
    return {...cursor, line: clamp(Math.min(cursor.line, extent.last) + delta, extent.last)};
  }
  const index = clamp(indexOfItem(cursor, extent.items) + delta, extent.items.length - 1);
  return {...cursor, item: extent.items[index] ?? null};
}

/** To the next or the previous controller's column; column 0 is the row as a whole. */
export function moveColumn(state: ConsoleState, step: 1 | -1): ConsoleState {
  const layer = topLayer(state);
  const column = clamp(layer.cursor.column + step, state.summary.controllers.length);
  return replaceTop(state, {...layer, cursor: {...layer.cursor, column}});
}

/** Where the cursor stands in a list: on its item, or on the first line when that item is gone. */
export function indexOfItem(cursor: Cursor, items: readonly string[]): number {
  return cursor.item === null ? 0 : Math.max(0, items.indexOf(cursor.item));
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(value, Math.max(0, last)));
}
