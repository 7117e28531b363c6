// The console's words: complete in both languages, with the same holes, and no fact title that no service has.

import {describe, expect, it} from 'vitest';
import {uiTexts} from '../../src/model/ui-text.ts';

describe('the words of the console', () => {
  it.each(Object.entries(uiTexts))('are there in both languages: %s', (_id, text) => {
    expect(text.en.trim()).not.toBe('');
    expect(text.ko.trim()).not.toBe('');
    const holes = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    expect(holes(text.ko)).toEqual(holes(text.en));
  });
});
