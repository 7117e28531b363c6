// From the terminal's input to events: splits chunks, finds the command on the top layer, says how far the cursor can go.

import {findCommand, takesText} from '../keys/find-command.ts';
import type {KeyPress} from '../keys/key-press.ts';
import type {Instant} from '../model/reading.ts';
import type {ConsoleEvent, Extent} from '../state/console-event.ts';
import type {ConsoleState} from '../state/console-state.ts';
import {scopeOf} from '../state/prompt.ts';
import {bodyPage} from './body-page.ts';
import type {Style} from './kit/style.ts';
import {screenLayout} from './screen-layout.ts';

/** The event that this press is on the layer that is on top now; null where it means nothing. */
export function eventOfPress(state: ConsoleState, press: KeyPress, style: Style, at: Instant): ConsoleEvent | null {
  const scope = scopeOf(state);
  const entry = findCommand(scope, press);
  if (entry !== undefined) return {type: 'command', id: entry.id, at, extent: extentOf(state, style)};
  return takesText(scope) && press.text !== '' ? {type: 'typed', text: press.text, at} : null;
}

/** How far the cursor of the top layer can go. A page that cannot be drawn has nowhere to go. */
export function extentOf(state: ConsoleState, style: Style): Extent {
  const layout = screenLayout(state.size.columns, state.size.rows);
  const nowhere = {items: null, last: 0, page: 1} as const;
  if (layout === null) return nowhere;
  try {
    const {items, last} = bodyPage({state, style, size: layout.body});
    return {items, last, page: Math.max(1, layout.body.height - 2)};
  } catch {
    // The pane shows its own error (PaneBoundary); keys that lead away must still work.
    return nowhere;
  }
}
