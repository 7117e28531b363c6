// The table of refusals: every code has words in both languages, with the same holes, and is told to the client as it is written.

import {describe, expect, it} from 'vitest';
import type {RefusalText} from '../../src/model/web/refusal.ts';
import {type RefusalCode, refusals, refusalWords} from '../../src/model/web/refusals.ts';

const holes = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

describe('a refusal', () => {
  it.each(Object.entries(refusals) as [RefusalCode, RefusalText][])(
    '%s has its words in English and Korean',
    (code, text) => {
      for (const message of [text.what, text.hint]) {
        if (message === undefined) continue;
        expect(message.ko).toMatch(/[가-힣]|^\{\w+\}: \{\w+\}$/);
        expect(message.en).not.toBe('');
        expect(holes(message.ko)).toEqual(holes(message.en));
      }
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      const params = Object.fromEntries(
        [...holes(text.what.en), ...holes(text.hint?.en ?? '')].map((hole) => [hole, 7]),
      );
      expect(JSON.stringify(refusalWords(code, params, 'ko'))).not.toMatch(/\{\w+\}/);
    },
  );
});
