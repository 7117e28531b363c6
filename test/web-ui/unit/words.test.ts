// The words of the pages: both languages complete, none in the way of the console's, and the cluster's English said in Korean.

import {describe, expect, it} from 'vitest';
import {uiTexts} from '../../../src/model/ui-text.ts';
import {wordTexts} from '../../../src/model/words.ts';
import {pageTexts} from '../../../web/shared/words/catalogue.ts';
import {spokenFinding, spokenWord} from '../../../web/shared/words/spoken.ts';

const holesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the words of the pages', () => {
  it('are there in English and Korean, with the same holes', () => {
    const broken = Object.entries(pageTexts).filter(
      ([, {en, ko}]) => en.trim() === '' || ko.trim() === '' || holesOf(en).join() !== holesOf(ko).join(),
    );
    expect(broken).toEqual([]);
  });

  it('are not left untranslated: only what has no words at all is the same in both languages', () => {
    const same = Object.entries(pageTexts)
      .filter(([, {en, ko}]) => en === ko && /[a-z]/i.test(en.replace(/\{\w+\}/g, '')))
      .map(([id]) => id);
    expect(same).toEqual([]);
  });

  it('take no name of the console for something else', () => {
    expect(Object.keys(pageTexts).filter((id) => id in uiTexts)).toEqual([]);
  });
});

describe('what the cluster says in English', () => {
  it('is said in Korean for every word of the catalogue', () => {
    const unsaid = Object.values(wordTexts)
      .map(({en, ko}) => ({en: en.replace(/\{\w+\}/g, '7'), ko: ko.replace(/\{\w+\}/g, '7')}))
      .filter(({en, ko}) => spokenWord('ko', en) !== ko)
      // `down` and `stopped` are one word in Korean; what has a twin in English has the same meaning.
      .filter(({en, ko}) => !Object.values(wordTexts).some((other) => other.en === en && other.ko !== ko));
    expect(unsaid).toEqual([]);
  });

  it('is said clause by clause, and states of programs stay as they are', () => {
    expect(spokenWord('ko', 'master server2, 1 of 2 replicas, 2 of 3 sentinels')).toBe(
      '마스터 server2, 복제본 1/2, 센티널 2/3',
    );
    expect(spokenWord('ko', 'no Primary component, 1 of 3 answer')).toBe('Primary 컴포넌트 없음, 1/3 응답');
    expect(spokenWord('ko', 'MASTER 80')).toBe('MASTER 80');
  });

  it('stays as the cluster said it where the page does not know the finding', () => {
    const finding = {
      code: 'NewOne',
      level: 'warning',
      where: 'server1',
      service: null,
      evidence: '',
      remedy: null,
    } as const;
    expect(spokenFinding('ko', {...finding, what: 'something new', params: {}})).toBe('something new');
  });
});
