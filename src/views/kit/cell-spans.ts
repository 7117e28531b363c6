// One cell of a matrix: sign, word and, where something is not known, for how long and what was last seen.

import type {Message} from '../../model/message.ts';
import {formatAge} from '../../model/quantity.ts';
import type {Instant} from '../../model/reading.ts';
import type {Cell} from '../../model/verdict.ts';
import {selectAge} from '../../state/select-age.ts';
import type {Row} from './row.ts';
import {cell, fitRow, rowWidth, span} from './row.ts';
import type {Style} from './style.ts';
import {widthOf} from './text-width.ts';
import {toneOfLevel} from './theme.ts';

export type CellOptions = {
  readonly now: Instant;
  readonly style: Style;
  readonly width: number;
  /** What it said when it was last seen. */
  readonly lastWord?: Message | undefined;
  /** Further facts, dim, where the column is wide. */
  readonly more?: string;
};

/** Exactly `width` cells, the last one blank. Never empty: what nobody has looked at yet says so. */
export function cellSpans(seen: Cell | undefined, options: CellOptions): Row {
  const {style, width} = options;
  return [...fitRow(contents(seen, options), width - 1, style), span(' ')];
}

function contents(seen: Cell | undefined, {now, style, more, lastWord, width}: CellOptions): Row {
  if (seen === undefined || (seen.reading === 'none' && seen.word.en === '')) {
    return [span(`${style.glyphs.level.unknown} `, 'dim'), span(style.say('cell.asking'), 'dim')];
  }
  const sign = `${style.glyphs.level[seen.level]} `;
  if (seen.reading === 'lost') return lostSpans(seen, sign, {now, style, width, lastWord});
  if (seen.level === 'none') {
    const word = style.read(seen.word) || style.say('cell.off');
    // In a narrow column it is enough to know that there is nothing: the service's own screen says why.
    return [span(`${sign}${widthOf(word) + 3 <= width ? word : style.say('cell.nothing')}`, 'dim')];
  }
  const tone = toneOfLevel(seen.level);
  // An answer that is not of now any more says how old it is, before anybody believes its word.
  const stale = selectAge(seen, now);
  const age: Row = stale === null ? [] : [span(` ${stale}`, 'unknown')];
  const facts: Row = more === undefined || more === '' ? [] : [span('  '), span(more, 'dim')];
  return [span(sign, seen.level === 'ok' ? 'ok' : tone), span(style.read(seen.word), tone), ...age, ...facts];
}

/** `? lost 12s Synced`: how long it has been silent, and dim what it said last, if enough of that can be read. */
function lostSpans(seen: Cell, sign: string, {now, style, width, lastWord}: CellOptions): Row {
  const tone = seen.level === 'none' ? 'unknown' : toneOfLevel(seen.level);
  if (seen.at === null) return [span(sign, tone), span(style.say('cell.lost-never'), tone)];
  const head: Row = [span(sign, tone), span(style.say('cell.lost', {age: formatAge(now - seen.at)}), tone)];
  const last = lastWord === undefined ? '' : style.read(lastWord);
  const left = width - 2 - rowWidth(head);
  return left >= Math.min(6, widthOf(last)) ? [...head, span(` ${last}`, 'dim')] : head;
}

/** The same in a word or two for a line of its own. */
export function levelCell(level: Cell['level'], word: string, width: number, style: Style): Row {
  const tone = toneOfLevel(level);
  return [span(`${style.glyphs.level[level]} `, level === 'ok' ? 'ok' : tone), cell(word, width - 2, style, tone)];
}
