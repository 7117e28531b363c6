// The words of a drill's report and of its lists in both languages; figures and names are the same in each.

import type {Language} from '../message.ts';

export type ReportWords = {
  readonly result: Readonly<Record<'passed' | 'failed' | 'aborted', string>>;
  readonly cluster: (cluster: string, target: string, kind: string) => string;
  readonly started: (at: string, by: string, reason: string | null, run: string) => string;
  readonly watched: (vantage: string | null, why: string) => string;
  readonly notPossible: string;
  readonly green: (afterRestore: string, afterFault: string) => string;
  readonly notGreen: string;
  readonly columns: readonly string[];
  readonly notBack: string;
  readonly notInterrupted: string;
  readonly agrees: string;
  readonly seen: (codes: string) => string;
  readonly nothing: string;
  readonly states: (states: string) => string;
  readonly conditions: (conditions: string) => string;
  readonly legend: (seconds: number) => string;
  readonly level: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly row: (lost: number, healed: string) => string;
  readonly never: string;
  readonly trend: (median: string, last: string, runs: number) => string;
  readonly noDrills: string;
  readonly labOnly: string;
  readonly target: (target: string, predicted: string) => string;
  readonly allAway: string;
  readonly noInterruption: string;
  readonly classes: string;
  /** Whom a drill is about, by the name of the role; absent: as it is called. */
  readonly roles: Readonly<Record<string, string>>;
};

const english: ReportWords = {
  result: {passed: 'passed', failed: 'failed', aborted: 'aborted'},
  cluster: (cluster, target, kind) => `cluster ${cluster}, target ${target}, class ${kind}`,
  started: (at, by, reason, run) => `${at}, by ${by}${reason === null ? '' : `, reason: ${reason}`} (run ${run})`,
  watched: (vantage, why) => `watched from this machine and ${vantage ?? `from nowhere else (${why})`}`,
  notPossible: 'not possible',
  green: (afterRestore, afterFault) => `all green ${afterRestore} after restore, ${afterFault} after the fault`,
  notGreen: 'all green was not seen again',
  columns: [
    ...['service', 'predicted', 'this machine', 'controller', 'aim', 'acknowledged', 'lost', 'unexpected'],
    ...['recovered', 'second interruptions'],
  ],
  notBack: 'did not come back',
  notInterrupted: 'not interrupted',
  agrees: 'No finding: prediction and measurement agree, nothing was lost.',
  seen: (codes) => `Seen meanwhile: ${codes}`,
  nothing: 'nothing',
  states: (states) => `States: ${states}`,
  conditions: (conditions) => `Conditions: ${conditions}`,
  legend: (seconds) => `one column is ${seconds} s; F fault, R restore, G all green; █ acknowledged, ▓ in part, · not`,
  level: {},
  state: {},
  row: (lost, healed) => `lost ${lost}  healed ${healed}`,
  never: 'never',
  trend: (median, last, runs) => `median ${median}, last ${last} (${runs} runs)`,
  noDrills: 'no drills yet (they are kept on the machine that ran them)',
  labOnly: 'lab only',
  target: (target, predicted) => `target ${target}; predicted: ${predicted}`,
  allAway: 'everything is away until it is brought back',
  noInterruption: 'no interruption',
  classes: 'P: safe in a maintenance window. W: a brief outage is expected. L: lab only.',
  roles: {},
};

const korean: ReportWords = {
  result: {passed: '통과', failed: '실패', aborted: '중단'},
  cluster: (cluster, target, kind) => `클러스터 ${cluster}, 대상 ${target}, ${kind}등급`,
  started: (at, by, reason, run) => `${at}, 실행자 ${by}${reason === null ? '' : `, 이유: ${reason}`} (실행 ${run})`,
  watched: (vantage, why) =>
    vantage === null ? `이 장비에서만 관찰 (다른 관측지 없음: ${why})` : `이 장비와 ${vantage}에서 관찰`,
  notPossible: '불가능',
  green: (afterRestore, afterFault) => `복원 후 ${afterRestore}, 장애 후 ${afterFault}에 모두 정상`,
  notGreen: '다시 모두 정상이 되는 것을 보지 못함',
  columns: [
    ...['서비스', '예상', '이 장비', '컨트롤러', '목표', '응답', '유실', '예상 밖'],
    ...['응답 없이 남음', '재중단'],
  ],
  notBack: '돌아오지 않음',
  notInterrupted: '중단 없음',
  agrees: '지적 사항 없음: 예상과 측정이 일치하고 잃은 것이 없습니다.',
  seen: (codes) => `그동안 확인된 것: ${codes}`,
  nothing: '없음',
  states: (states) => `상태: ${states}`,
  conditions: (conditions) => `조건: ${conditions}`,
  legend: (seconds) => `한 칸 ${seconds}초; F 장애, R 복원, G 모두 정상; █ 응답, ▓ 일부, · 없음`,
  level: {critical: '위험', warning: '경고', unknown: '알 수 없음', info: '참고', ok: '정상'},
  state: {
    ...{preflight: '사전 점검', baseline: '기준 측정', armed: '복원 장전', inject: '장애 주입', observe: '관찰'},
    ...{restore: '복원', heal: '회복', verify: '검증', reported: '보고'},
  },
  row: (lost, healed) => `유실 ${lost}  회복 ${healed}`,
  never: '안 됨',
  trend: (median, last, runs) => `중앙값 ${median}, 최근 ${last} (${runs}회)`,
  noDrills: '아직 훈련이 없음 (실행한 장비에 보관됩니다)',
  labOnly: '실험실 전용',
  target: (target, predicted) => `대상 ${target}; 예상: ${predicted}`,
  allAway: '되살릴 때까지 모두 중단',
  noInterruption: '중단 없음',
  classes: 'P: 점검 시간에 안전. W: 짧은 중단 예상. L: 실험실 전용.',
  roles: {
    ...{vipOwner: '주소 소유자', redisMaster: 'Redis 마스터', slurmControl: '제어 중인 slurmctld'},
    ...{slurmdbd: '활성 slurmdbd', bystander: '주소 소유자가 아닌 컨트롤러'},
  },
};

export const reportWords: Readonly<Record<Language, ReportWords>> = {en: english, ko: korean};
