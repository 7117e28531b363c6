// Which part of a list is shown. Items are whole or absent: rows are never squeezed (terminal-ui §0.6).

import type {Row} from './row.ts';

export type Window = {readonly first: number; readonly end: number};

/**
 * The items of the given heights that fit into `height` around the selected one: from the top as long as that shows it,
 * else scrolled so that it is the last one.
 */
export function windowOf(heights: readonly number[], height: number, selected: number): Window {
  let first = 0;
  while (first < selected && sum(heights, first, selected + 1) > height) first += 1;
  let end = first;
  while (end < heights.length && sum(heights, first, end + 1) <= height) end += 1;
  return {first, end};
}

function sum(heights: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index += 1) total += heights[index] ?? 0;
  return total;
}

/** Rows of the items around the selected one, at most `height` of them. */
export function windowRows(items: readonly (readonly Row[])[], height: number, selected: number): readonly Row[] {
  const {first, end} = windowOf(
    items.map((item) => item.length),
    height,
    selected,
  );
  return items.slice(first, end).flat();
}
