// Messages of findings about run, by code.

import type {Messages} from '../message.ts';

export const runMessages: Messages = {
  UndoRunUnknown: {
    en: 'The journal of run {run} cannot be read on this machine: what it changed is not known.',
    ko: '이 기계에서 실행 {run}의 기록을 읽을 수 없어 무엇을 바꿨는지 알 수 없습니다.',
  },
  UndoRunGoesOn: {
    en: 'Run {run} has not ended: cancel it and wait for its end, then its steps can be taken back.',
    ko: '실행 {run}이(가) 끝나지 않았습니다. 취소하고 끝난 뒤 되돌릴 수 있습니다.',
  },
  UndoNothing: {
    en: 'Run {run} changed nothing that has a way back of its own: look at its steps, and converge what should be different.',
    ko: '실행 {run}이(가) 바꾼 것 중 되돌리는 방법이 정해진 것이 없습니다. 단계를 확인하고 필요한 것을 수렴하세요.',
  },
  AuditNotWritten: {
    en: 'The audit journal could not be written on {copy}; the other copies have this operation, and journal verify will name the gap.',
    ko: '{copy}에 감사 기록을 남기지 못했습니다. 다른 사본에는 있으며 journal verify가 빠진 부분을 알려 줍니다.',
  },
  PhaseLogNotCopied: {
    en: '{log} could not be copied to {host}; the journal of the run holds the same.',
    ko: '{log}을(를) {host}에 복사하지 못했습니다. 실행 기록(journal)에 같은 내용이 있습니다.',
  },
};
