// A page: what one layer shows in the body of the screen, and how far its cursor can go there.

import type {ConsoleState} from '../state/console-state.ts';
import type {Row, Size} from './kit/row.ts';
import type {Style} from './kit/style.ts';

export type PageContext = {readonly state: ConsoleState; readonly style: Style; readonly size: Size};

export type Page = {
  readonly rows: readonly Row[];
  /** Keys of the items that the cursor can stand on; null for a text that is scrolled. */
  readonly items: readonly string[] | null;
  /** The last line at which a scrolled text may begin. */
  readonly last: number;
};

/** A page that is a text: `lines` from the given line on, with the last page full. */
export function textPage(lines: readonly Row[], line: number, height: number): Page {
  const last = Math.max(0, lines.length - height);
  const first = Math.min(line, last);
  return {rows: lines.slice(first, first + height), items: null, last};
}
