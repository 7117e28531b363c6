// A page made of sections: under each other where the screen is narrow, side by side where it is wide; lines are whole or absent.

import type {Row, Size} from './row.ts';
import {cell, fitRow, rowWidth, span} from './row.ts';
import type {Style} from './style.ts';

/** One line of a section. `key` makes it something that the cursor can stand on. */
export type Line = {readonly key: string | null; readonly row: (width: number, here: boolean) => Row};

export type Section = {
  readonly title: string;
  /** Dim at the right of the title: what it was asked of, or how old it is. */
  readonly note?: string;
  readonly lines: readonly Line[];
};

export type SectionsPage = {readonly rows: readonly Row[]; readonly items: readonly string[]};

type Placed = {readonly section: Section; readonly line: Line; readonly first: boolean};

/** From this width on two panes are more than one. */
export const twoPanes = 160;
const gutter = 3;
const between = 3;

/** Keys of all lines in the order in which the cursor walks through them. */
export function sectionItems(sections: readonly Section[]): readonly string[] {
  return sections.flatMap((section) => section.lines.flatMap((line) => (line.key === null ? [] : [line.key])));
}

/** Sections with only those lines whose visible text is wanted; heads stay, a section without any line goes. */
export function filterSections(sections: readonly Section[], wants: (text: string) => boolean): readonly Section[] {
  return sections.flatMap((section): readonly Section[] => {
    const lines = section.lines.filter((line) => line.key === null || wants(textOf(section, line)));
    return lines.some((line) => line.key !== null) ? [{...section, lines}] : [];
  });
}

/** The section's title is searched too: `/bricks` leaves the bricks. */
function textOf({title}: Section, line: Line): string {
  const shown = line.row(unlimited, false).map((piece) => piece.text);
  return `${title} ${shown.join('')}`;
}

/** Wide enough for every figure to show itself whole. */
const unlimited = 300;

/** At most `size.height` rows of exactly `size.width` cells, with the selected line among them. */
export function sectionRows(
  sections: readonly Section[],
  size: Size,
  selected: string | null,
  style: Style,
): readonly Row[] {
  const shown = sections.filter((section) => section.lines.length > 0);
  if (size.width < twoPanes || shown.length < 2) return paneRows(shown, size, selected, style);
  const left = Math.floor((size.width - between) / 2);
  const right = size.width - between - left;
  const cut = balancedCut(shown);
  const panes = [
    paneRows(shown.slice(0, cut), {width: left, height: size.height}, selected, style),
    paneRows(shown.slice(cut), {width: right, height: size.height}, selected, style),
  ] as const;
  const height = Math.max(panes[0].length, panes[1].length);
  return Array.from({length: height}, (_, index) => [
    ...fitRow(panes[0][index] ?? [], left, style),
    span(' '.repeat(between)),
    ...fitRow(panes[1][index] ?? [], right, style),
  ]);
}

/** Where to cut the sections in two so that neither pane is much longer than the other; their order stays. */
function balancedCut(sections: readonly Section[]): number {
  const heights = sections.map((section) => section.lines.length + 2);
  const total = heights.reduce((sum, height) => sum + height, 0);
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let cut = 1; cut < sections.length; cut += 1) {
    sum += heights[cut - 1] ?? 0;
    const difference = Math.abs(total - 2 * sum);
    if (difference < least) [best, least] = [cut, difference];
  }
  return best;
}

function paneRows(sections: readonly Section[], size: Size, selected: string | null, style: Style): readonly Row[] {
  const placed = sections.flatMap((section) =>
    section.lines.map((line, index): Placed => ({section, line, first: index === 0})),
  );
  const at = Math.max(
    0,
    placed.findIndex(({line}) => line.key !== null && line.key === selected),
  );
  const blocks = placed.map((each, index) => blockRows(each, index > 0, {size, selected, style}));
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  if (total <= size.height) return blocks.flat();
  // What does not fit is counted, above or below: nobody may take a part for the whole.
  const room = size.height - 1;
  const above = (index: number): readonly Row[] => headRows(placed[index], size.width, style);
  let first = 0;
  while (first < at && above(first).length + linesOf(blocks, first, at + 1) > room) first += 1;
  let end = first;
  while (end < blocks.length && above(first).length + linesOf(blocks, first, end + 1) <= room) end += 1;
  const hidden = blocks.length - end + first;
  const rows = blocks.slice(first, end).flat();
  // A block that begins the view needs no empty line above its title.
  const trimmed = rows[0] !== undefined && rowWidth(rows[0]) === 0 ? rows.slice(1) : rows;
  return [...above(first), ...trimmed, [span(`   ${style.say('service.more-lines', {count: hidden})}`, 'dim')]];
}

