// The words of commands that change something, around what plans and findings say themselves, in both languages.

import type {FindingLevel} from '../../model/level.ts';
import type {Language} from '../../model/message.ts';
import type {Danger} from '../../model/plan.ts';
import type {RunResult, StepResult} from '../../model/run-event.ts';

export type RunWords = {
  readonly danger: Readonly<Record<Danger, string>>;
  readonly level: Readonly<Record<FindingLevel, string>>;
  readonly mayLose: string;
  readonly phase: (number: number) => string;
  readonly rolling: string;
  readonly refused: string;
  readonly override: string;
  readonly seenLater: (why: string) => string;
  readonly evidence: (why: string) => string;
  readonly evidenceFirst: (why: string) => string;
  readonly dryRun: string;
  readonly started: (run: string, title: string, steps: number, actor: string, reason: string | null) => string;
  readonly locked: (hosts: string, epoch: number) => string;
  readonly cancelAsked: (by: string) => string;
  readonly ended: (result: RunResult, seconds: string) => string;
  readonly step: Readonly<Record<StepResult, string>>;
  readonly notBegun: string;
  readonly carryOut: string;
  readonly reason: string;
  readonly type: (name: string) => string;
  readonly gone: (run: string) => string;
  readonly goneRemedy: (run: string) => string;
  readonly left: (run: string) => string;
  readonly asking: (run: string) => string;
  readonly noEnd: string;
  readonly goesOn: (run: string) => string;
  readonly error: string;
  readonly remedy: string;
  readonly bug: string;
};

const english: RunWords = {
  danger: {safe: 'safe', disruptive: 'disruptive', destructive: 'destructive'},
  level: {ok: 'ok', warning: 'warning', critical: 'critical', unknown: 'unknown', info: 'note'},
  mayLose: 'what may be lost',
  phase: (number) => `phase ${number}`,
  rolling: 'one host at a time',
  refused: 'refused, nothing was changed:',
  override: 'it may be overridden:',
  seenLater: (why) => `cannot be seen before the steps above are done (${why})`,
  evidence: (why) => `this only collects evidence: ${why}. What follows depends on it.`,
  evidenceFirst: (why) => `first some evidence is collected: ${why}`,
  dryRun: 'dry run, nothing was changed; it would be:',
  started: (run, title, steps, actor, reason) =>
    `run ${run}: ${title} (${steps} steps, by ${actor}${reason === null ? '' : `, reason: ${reason}`})`,
  locked: (hosts, epoch) => `locked on ${hosts} (epoch ${epoch})`,
  cancelAsked: (by) => `cancel asked for by ${by}: the steps that run are finished, no other is begun`,
  ended: (result, seconds) => {
    const words = {
      done: 'done',
      failed: 'failed',
      unknown: 'how it ended is not known',
      cancelled: 'cancelled',
    } as const;
    return `${words[result]} after ${seconds} s`;
  },
  step: {changed: 'changed', unchanged: 'unchanged', failed: 'failed', unknown: 'unknown', skipped: 'skipped'},
  notBegun: 'not begun',
  carryOut: 'carry it out? [y/N] ',
  reason: 'reason: ',
  type: (name) => `type ${name} to confirm: `,
  gone: (run) => `run ${run}: its Runner is gone and left no end in the journal: how the last step ended is not known.`,
  goneRemedy: (run) => `hpcha-tui runs release ${run}, then the same command again: it does what is still missing`,
  left: (run) => `left run ${run}, it goes on: hpcha-tui runs attach ${run}`,
  asking: (run) => `asking run ${run} to stop after the steps that run now; Ctrl-C again leaves it to finish by itself`,
  noEnd: 'its Runner is gone and left no end: how the last step ended is not known',
  goesOn: (run) => `it is still running: hpcha-tui runs attach ${run}`,
  error: 'error',
  remedy: 'do',
  bug: 'this is a fault of hpcha-tui itself; run it again with -v for the trace',
};

const korean: RunWords = {
  danger: {safe: '안전', disruptive: '중단 위험', destructive: '파괴적'},
  level: {ok: '정상', warning: '경고', critical: '위험', unknown: '알 수 없음', info: '참고'},
  mayLose: '잃을 수 있는 것',
  phase: (number) => `${number}단계`,
  rolling: '한 대씩',
  refused: '거부됨, 바뀐 것 없음:',
  override: '강제하려면:',
  seenLater: (why) => `위 단계가 끝나야 볼 수 있음 (${why})`,
  evidence: (why) => `증거만 모으는 계획: ${why}. 다음은 그 결과에 달려 있습니다.`,
  evidenceFirst: (why) => `먼저 증거를 모음: ${why}`,
  dryRun: '모의 실행, 바뀐 것 없음. 실행하면:',
  started: (run, title, steps, actor, reason) =>
    `실행 ${run}: ${title} (단계 ${steps}개, 실행자 ${actor}${reason === null ? '' : `, 이유: ${reason}`})`,
  locked: (hosts, epoch) => `잠금: ${hosts} (epoch ${epoch})`,
  cancelAsked: (by) => `취소 요청 (${by}): 진행 중인 단계까지만 하고 더 시작하지 않음`,
  ended: (result, seconds) => {
    const words = {done: '완료', failed: '실패', unknown: '결과를 알 수 없음', cancelled: '취소됨'} as const;
    return `${words[result]}, ${seconds}초 걸림`;
  },
  step: {changed: '변경', unchanged: '그대로', failed: '실패', unknown: '알 수 없음', skipped: '건너뜀'},
  notBegun: '시작 안 함',
  carryOut: '실행할까요? [y/N] ',
  reason: '이유: ',
  type: (name) => `확인하려면 ${name} 입력: `,
  gone: (run) => `실행 ${run}: 실행기가 사라졌고 기록에 끝이 없습니다. 마지막 단계의 결과를 알 수 없습니다.`,
  goneRemedy: (run) => `hpcha-tui runs release ${run} 뒤 같은 명령을 다시 실행하면 남은 일을 합니다`,
  left: (run) => `실행 ${run}에서 나왔습니다. 실행은 계속됩니다: hpcha-tui runs attach ${run}`,
  asking: (run) => `실행 ${run}에 지금 단계까지만 하도록 요청함. Ctrl-C를 다시 누르면 두고 나갑니다`,
  noEnd: '실행기가 사라졌고 끝이 기록되지 않음: 마지막 단계의 결과를 알 수 없음',
  goesOn: (run) => `아직 실행 중: hpcha-tui runs attach ${run}`,
  error: '오류',
  remedy: '조치',
  bug: 'hpcha-tui 자체의 결함입니다. -v로 다시 실행하면 추적 정보가 나옵니다',
};

export const runWords: Readonly<Record<Language, RunWords>> = {en: english, ko: korean};
