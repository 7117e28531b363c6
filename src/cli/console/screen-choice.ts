// What the terminal and its environment can show: language, signs and theme.

import type {Language} from '../../model/messages.ts';

export type ScreenChoice = {
  readonly language: Language;
  readonly glyphs: 'unicode' | 'ascii';
  readonly theme: 'dark' | 'mono';
};

export type ScreenFlags = {readonly lang?: Language; readonly color: boolean};

type Environment = Readonly<Record<string, string | undefined>>;

/** NO_COLOR (any non-empty value) and --no-color win over everything else (terminal-ui §6). */
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
    theme: colourless ? 'mono' : 'dark',
  };
}

function firstSet(...values: readonly (string | undefined)[]): string {
  return values.find((value) => value !== undefined && value !== '') ?? '';
}
