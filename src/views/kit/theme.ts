// Themes: what each meaning looks like. Screens name meanings (tones), never colours; NO_COLOR is a theme of its own.

import type {CellLevel, FindingLevel} from '../../model/level.ts';
import type {ThemeName} from '../../model/theme-name.ts';

/** Meanings that a piece of text can have on a screen. */
export const tones = [
  'plain',
  'strong',
  'dim',
  'ok',
  'warning',
  'critical',
  'unknown',
  'none',
  'info',
  'accent',
  'operate',
  'added',
  'removed',
] as const;

export type Tone = (typeof tones)[number];
export type Theme = Readonly<Record<Tone, (text: string) => string>>;

/** SGR on and off. Ink ignores NO_COLOR and drops bold with FORCE_COLOR=0 (terminal-ui §0.9), so this is done here. */
function sgr(on: string, off: string): (text: string) => string {
  return (text) => `\x1b[${on}m${text}\x1b[${off}m`;
}

const plain = (text: string): string => text;
const bold = sgr('1', '22');
const dim = sgr('2', '22');
const boldIn = (colour: string) => sgr(`1;${colour}`, '22;39');

// The sixteen colours of the terminal's own palette: they are readable on whatever background the operator has chosen.
const dark: Theme = {
  plain,
  strong: bold,
  dim,
  ok: sgr('32', '39'),
  warning: boldIn('33'),
  critical: boldIn('31'),
  unknown: boldIn('35'),
  none: dim,
  info: sgr('36', '39'),
  accent: sgr('36', '39'),
  operate: boldIn('33'),
  added: sgr('32', '39'),
  removed: sgr('31', '39'),
};

const mono: Theme = {
  plain,
  strong: bold,
  dim,
  ok: plain,
  warning: bold,
  critical: bold,
  unknown: bold,
  none: dim,
  info: plain,
  accent: plain,
  operate: bold,
  added: plain,
  removed: plain,
};

// On white the palette's yellow, green and cyan cannot be read: fixed dark colours of the 256, none of them by brightness alone.
const fixed = (colour: number): string => `38;5;${colour}`;
const light: Theme = {
  plain,
  strong: bold,
  dim: sgr(fixed(242), '39'),
  ok: sgr(fixed(28), '39'),
  warning: boldIn(fixed(130)),
  critical: boldIn(fixed(160)),
  unknown: boldIn(fixed(90)),
  none: sgr(fixed(242), '39'),
  info: sgr(fixed(25), '39'),
  accent: sgr(fixed(25), '39'),
  operate: boldIn(fixed(130)),
  added: sgr(fixed(28), '39'),
  removed: sgr(fixed(160), '39'),
};

/** White or black on a field of colour: for poor displays and poor eyes. Nothing is dim. */
const onField = (foreground: number, background: number) => sgr(`1;${foreground};${background}`, '22;39;49');
const contrast: Theme = {
  plain,
  strong: bold,
  dim: plain,
  ok: boldIn('32'),
  warning: onField(30, 43),
  critical: onField(97, 41),
  unknown: onField(97, 45),
  none: plain,
  info: bold,
  accent: boldIn('36'),
  operate: onField(30, 43),
  added: boldIn('32'),
  removed: boldIn('31'),
};

export const themes: Readonly<Record<ThemeName, Theme>> = {dark, light, contrast, mono};

/** The tone of a level's words. A healthy cluster is almost without colour, so `ok` words stay plain. */
export function toneOfLevel(level: FindingLevel | CellLevel): Tone {
  return level === 'ok' ? 'plain' : level;
}
