// A Row: one line of the screen as pieces of text with a meaning, fitted to an exact width before it is painted.

import type {Style} from './style.ts';
import {clean, cut, fit, widthOf} from './text-width.ts';
import type {Tone} from './theme.ts';

export type Span = {readonly text: string; readonly tone: Tone};
export type Row = readonly Span[];
export type Size = {readonly width: number; readonly height: number};

export const blankRow: Row = [];

export function span(text: string, tone: Tone = 'plain'): Span {
  return {text, tone};
}

/** A piece of exactly `width` cells. */
export function cell(text: string, width: number, style: Style, tone: Tone = 'plain', align?: 'left' | 'right'): Span {
  return span(fit(shown(text, style), width, style.glyphs.ellipsis, align), tone);
}

/** Cells that the row takes. */
export function rowWidth(row: Row): number {
  return row.reduce((sum, piece) => sum + widthOf(clean(piece.text)), 0);
}

/** The row cut and filled to exactly `width` cells. */
export function fitRow(row: Row, width: number, style: Style): Row {
  const fitted: Span[] = [];
  let left = width;
  for (const piece of row) {
    if (left <= 0) break;
    const text = cut(shown(piece.text, style), left, style.glyphs.ellipsis);
    fitted.push({...piece, text});
    left -= widthOf(text);
  }
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted;
}

/** Left and right text on one line; what is on the right is kept whole, the left gives way. */
export function spread(left: Row, right: Row, width: number, style: Style): Row {
  const room = Math.max(0, width - rowWidth(right) - (right.length > 0 ? 1 : 0));
  const fitted = fitRow(left, room, style);
  return right.length > 0 ? [...fitted, span(' '), ...right] : fitted;
}

/** The line as the terminal gets it. */
export function paintRow(row: Row, width: number, style: Style): string {
  return fitRow(row, width, style)
    .map((piece) => style.theme[piece.tone](piece.text))
    .join('');
}

/** Without UTF-8 whatever is not ASCII would come out as garbage of unknown width: each such character becomes one sign. */
function shown(text: string, style: Style): string {
  const safe = clean(text);
  return style.glyphs.name === 'ascii' ? safe.replace(/[^\x20-\x7e]/gu, '?') : safe;
}
