// How the lines of the terminal are shared out between header, body and hints.

import type {Size} from './kit/row.ts';

/** Below this nothing can be shown that would not mislead. */
export const smallest = {columns: 60, rows: 15} as const;

export type ScreenLayout = {
  readonly header: Size;
  /** Lines under the header and above the hints; absent on a low screen. */
  readonly rules: boolean;
  readonly body: Size;
  readonly hints: Size;
};

/** null: the terminal is too small. */
export function screenLayout(columns: number, rows: number): ScreenLayout | null {
  if (columns < smallest.columns || rows < smallest.rows) return null;
  const rules = rows >= 20;
  const [header, hints] = [2, 1];
  return {
    header: {width: columns, height: header},
    rules,
    body: {width: columns, height: rows - header - hints - (rules ? 2 : 0)},
    hints: {width: columns, height: hints},
  };
}
