// A history as lines that can be drawn: one row a moment, and null where nobody saw anything.

import type {History} from '../../shared/api/history.ts';

/** `at` in milliseconds; one key a line. */
export type ChartRow = Readonly<Record<string, number | null>> & {readonly at: number};

export type ChartLines = {
  readonly names: readonly string[];
  readonly rows: readonly ChartRow[];
};

/** More lines than this cannot be told apart: the least of them are left out. */
export const mostLines = 8;

/** Moments without a value become gaps: a line must not cross a time that nobody saw. */
export function chartLines(history: History, by: string | null, only: string): ChartLines {
  const named = history.series
    .map(({labels, points}) => ({name: by === null ? only : (labels[by] ?? only), points}))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true}))
    .slice(0, mostLines);
  const values = new Map<number, Record<string, number | null>>();
  for (const {name, points} of named) {
    for (const [at, value] of points) {
      const row = values.get(at) ?? {};
      row[name] = value;
      values.set(at, row);
    }
  }
  const moments = [...values.keys()].sort((a, b) => a - b);
  const names = named.map(({name}) => name);
  const rows = moments.flatMap((at, index) => {
    const before = moments[index - 1];
    const missing = before !== undefined && at - before > 1.5 * history.step;
    const gap = missing ? [rowOf(names, (before ?? at) + history.step, {})] : [];
    return [...gap, rowOf(names, at, values.get(at) ?? {})];
  });
  return {names, rows};
}

function rowOf(names: readonly string[], at: number, values: Readonly<Record<string, number | null>>): ChartRow {
  return {...Object.fromEntries(names.map((name) => [name, values[name] ?? null])), at: at * 1000};
}

export type LineFigures = {
  readonly name: string;
  readonly last: number | null;
  readonly least: number | null;
  readonly most: number | null;
};

/** The same as figures, for those who do not see the drawing. `last` null: the newest moment has no value. */
export function figuresOf({names, rows}: ChartLines): readonly LineFigures[] {
  return names.map((name) => {
    const values = rows.map((row) => row[name] ?? null).filter((value) => value !== null);
    if (values.length === 0) return {name, last: null, least: null, most: null};
    return {name, last: rows.at(-1)?.[name] ?? null, least: Math.min(...values), most: Math.max(...values)};
  });
}
