// Colour for plain text output: only on a terminal, never alone (a glyph and a word say the same), off by NO_COLOR.

import type {CellLevel, FindingLevel} from '../model/level.ts';

export type Paint = {
  level(level: FindingLevel | CellLevel, text: string): string;
  dim(text: string): string;
  bold(text: string): string;
};

const plain: Paint = {level: (_level, text) => text, dim: (text) => text, bold: (text) => text};

const codes: Readonly<Record<FindingLevel | CellLevel, string>> = {
  ok: '32',
  warning: '33',
  critical: '1;31',
  unknown: '35',
  info: '36',
  none: '2',
};

/** https://no-color.org: any non-empty NO_COLOR turns colour off. */
export function makePaint(options: {
  readonly tty: boolean;
  readonly color: boolean;
  readonly noColor: string | undefined;
}): Paint {
  if (!options.tty || !options.color || (options.noColor ?? '') !== '') return plain;
  const wrap = (code: string, text: string): string => `\u001b[${code}m${text}\u001b[0m`;
  return {
    level: (level, text) => wrap(codes[level], text),
    dim: (text) => wrap('2', text),
    bold: (text) => wrap('1', text),
  };
}

/** One cell wide each, so that columns stay columns. */
export const glyphs: Readonly<Record<FindingLevel | CellLevel, string>> = {
  ok: '✔',
  warning: '▲',
  critical: '✘',
  unknown: '?',
  info: 'i',
  none: '·',
};
