// Words of the menu of actions and of the questions for their input.

import type {Message} from '../message.ts';

export const actionTexts = {
  'actions.title': {en: 'actions', ko: '작업'},
  'actions.title-about': {en: 'actions: {service} first', ko: '작업: {service} 우선'},
  'actions.explain': {
    en: 'Each one shows its plan first; nothing is changed before you confirm it.',
    ko: '먼저 계획을 보여주며, 확인하기 전에는 아무것도 바뀌지 않습니다.',
  },
  'choose.decide': {en: 'let the action decide', ko: '작업이 정하도록 둠'},
  'choose.yes': {en: 'yes', ko: '예'},
  'choose.no': {en: 'no', ko: '아니요'},
  'choose.explain': {
    en: 'The plan comes next; it is shown before anything is done.',
    ko: '다음은 계획입니다. 실행 전에 보여줍니다.',
  },
  'field.needed': {en: 'this is needed', ko: '입력이 필요함'},
  'field.number': {en: 'a number is needed', ko: '숫자가 필요함'},
  'field.optional': {en: 'may be left empty', ko: '비워도 됨'},
  'remedy.key': {en: 'x: {title}', ko: 'x: {title}'},
  'refusal.override': {
    en: 'O overrides this: {code} on {where}. The plan is destructive then, and at your own risk.',
    ko: 'O: {where}의 {code} 무시. 그러면 계획은 파괴적이 되며 위험은 운영자의 몫입니다.',
  },
  'plan.no-preview': {
    en: 'What each step would change is not looked at with --watch; the command with --dry-run shows it.',
    ko: '--watch에서는 각 단계가 바꿀 내용을 확인하지 않습니다. 명령에 --dry-run을 붙이면 볼 수 있습니다.',
  },
  'plan.table-more': {
    en: '… more was seen than fits here: a higher window shows it, or the command with --dry-run',
    ko: '… 더 있음: 창을 키우거나 명령에 --dry-run을 붙여 확인',
  },
  'plan.overridden': {en: 'overridden', ko: '무시함'},
  'plan.evidence-next': {
    en: 'When this has run, the action is asked again by itself.',
    ko: '이 실행이 끝나면 자동으로 다시 계획합니다.',
  },
  'notice.no-action': {en: 'there is no action {action}', ko: '{action} 작업이 없음'},
  'notice.no-remedy': {en: 'this finding names no remedy', ko: '이 발견 사항에는 조치가 없음'},
  'notice.close-plan-first': {en: 'close this dialog first (esc)', ko: '먼저 이 대화상자를 닫으세요 (esc)'},
  'notice.remedy-elsewhere': {en: 'on the command line: hpcha-tui {remedy}', ko: '명령줄에서: hpcha-tui {remedy}'},
  'notice.not-overridable': {en: 'this refusal cannot be overridden', ko: '이 거부는 무시할 수 없음'},
  'notice.evidence-failed': {
    en: 'the evidence could not be collected: {action} was not asked again',
    ko: '증거를 모으지 못함: {action}에 다시 묻지 않음',
  },
  'notice.evidence-rounds': {
    en: '{action} still wants evidence after several rounds: look at its findings',
    ko: '여러 번 모았지만 {action}이(가) 증거를 더 요구함: 발견 사항 확인',
  },
  'notice.evidence-ready': {
    en: 'the evidence is there: a asks {action} again',
    ko: '증거 준비됨: a로 {action}에 다시 묻기',
  },
  'notice.evidence-asked': {
    en: 'the evidence is there: asking {action} again',
    ko: '증거 준비됨: {action}에 다시 묻는 중',
  },
} as const satisfies Readonly<Record<string, Message>>;