/** Where a view begins inside of a section: its title and its head again, so that every figure still has a name above it. */
function headRows(placed: Placed | undefined, width: number, style: Style): readonly Row[] {
  if (placed === undefined || placed.first) return [];
  const {section} = placed;
  const heads = section.lines.slice(
    0,
    section.lines.findIndex((line) => line.key !== null),
  );
  if (placed.line.key === null) return [];
  const rows = heads.map((head): Row => [span(' '.repeat(gutter)), ...head.row(width - gutter, false)]);
  return [titleRow(section, width, style), ...rows];
}

function linesOf(blocks: readonly (readonly Row[])[], from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += blocks[index]?.length ?? 0;
  return sum;
}

/** A section's title goes with its first line. */
function blockRows(
  {section, line, first}: Placed,
  spaced: boolean,
  {size, selected, style}: {readonly size: Size; readonly selected: string | null; readonly style: Style},
): readonly Row[] {
  const here = line.key !== null && line.key === selected;
  const row: Row = [
    span(here ? ` ${style.glyphs.cursor} ` : ' '.repeat(gutter), 'accent'),
    ...fitRow(line.row(size.width - gutter, here), size.width - gutter, style),
  ];
  if (!first) return [row];
  return [...(spaced ? [[]] : []), titleRow(section, size.width, style), row];
}

function titleRow({title, note}: Section, width: number, style: Style): Row {
  const head: Row = [span(` ${title} `, 'strong')];
  const right: Row = note === undefined || note === '' ? [] : [span(` ${note} `, 'dim')];
  const dashes = Math.max(0, width - rowWidth(head) - rowWidth(right));
  return [...head, span(style.glyphs.rule.repeat(dashes), 'dim'), ...right];
}

export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Takes what is left over, and is cut first where there is too little. */
  readonly grow?: true;
};

export type TableCell = {readonly text: string; readonly tone?: Parameters<typeof cell>[3]};

/** A table with a head; columns as wide as their contents. Where there is too little room the last columns are absent. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly {readonly key: string | null; readonly cells: readonly TableCell[]}[],
  style: Style,
): readonly Line[] {
  const natural = columns.map((column, index) =>
    Math.max(rowWidth([span(column.title)]), ...rows.map((row) => rowWidth([span(row.cells[index]?.text ?? '')]))),
  );
  const lineOf =
    (texts: readonly TableCell[]) =>
    (width: number): Row => {
      const widths = fittedWidths(columns, natural, width);
      return widths.flatMap((each, index) => {
        const {text, tone} = texts[index] ?? {text: ''};
        return [cell(text, each, style, tone ?? 'plain', columns[index]?.align ?? 'left'), span('  ')];
      });
    };
  const head: Line = {key: null, row: lineOf(columns.map(({title}) => ({text: title, tone: 'dim'})))};
  return [head, ...rows.map(({key, cells}): Line => ({key, row: lineOf(cells)}))];
}

/** The least that a growing column may shrink to before others are left out. */
const leastGrow = 10;

function fittedWidths(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const needed = (): number => widths.reduce((sum, each) => sum + each + 2, -2);
  const grow = columns.findIndex((column) => column.grow === true);
  while (widths.length > 1 && needed() > width) {
    const over = needed() - width;
    const growing = grow >= 0 && grow < widths.length ? (widths[grow] ?? 0) : 0;
    if (growing - over >= Math.min(leastGrow, growing)) {
      widths[grow] = growing - over;
      return widths;
    }
    widths.pop();
  }
  return widths;
}
