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
  /** Eight heights of a sparkline, lowest first, and what stands for a moment that nobody saw. */
  readonly spark: readonly [string, string, string, string, string, string, string, string];
  readonly gap: string;
  /** One of the controllers that may still be lost, and one that may not any more. */
  readonly pip: {readonly left: string; readonly gone: string};
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
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  gap: '·',
  pip: {left: '●', gone: '○'},
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
  spark: ['_', ',', '-', '~', '=', '+', '*', '#'],
  gap: '.',
  pip: {left: 'o', gone: '.'},
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
    .replaceAll('↑', 'up')
    .replaceAll('×', 'x')
    .replaceAll('•••', '***');
}
