// The signs on the screen, in Unicode and in ASCII for locales that have nothing else. All are one cell wide.

import type {CellLevel, FindingLevel} from '../../model/level.ts';

export type GlyphSetName = 'unicode' | 'ascii';

export type GlyphSet = {
  readonly name: GlyphSetName;
  readonly level: Readonly<Record<FindingLevel | CellLevel, string>>;
  readonly cursor: string;
  readonly ellipsis: string;
  readonly rule: string;
  readonly arrow: string;
  readonly dash: string;
  readonly dot: string;
  readonly running: string;
  readonly waiting: string;
  readonly caret: string;
  readonly full: string;
  readonly empty: string;
  /** Corners and sides of a frame: top left, top right, bottom left, bottom right, horizontal, vertical. */
  readonly frame: readonly [string, string, string, string, string, string];
};

const unicode: GlyphSet = {
  name: 'unicode',
  level: {ok: '✔', warning: '▲', critical: '✖', unknown: '?', none: '·', info: 'i'},
  cursor: '›',
  ellipsis: '…',
  rule: '─',
  arrow: '→',
  dash: '–',
  dot: '·',
  running: '▸',
  waiting: '·',
  caret: '▏',
  full: '█',
  empty: '░',
  frame: ['┌', '┐', '└', '┘', '─', '│'],
};

const ascii: GlyphSet = {
  name: 'ascii',
  level: {ok: '+', warning: '!', critical: 'x', unknown: '?', none: '-', info: 'i'},
  cursor: '>',
  ellipsis: '~',
  rule: '-',
  arrow: '>',
  dash: '-',
  dot: '-',
  running: '>',
  waiting: '.',
  caret: '_',
  full: '#',
  empty: '.',
  frame: ['+', '+', '+', '+', '-', '|'],
};

export const glyphSets: Readonly<Record<GlyphSetName, GlyphSet>> = {unicode, ascii};

/** Texts of the catalogue use a few signs themselves; where the locale has none they become ASCII. */
export function toAscii(text: string): string {
  return text
    .replaceAll('…', '...')
    .replaceAll('→', '->')
    .replaceAll('–', '-')
    .replaceAll('·', '-')
    .replaceAll('⏎', 'enter')
    .replaceAll('↓', 'down')
    .replaceAll('•••', '***');
}
