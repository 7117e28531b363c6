// Korean for what the commands about past runs say: the journal, whether a copy of it was rewritten, the list, the request to stop.

import type {PlanTexts} from './plan-texts.ts';

const journal: PlanTexts = {
  'the copy of {*name} cannot be read': '{name}의 사본을 읽을 수 없음',
  'nobody has said that run {run} was looked at: {*command}':
    '실행 {run}을(를) 살펴봤다고 아무도 기록하지 않음: {command}',
  '✖ {copy}, line {line}: {=what}': '✖ {copy}, {line}번째 줄: {what}',
  '✖ {copy}: {=what}': '✖ {copy}: {what}',
  '? {copy}: its copy cannot be read': '? {copy}: 사본을 읽을 수 없음',
  '✔ {count} copies are whole and agree with each other': '✔ 사본 {count}개가 온전하고 서로 일치함',
  'it is not a line of an audit journal': '감사 기록의 줄이 아님',
  'run {run} was changed after it was written': '실행 {run}의 기록이 쓰인 뒤에 바뀜',
  'a line before run {run} was removed or exchanged': '실행 {run} 앞의 줄이 지워졌거나 바뀜',
  '{other} remembers a line of it from before run {run} that is gone or was rewritten':
    '{other}이(가) 기억하는 실행 {run} 이전의 줄이 사라졌거나 다시 쓰임',
};

const runs: PlanTexts = {
  'no runs yet (they are kept on the machine that started them)': '아직 실행이 없음(시작한 장비에 보관됨)',
  'unknown, its Runner is gone': '결과를 알 수 없음, 실행기가 사라짐',
  'asked run {run} to stop after the steps that run now: {*command}':
    '실행 {run}에 지금 도는 단계까지만 하고 멈추라고 요청함: {command}',
  'run {run} has ended ({*result})': '실행 {run}은(는) 이미 끝남({result})',
  'the Runner of {run} is gone': '{run}의 실행기가 사라짐',
  'run {run} is still running here (pid {pid})': '실행 {run}이(가) 이 장비에서 아직 진행 중(pid {pid})',
  'the lock is held by {*who}': '잠금을 가진 쪽: {who}',
  'not confirmed; nothing was released': '확인되지 않아 아무것도 풀지 않았음',
};

export const recordTexts: PlanTexts = {...journal, ...runs};
