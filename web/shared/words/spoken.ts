// What the cluster's JSON says in English, said in the reader's language: the same catalogue, read backwards.

import {fillTemplate} from '../../../src/model/fill-template.ts';
import type {Language} from '../../../src/model/message.ts';
import {catalogue, findingText} from '../../../src/model/messages.ts';
import {rules} from '../../../src/model/rules.ts';
import {wordTexts} from '../../../src/model/words.ts';
import type {FindingStatus} from '../api/status.ts';

type Template = {
  readonly pattern: RegExp;
  readonly holes: readonly string[];
  readonly ko: string;
  readonly fixed: number;
};

/** Templates with more fixed text are tried first: `{count} standby` before `{state}`. */
const templates: readonly Template[] = Object.values(wordTexts)
  .filter(({en, ko}) => en !== '' && en !== ko)
  .map(({en, ko}) => templateOf(en, ko))
  .sort((a, b) => b.fixed - a.fixed);

function templateOf(en: string, ko: string): Template {
  const parts = en.split(/\{(\w+)\}/);
  const holes = parts.filter((_part, index) => index % 2 === 1);
  const source = parts.map((part, index) => (index % 2 === 1 ? '([^,]+?)' : escaped(part))).join('');
  const fixed = parts.filter((_part, index) => index % 2 === 0).join('').length;
  return {pattern: new RegExp(`^${source}$`), holes, ko, fixed};
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A cell's word or a service's line. What programs call their own states stays as they write it. */
export function spokenWord(language: Language, english: string): string {
  if (language === 'en' || english === '') return english;
  return inKorean(english) ?? inParts(english);
}

function inKorean(english: string): string | undefined {
  for (const {pattern, holes, ko} of templates) {
    const match = pattern.exec(english);
    if (match !== null)
      return fillTemplate(ko, Object.fromEntries(holes.map((hole, at) => [hole, match[at + 1] ?? ''])));
  }
  return undefined;
}

/** Lines are clauses that the judge joined with commas; a clause of the catalogue may have a comma of its own. */
function inParts(english: string): string {
  const clauses = english.split(', ');
  const said: string[] = [];
  while (clauses.length > 0) {
    const most = Math.min(3, clauses.length);
    const lengths = Array.from({length: most}, (_each, index) => most - index);
    const fit = lengths.find((length) => inKorean(clauses.slice(0, length).join(', ')) !== undefined) ?? 1;
    const clause = clauses.splice(0, fit).join(', ');
    said.push(inKorean(clause) ?? clause);
  }
  return said.join(', ');
}

/** The finding as the console says it; what this page does not know yet is said as the cluster said it. */
export function spokenFinding(language: Language, finding: FindingStatus): string {
  const {code, where} = finding;
  if (catalogue[code] === undefined || language === 'en') return finding.what;
  const params = Object.entries(finding.params).map(([key, value]) => [key, value === null ? '' : String(value)]);
  return findingText({code, level: 'info', where, params: Object.fromEntries(params)}, language);
}

export function spokenRule(language: Language, code: string): string | undefined {
  return rules[code]?.[language];
}
