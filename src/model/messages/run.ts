// Messages of findings about run, by code.

import type {Messages} from '../message.ts';

export const runMessages: Messages = {
  UndoRunUnknown: {
    en: 'The journal of run {run} cannot be read on this machine: what it changed is not known.',
    ko: '이 장비에서 실행 {run}의 기록을 읽을 수 없어 무엇을 바꿨는지 알 수 없습니다.',
  },
  UndoRunGoesOn: {
    en: 'Run {run} has not ended: cancel it and wait for its end, then its steps can be taken back.',
    ko: '실행 {run}이(가) 끝나지 않았습니다. 취소하고 끝난 뒤 되돌릴 수 있습니다.',
  },
  UndoNothing: {
    en: 'Run {run} changed nothing that has a way back of its own: look at its steps, and converge what should be different.',
    ko: '실행 {run}이(가) 바꾼 것 중 되돌리는 방법이 정해진 것이 없습니다. 단계를 확인하고 필요한 것을 수렴하세요.',
  },
  OperationUnresolved: {
    en: 'Run {run} ({title}, by {operator}) ended {result} ({why}), and nobody has said that it was looked at. See what it left behind (runs show {run} where it was started; journal), then: acknowledge --run {run}. To go on without: --override OperationUnresolved.',
    ko: '실행 {run}({title}, {operator})이(가) {result}(으)로 끝났고({why}) 아직 아무도 확인하지 않았습니다. 남긴 것을 확인한 뒤(시작한 곳에서 runs show {run}, journal) acknowledge --run {run}을(를) 실행하십시오. 확인 없이 진행하려면 --override OperationUnresolved.',
  },
  OperationJustNow: {
    en: '{action} was done {ago} s ago (run {run}, by {operator}): what it changed may not have settled. Wait {left} s, or say that you mean it: --override OperationJustNow.',
    ko: '{action}이(가) {ago}초 전에 실행되었습니다(실행 {run}, {operator}). 변경이 아직 안정되지 않았을 수 있습니다. {left}초 기다리거나, 의도한 것이면 --override OperationJustNow를 쓰십시오.',
  },
  AcknowledgeUnknown: {
    en: 'No run of this cluster that is remembered begins with "{run}", or more than one does. Those that wait to be looked at: {open}. See: journal.',
    ko: '기억된 실행 중 "{run}"(으)로 시작하는 것이 없거나 여럿입니다. 확인을 기다리는 실행: {open}. journal을 참고하십시오.',
  },
  AcknowledgeNothing: {
    en: 'Run {run} did not end badly, or somebody has looked at it already: nothing is held back by it.',
    ko: '실행 {run}은(는) 잘못 끝나지 않았거나 이미 확인되었습니다. 이 때문에 막힌 것은 없습니다.',
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
