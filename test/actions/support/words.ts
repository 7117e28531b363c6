// What a finding must say for itself: its place and facts, and in both languages the fault and what to do about it.

import {expect} from 'vitest';
import type {PhasePart} from '../../../src/actions/phases/phase.ts';
import type {Finding} from '../../../src/model/finding.ts';
import type {Language} from '../../../src/model/message.ts';
import {findingText} from '../../../src/model/messages.ts';
import type {PlanResult} from '../../../src/model/plan.ts';

/** The fault, then the way out, as they must stand in the sentence of each language. */
export type Words = Readonly<Record<Language, readonly [fault: RegExp, wayOut: RegExp]>>;

/** What stands against a plan or a phase, or is noted beside it. */
export function saidBy(result: PlanResult | PhasePart): readonly Finding[] {
  switch (result.kind) {
    case 'refusal':
      return result.findings;
    case 'part':
      return result.notes;
    default:
      return result.plan.notes;
  }
}

/** The only finding with that code; fails with the codes that there are. */
export function findingOf(result: PlanResult | PhasePart, code: string): Finding {
  const all = saidBy(result);
  const found = all.filter((each) => each.code === code);
  expect(found, `among ${all.map((each) => each.code).join(' ')}`).toHaveLength(1);
  const [only] = found;
  if (only === undefined) throw new Error(`no ${code}`);
  return only;
}

/** In words, with every fact filled in. */
export function expectWords(finding: Finding, words: Words): void {
  for (const language of ['en', 'ko'] as const) {
    const text = findingText(finding, language);
    expect(text).not.toMatch(/\{\w+\}/);
    for (const part of words[language]) expect(text).toMatch(part);
  }
}
