// What the terminal and its environment can show: language, signs and theme.

import type {Language} from '../../model/message.ts';
import type {ThemeName} from '../../model/theme-name.ts';
import {themeNames} from '../../model/theme-name.ts';

export type ScreenChoice = {
  readonly language: Language;
  readonly glyphs: 'unicode' | 'ascii';
  readonly theme: ThemeName;
};

export type ScreenFlags = {readonly lang?: Language; readonly theme?: ThemeName; readonly color: boolean};

/** The flags of a command line that say how the screen shall look. */
export function screenFlags({
  lang,
  theme,
  color,
}: {
  readonly lang?: Language | undefined;
  readonly theme?: ThemeName | undefined;
  readonly color: boolean;
}): ScreenFlags {
  return {color, ...(lang === undefined ? {} : {lang}), ...(theme === undefined ? {} : {theme})};
}

type Environment = Readonly<Record<string, string | undefined>>;

/** NO_COLOR (any non-empty value) and --no-color win over everything else (terminal-ui §6), then --theme over HPCHA_THEME. */
export function chooseScreen(env: Environment, flags: ScreenFlags): ScreenChoice {
  // POSIX: LC_ALL over LC_CTYPE over LANG for characters; LC_MESSAGES for words.
  const characters = firstSet(env['LC_ALL'], env['LC_CTYPE'], env['LANG']);
  const words = firstSet(env['LC_ALL'], env['LC_MESSAGES'], env['LANG']);
  const utf8 = /utf-?8/i.test(characters);
  const colourless = (env['NO_COLOR'] ?? '') !== '' || !flags.color || env['TERM'] === 'dumb';
  return {
    language: flags.lang ?? (/^ko/i.test(words) ? 'ko' : 'en'),
    // Asking for Korean by a flag is asking for a terminal that shows it.
    glyphs: utf8 || flags.lang === 'ko' ? 'unicode' : 'ascii',
    theme: colourless ? 'mono' : (flags.theme ?? themeNamed(env['HPCHA_THEME']) ?? 'dark'),
  };
}

/** A name that is none is no reason to keep an operator out: the default is used. */
function themeNamed(name: string | undefined): ThemeName | undefined {
  return themeNames.find((one) => one === name);
}

function firstSet(...values: readonly (string | undefined)[]): string {
  return values.find((value) => value !== undefined && value !== '') ?? '';
}
