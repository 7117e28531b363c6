// Why a finding is a finding: the rule that judged it, in a sentence, and where it is written down.

import type {Finding} from './finding.ts';
import type {Language, Message} from './message.ts';
import {controlRules} from './rules/control.ts';
import {dataRules} from './rules/data.ts';

export const rules: Readonly<Record<string, Message>> = {...dataRules, ...controlRules};

/** The page of the repository that lists every rule; `scripts/findings-page.ts` writes it. */
export const rulesPage = 'docs/findings.md';

/** undefined: the finding says by itself when it is found. */
export function ruleText({code}: Finding, language: Language): string | undefined {
  return rules[code]?.[language];
}
