// A finding as one or two lines: sign, what is wrong, and what helps.

import type {Finding} from '../../model/finding.ts';
import type {Row} from './row.ts';
import {cell, rowWidth, span} from './row.ts';
import type {Style} from './style.ts';
import {clean, wrap} from './text-width.ts';
import {toneOfLevel} from './theme.ts';

export type FindingRowOptions = {
  readonly style: Style;
  readonly width: number;
  readonly selected: boolean;
  readonly maxLines: number;
};

/** The sentence names its place if its template does; if not, the place stands before it. */
export function findingSentence(finding: Finding, style: Style): string {
  const text = clean(style.tell(finding));
  return finding.where === 'cluster' || text.includes(finding.where) ? text : `${finding.where}: ${text}`;
}

/** At most `maxLines` lines; the last one is cut if the sentence is longer. The key for more stands at the right. */
export function findingRows(finding: Finding, options: FindingRowOptions): readonly Row[] {
  const {style, width, selected, maxLines} = options;
  const why: Row = selected
    ? [span(` ${style.glyphs.name === 'ascii' ? 'enter' : '⏎'} ${style.say('findings.why')} `, 'accent')]
    : [];
  const room = width - 5 - Math.max(8, rowWidth(why));
  const lines = wrap(findingSentence(finding, style), room);
  const shown = lines.slice(0, maxLines - 1);
  if (lines.length > shown.length) shown.push(lines.slice(shown.length).join(' '));
  const tone = toneOfLevel(finding.level);
  return shown.map((line, index) => [
    span(selected && index === 0 ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    index === 0 ? span(`${style.glyphs.level[finding.level]} `, tone) : span('  '),
    cell(line, room, style, finding.level === 'info' ? 'dim' : tone === 'plain' ? 'plain' : lineTone(finding)),
    ...(index === 0 ? why : []),
  ]);
}

/** Only what is critical shouts with its whole sentence; the others speak by their sign. */
function lineTone(finding: Finding): 'critical' | 'plain' {
  return finding.level === 'critical' ? 'critical' : 'plain';
}
