// The screen as plain text, for a ticket: the lines that an operator sees, without colours.

import type {ConsoleState} from '../state/console-state.ts';
import {bodyPage} from './body-page.ts';
import {headerRows} from './header.ts';
import {hintsRow} from './hints.ts';
import type {Row} from './kit/row.ts';
import {fitRow} from './kit/row.ts';
import type {Style} from './kit/style.ts';
import {screenLayout} from './screen-layout.ts';

export function screenText(state: ConsoleState, style: Style): string {
  const layout = screenLayout(state.size.columns, state.size.rows);
  if (layout === null) return '';
  const width = state.size.columns;
  const rows: readonly Row[] = [
    ...headerRows(state, style, width),
    ...bodyPage({state, style, size: layout.body}).rows,
    hintsRow(state, style, width),
  ];
  const lines = rows.map((row) =>
    fitRow(row, width, style)
      .map(({text}) => text)
      .join('')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
