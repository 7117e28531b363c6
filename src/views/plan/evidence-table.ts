// What was seen of each candidate, above the plan or the refusal that rests on it: nobody should have to believe a decision.

import type {EvidenceTable} from '../../model/plan.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {clean, widthOf, wrap} from '../kit/text-width.ts';

const gap = 2;

/**
 * As a table where it fits; else every candidate as a sentence of its columns, for a column that is cut may be the one that
 * decides. At most `most` rows; that there are more is said.
 */
export function tableRows(table: EvidenceTable | undefined, style: Style, width: number, most: number): readonly Row[] {
  if (table === undefined || table.rows.length === 0) return [];
  return rowsOf(spoken(table, style), style, width, most);
}

/** Heads and what judges say in cells, in the reader's language; names and what programs say stay. */
function spoken({head, rows}: EvidenceTable, style: Style): EvidenceTable {
  return {head: head.map(style.words), rows: rows.map((cells) => cells.map(style.words))};
}

function rowsOf(table: EvidenceTable, style: Style, width: number, most: number): readonly Row[] {
  const widths = table.head.map((name, column) =>
    Math.max(widthOf(name), ...table.rows.map((row) => widthOf(clean(row[column] ?? '')))),
  );
  const total = widths.reduce((sum, one) => sum + one + gap, 0);
  const rows = total <= width ? asTable(table, widths, style) : asSentences(table, style, width);
  if (rows.length <= most) return [...rows, []];
  return [...rows.slice(0, Math.max(1, most - 1)), [span(style.say('plan.table-more'), 'dim')], []];
}

function asTable({head, rows}: EvidenceTable, widths: readonly number[], style: Style): readonly Row[] {
  const line = (cells: readonly string[], tone: 'dim' | 'plain'): Row =>
    widths.map((width, column) => cell(cells[column] ?? '', width + gap, style, column === 0 ? 'strong' : tone));
  return [line(head, 'dim'), ...rows.map((row) => line(row, 'plain'))];
}

/** `server1: seqno 42, safe to bootstrap no, …` */
function asSentences({head, rows}: EvidenceTable, style: Style, width: number): readonly Row[] {
  return rows.flatMap((cells) => {
    // Where the first column is only the mark of the one that was chosen, the name is the second.
    const names = head[0] === '' ? 2 : 1;
    const name = cells.slice(0, names).join(' ').trim();
    const said = cells
      .slice(names)
      .map((value, index) => `${head[index + names] ?? ''} ${value === '' ? style.glyphs.dash : value}`);
    const lines = wrap(`${name}: ${said.join(', ')}`, width - 2);
    return lines.map((text, index): Row => [span(index === 0 ? '' : '  '), span(text, index === 0 ? 'plain' : 'dim')]);
  });
}
