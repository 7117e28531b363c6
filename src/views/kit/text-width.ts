// Text in terminal cells: cleaned, measured, cut and wrapped by display width, never by `.length` (CJK names are wide).

import stringWidth from 'string-width';

const printableAscii = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * Without anything that could move the cursor, change colours or turn the direction of text. `transport` strips what
 * comes from controllers once; this is the second net, right before the screen.
 */
export function clean(text: string): string {
  if (printableAscii.test(text)) return text;
  return text
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}

/** The same words stand on the screen again and again, and measuring one costs as much as drawing it. */
const measured = new Map<string, number>();
const mostMeasured = 4096;

/** Cells that the text takes. */
export function widthOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  const known = measured.get(text);
  if (known !== undefined) return known;
  if (measured.size >= mostMeasured) measured.clear();
  const width = stringWidth(text);
  measured.set(text, width);
  return width;
}

/** At most `width` cells: what does not fit is cut and marked with `ellipsis` (one cell). */
export function cut(text: string, width: number, ellipsis: string): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  if (printableAscii.test(text)) return text.slice(0, width - 1) + ellipsis;
  let taken = '';
  let used = 0;
  for (const {segment} of segmenter.segment(text)) {
    const cells = widthOf(segment);
    if (used + cells > width - 1) break;
    taken += segment;
    used += cells;
  }
  return taken + ellipsis;
}

/** Exactly `width` cells: cut or filled with spaces. */
export function fit(text: string, width: number, ellipsis: string, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width, ellipsis);
  const space = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + space : space + short;
}

/** Lines of at most `width` cells, broken at spaces where there are any; a longer word is broken where the line ends. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const piece of pieces(word, width)) {
      const joined = line === '' ? piece : `${line} ${piece}`;
      if (widthOf(joined) <= width) line = joined;
      else {
        lines.push(line);
        line = piece;
      }
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const {segment} of segmenter.segment(word)) {
    if (widthOf(piece + segment) > width && piece !== '') {
      found.push(piece);
      piece = segment;
    } else piece += segment;
  }
  return [...found, piece];
}
