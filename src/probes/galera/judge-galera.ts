// Judges galera from its readings; see the parts beside this file.

import type {JudgeInput, JudgePart} from '../judge-part.ts';

export function judgeGalera(_input: JudgeInput): JudgePart {
  return {verdict: {level: 'unknown', line: 'not judged', tolerance: null, controllers: {}, facts: {}}, findings: []};
}
