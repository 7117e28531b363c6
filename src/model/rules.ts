// Why a finding is a finding: the rule that judged it, in a sentence, and where it is written down.

import type {Finding} from './finding.ts';
import type {Language, Message} from './message.ts';
import {controlRules} from './rules/control.ts';
import {galeraRules} from './rules/galera.ts';
import {glusterRules} from './rules/gluster.ts';
import {memberRules} from './rules/members.ts';
import {postureRules} from './rules/posture.ts';
import {redisRules} from './rules/redis.ts';
import {redisStateRules} from './rules/redis-states.ts';
import {webRules} from './rules/web.ts';

export const rules: Readonly<Record<string, Message>> = {
  ...galeraRules,
  ...glusterRules,
  ...redisRules,
  ...memberRules,
  ...redisStateRules,
  ...controlRules,
  ...postureRules,
  ...webRules,
};

/** The page of the repository that lists every rule; `scripts/findings-page.ts` writes it. */
export const rulesPage = 'docs/findings.md';

/** undefined: a code of no catalogue of findings (a refusal, a note), which says by itself when it is made. */
export function ruleText({code}: Finding, language: Language): string | undefined {
  return rules[code]?.[language];
}
