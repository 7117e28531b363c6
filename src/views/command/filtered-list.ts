// A list whose entries `/` filters by what they show: the entries that fit, and the keys that the cursor can stand on.

import type {Cursor} from '../../state/layer.ts';
import {matchesFilter} from '../../state/list-filter.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import type {Row} from '../kit/row.ts';
import {windowRows} from '../kit/window.ts';

export type ListEntry = {
  readonly key: string;
  rows(selected: boolean): readonly Row[];
};

export type FilteredList = {readonly rows: readonly Row[]; readonly items: readonly string[]; readonly hidden: number};

/** At most `height` rows around the cursor. An entry matches by all that it can show, also what it shows only under the cursor. */
export function filteredList(entries: readonly ListEntry[], cursor: Cursor, height: number): FilteredList {
  const shown = entries.filter((entry) => cursor.filter === '' || matchesFilter(cursor.filter, textOf(entry)));
  const items = shown.map(({key}) => key);
  const at = indexOfItem(cursor, items);
  const blocks = shown.map((entry, index) => entry.rows(index === at));
  return {rows: windowRows(blocks, Math.max(1, height), at), items, hidden: entries.length - shown.length};
}

function textOf(entry: ListEntry): string {
  return entry
    .rows(true)
    .flat()
    .map(({text}) => text)
    .join(' ');
}
