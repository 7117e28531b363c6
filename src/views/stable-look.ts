// Keeps the last state as long as a newer one looks the same: then React, Yoga and Ink have nothing to do at all.

import type {ConsoleState} from '../state/console-state.ts';
import {bodyPage} from './body-page.ts';
import {breadcrumbRow} from './command/breadcrumbs.ts';
import {promptNoticeRow} from './command/prompt-rows.ts';
import {headerRows} from './header.ts';
import {hintsRow} from './hints.ts';
import {paintRow} from './kit/row.ts';
import type {Style} from './kit/style.ts';
import {screenLayout} from './screen-layout.ts';

/** Facts that move below what a cell rounds to cost a few string operations here instead of a whole frame (terminal-ui §4.2). */
export function stableLook(style: Style): (state: ConsoleState) => ConsoleState {
  let last: {readonly given: ConsoleState; readonly look: string; readonly shown: ConsoleState} | undefined;
  return (state) => {
    if (last?.given === state) return last.shown;
    const look = lookOf(state, style);
    const shown = look !== null && last?.look === look ? last.shown : state;
    last = {given: state, look: look ?? '', shown};
    return shown;
  };
}

/** Every visible line, or null where one cannot be made: then the panes themselves say what is wrong. */
function lookOf(state: ConsoleState, style: Style): string | null {
  const layout = screenLayout(state.size.columns, state.size.rows);
  const width = state.size.columns;
  const fixed = `${width}x${state.size.rows} ${state.drawing} ${JSON.stringify([state.notice, state.replay])}`;
  if (layout === null) return fixed;
  try {
    const rows = [
      ...headerRows(state, style, width),
      ...bodyPage({state, style, size: layout.body}).rows,
      breadcrumbRow(state, style, width),
      ...(state.prompt === null ? [] : [promptNoticeRow(state.prompt, style, width) ?? []]),
      hintsRow(state, style, width),
    ];
    return [fixed, ...rows.map((row) => paintRow(row, width, style))].join('\n');
  } catch {
    return null;
  }
}
