// How a screen looks and speaks: theme, signs and language in one object that every screen function is given.

import type {Finding, FindingParams} from '../../model/finding.ts';
import type {Language, Message} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import {planWords} from '../../model/plan-words.ts';
import type {ThemeName} from '../../model/theme-name.ts';
import type {UiTextId} from '../../model/ui-text.ts';
import {uiText} from '../../model/ui-text.ts';
import type {GlyphSet, GlyphSetName} from './glyphs.ts';
import {glyphSets, toAscii} from './glyphs.ts';
import type {Theme} from './theme.ts';
import {themes} from './theme.ts';

export type Style = {
  readonly theme: Theme;
  readonly glyphs: GlyphSet;
  readonly language: Language;
  /** A text of the console's own catalogue. */
  say(id: UiTextId, params?: FindingParams): string;
  /** A text that came with the data in both languages: a judge's word or line. */
  read(text: Message): string;
  /** A text of a plan, a run or a drill, which is English where it is kept. */
  words(text: string): string;
  /** A finding as a sentence. */
  tell(finding: Finding): string;
};

export type StyleOptions = {
  readonly theme: ThemeName;
  readonly glyphs: GlyphSetName;
  readonly language: Language;
};

/** A locale without UTF-8 has no Hangul either: there the texts are English. */
export function makeStyle(options: StyleOptions): Style {
  const ascii = options.glyphs === 'ascii';
  const language = ascii ? 'en' : options.language;
  const written = (text: string): string => (ascii ? toAscii(text) : text);
  return {
    theme: themes[options.theme],
    glyphs: glyphSets[options.glyphs],
    language,
    say: (id, params = {}) => written(uiText(language, id, params)),
    read: (text) => written(text[language]),
    words: (text) => written(planWords(text, language)),
    tell: (finding) => written(findingText(finding, language)),
  };
}
