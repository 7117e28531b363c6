// Every sign that the catalogues use has an ASCII form: in an ASCII locale no text turns into question marks.

import {expect, it} from 'vitest';
import {uiTexts} from '../../src/model/ui-text.ts';
import {wordTexts} from '../../src/model/words.ts';
import {toAscii} from '../../src/views/kit/glyphs.ts';

it('writes every English text of the console in ASCII alone', () => {
  const texts = Object.entries({...uiTexts, ...wordTexts}).map(([id, {en}]) => [id, toAscii(en)] as const);
  expect(texts.filter(([, text]) => /[^\x20-\x7e]/.test(text))).toEqual([]);
});
