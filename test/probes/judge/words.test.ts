// The judges' words and lines exist in both languages with the same holes, and only what programs call themselves is alike.

import {describe, expect, it} from 'vitest';
import {joined, verbatim, word, wordTexts} from '../../../src/model/words.ts';
import {heard} from '../support/recorded-look.ts';

const holes = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

describe('the words of cells and services', () => {
  it.each(Object.entries(wordTexts))('say the same in Korean: %s', (_id, {en, ko}) => {
    expect(holes(ko)).toEqual(holes(en));
    expect(ko === '').toBe(en === '');
  });

  it('are filled and joined in both languages at once', () => {
    expect(joined([word('gluster.bricks', {online: 2, total: 3}), word('gluster.heal', {count: 4})])).toEqual({
      en: '2 of 3 bricks, heal 4',
      ko: '브릭 2/3, 복구 대기 4',
    });
    expect(verbatim('Synced')).toEqual({en: 'Synced', ko: 'Synced'});
  });

  it('reach the faces in the language that was chosen', async () => {
    const {judgement} = await heard('galera-one-stopped');
    const {mariadb} = judgement.services;
    expect(mariadb.line).toEqual({en: '2 of 3 Synced, Primary', ko: '2/3 Synced, Primary'});
    expect(mariadb.controllers['server3']?.word).toEqual({en: 'stopped', ko: '중지됨'});
  });
});
