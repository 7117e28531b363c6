// Words of findings and their proof.

import type {Messages} from '../../../src/model/message.ts';

export const findingPageTexts = {
  'finding.none': {en: 'Nothing is wrong that anybody has found.', ko: '발견된 문제가 없습니다.'},
  'finding.more': {en: '{count} more', ko: '{count}건 더'},
  'finding.evidence': {en: 'What was asked, and what came back', ko: '물은 것과 받은 응답'},
  'finding.no-evidence': {
    en: 'No raw output was kept for this finding.',
    ko: '이 발견 사항에는 보관된 출력이 없습니다.',
  },
  'finding.rule': {en: 'Rule', ko: '규칙'},
  'finding.code': {en: 'Code', ko: '코드'},
  'finding.remedy': {en: 'What helps', ko: '조치'},
  'finding.plan': {en: 'Plan it: {remedy}', ko: '계획 보기: {remedy}'},
  'finding.on-terminal': {en: 'In a terminal on a controller', ko: '컨트롤러의 터미널에서'},
  'finding.cluster': {en: 'cluster', ko: '클러스터'},
  'finding.open': {en: 'Show why', ko: '이유 보기'},
} as const satisfies Messages;
