// Messages of findings about tests and drills, by code.

import type {Messages} from '../messages.ts';

export const drillMessages: Messages = {
  TestNotBuilt: {
    en: 'The test {test} comes with that part of the program, which is not built yet; it was not run.',
    ko: '{test} 시험은 해당 기능과 함께 추가될 예정이며 이 버전에는 없습니다. 실행하지 않았습니다.',
  },
  TestNotEnabled: {
    en: 'The configuration enables no {test} (or, for slurm, names no compute node); that test was not run.',
    ko: '설정에서 {test}을(를) 사용하지 않거나(slurm은 계산 노드가 없어서) 시험하지 않았습니다.',
  },
};
