// The few words of `status` that are not messages of findings, in both languages.

import type {FindingLevel} from '../model/level.ts';
import type {Language} from '../model/message.ts';

type StatusWords = {
  readonly level: Readonly<Record<FindingLevel, string>>;
  readonly tolerance: string;
  readonly remedy: string;
  readonly bare: string;
  /** null: not known, which must not read like a number. */
  readonly mayLose: (count: number | null) => string;
};

export const statusWords: Readonly<Record<Language, StatusWords>> = {
  en: {
    level: {ok: 'ok', warning: 'warning', critical: 'critical', unknown: 'unknown', info: 'info'},
    tolerance: 'may lose',
    remedy: 'do',
    bare: 'nothing is deployed',
    mayLose: (count) => {
      if (count === null) return 'not known how many controllers may still fail';
      if (count === 0) return 'no further controller may fail';
      return `may lose ${count} more controller${count === 1 ? '' : 's'}`;
    },
  },
  ko: {
    level: {ok: '정상', warning: '경고', critical: '위험', unknown: '알 수 없음', info: '정보'},
    tolerance: '허용 고장',
    remedy: '조치',
    bare: '배포된 서비스가 없음',
    mayLose: (count) => {
      if (count === null) return '추가 고장 허용 수를 알 수 없음';
      if (count === 0) return '더 이상 컨트롤러가 고장 나면 안 됨';
      return `컨트롤러 ${count}대까지 더 고장 나도 됨`;
    },
  },
};
