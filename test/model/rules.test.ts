// Rules name findings that exist, say the same in both languages, and are written down where the screens point to.

import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {findingDocs} from '../../src/model/finding-docs.ts';
import {catalogue} from '../../src/model/messages.ts';
import {rules, rulesPage, ruleText} from '../../src/model/rules.ts';

describe('the rules behind findings', () => {
  it('are those of findings in the catalogue', () => {
    expect(Object.keys(rules).filter((code) => catalogue[code] === undefined)).toEqual([]);
    expect(Object.keys(rules).length).toBeGreaterThan(100);
  });

  it.each(Object.entries(rules))('give the same thresholds in both languages: %s', (_code, {en, ko}) => {
    const numbers = (text: string): readonly string[] =>
      [...new Set(text.replaceAll(/(\d)[ ,](?=\d{3})/g, '$1').match(/\d+(?= ?%)|\b\d{2,}\b/g) ?? [])].sort();
    expect(ko.length).toBeGreaterThan(5);
    expect(numbers(ko).filter((number) => !numbers(en).includes(number))).toEqual([]);
  });

  it('are told in the language that was chosen; a finding without one says it itself', () => {
    const finding = {code: 'GaleraDonor', level: 'warning', where: 'server1', params: {}} as const;
    expect(ruleText(finding, 'ko')).toMatch(/도너|Donor/);
    expect(ruleText({...finding, code: 'NoSuchCode'}, 'en')).toBeUndefined();
  });

  it('are all in the page that the evidence points to', () => {
    const page = readFileSync(new URL(`../../${rulesPage}`, import.meta.url), 'utf8');
    expect(page, 'run: node scripts/findings-page.ts').toBe(findingDocs());
  });
});
