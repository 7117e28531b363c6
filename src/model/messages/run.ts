// Messages of findings about run, by code.

import type {Messages} from '../messages.ts';

export const runMessages: Messages = {
  PhaseLogNotCopied: {
    en: '{log} could not be copied to {host}; the journal of the run holds the same.',
    ko: '{log}을(를) {host}에 복사하지 못했습니다. 실행 기록(journal)에 같은 내용이 있습니다.',
  },
};
