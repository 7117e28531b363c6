// What the console chooses to show from the terminal's environment.

import {describe, expect, it} from 'vitest';
import {chooseScreen} from '../../../src/cli/console/screen-choice.ts';

const utf8 = {LANG: 'en_US.UTF-8', TERM: 'xterm-256color'};

describe('the screen', () => {
  it.each([
    ['a UTF-8 locale', utf8, {color: true}, {language: 'en', glyphs: 'unicode', theme: 'dark'}],
    ['a Korean locale', {LANG: 'ko_KR.UTF-8'}, {color: true}, {language: 'ko', glyphs: 'unicode', theme: 'dark'}],
    [
      'LC_ALL over LANG',
      {LANG: 'ko_KR.UTF-8', LC_ALL: 'C'},
      {color: true},
      {language: 'en', glyphs: 'ascii', theme: 'dark'},
    ],
    [
      'words apart from characters',
      {LANG: 'C.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8'},
      {color: true},
      {language: 'ko', glyphs: 'unicode'},
    ],
    ['no locale at all', {}, {color: true}, {language: 'en', glyphs: 'ascii'}],
    ['NO_COLOR', {...utf8, NO_COLOR: '1'}, {color: true}, {theme: 'mono'}],
    ['an empty NO_COLOR', {...utf8, NO_COLOR: ''}, {color: true}, {theme: 'dark'}],
    ['NO_COLOR over FORCE_COLOR', {...utf8, NO_COLOR: '1', FORCE_COLOR: '3'}, {color: true}, {theme: 'mono'}],
    ['--no-color', utf8, {color: false}, {theme: 'mono'}],
    ['HPCHA_THEME', {...utf8, HPCHA_THEME: 'light'}, {color: true}, {theme: 'light'}],
    [
      '--theme over HPCHA_THEME',
      {...utf8, HPCHA_THEME: 'light'},
      {color: true, theme: 'contrast'},
      {theme: 'contrast'},
    ],
    ['NO_COLOR over --theme', {...utf8, NO_COLOR: '1'}, {color: true, theme: 'light'}, {theme: 'mono'}],
    ['a theme that does not exist', {...utf8, HPCHA_THEME: 'pink'}, {color: true}, {theme: 'dark'}],
    ['--lang ko in an English locale', utf8, {color: true, lang: 'ko'}, {language: 'ko', glyphs: 'unicode'}],
    [
      '--lang en in a Korean locale',
      {LANG: 'ko_KR.UTF-8'},
      {color: true, lang: 'en'},
      {language: 'en', glyphs: 'unicode'},
    ],
  ] as const)('follows %s', (_name, env, flags, expected) => {
    expect(chooseScreen(env, flags)).toMatchObject(expected);
  });
});
