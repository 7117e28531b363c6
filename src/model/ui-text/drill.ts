// Words of the page of a drill.

import type {Message} from '../message.ts';

export const drillTexts = {
  'notice.no-drill': {
    en: 'no drill has been carried out from this machine (a: actions, or :drill run)',
    ko: '이 장비에서 수행한 훈련이 없음 (a: 작업, 또는 :drill run)',
  },
  'drill.on': {en: 'on {target}', ko: '대상 {target}'},
  'drill.class.P': {en: 'class P', ko: 'P등급'},
  'drill.class.W': {en: 'class W, brief outage expected', ko: 'W등급, 짧은 중단 예상'},
  'drill.class.L': {en: 'class L, lab only', ko: 'L등급, 실험실 전용'},
  'drill.state.preflight': {en: 'preflight', ko: '사전 점검'},
  'drill.state.baseline': {en: 'baseline', ko: '기준 측정'},
  'drill.state.armed': {en: 'armed', ko: '복원 장전'},
  'drill.state.inject': {en: 'fault', ko: '장애 주입'},
  'drill.state.observe': {en: 'observe', ko: '관찰'},
  'drill.state.restore': {en: 'restore', ko: '복원'},
  'drill.state.heal': {en: 'heal', ko: '회복'},
  'drill.state.verify': {en: 'verify', ko: '검증'},
  'drill.state.reported': {en: 'reported', ko: '보고'},
  'drill.before': {en: 'nothing is broken yet', ko: '아직 아무것도 고장 내지 않음'},
  'drill.broken': {en: 'fault for {since}', ko: '장애 {since} 경과'},
  'drill.dead-man': {
    en: '{target} restores itself in {left} if nobody does',
    ko: '아무도 복원하지 않으면 {target}이(가) {left} 뒤 스스로 복원',
  },
  'drill.dead-man-power': {
    en: 'the lab gives {target} its power back in {left} if nobody does',
    ko: '아무도 켜지 않으면 실험실이 {left} 뒤 {target} 전원을 켬',
  },
  'drill.overdue': {en: 'its dead-man is due now', ko: '자동 복원 시각이 지남'},
  'drill.restored': {en: 'restored {since} ago', ko: '복원 후 {since}'},
  'drill.ended': {en: 'ended: {result}', ko: '종료: {result}'},
  'drill.report': {en: 'report: hpcha-tui drill report {run}', ko: '보고서: hpcha-tui drill report {run}'},
  'drill.column.service': {en: 'service', ko: '서비스'},
  'drill.column.through': {en: 'through', ko: '경로'},
  'drill.column.from': {en: 'from', ko: '관측지'},
  'drill.column.now': {en: 'now', ko: '지금'},
  'drill.column.gap': {en: 'gap', ko: '중단'},
  'drill.column.predicted': {en: 'expected', ko: '예상'},
  'drill.here': {en: 'here', ko: '여기'},
  'drill.both': {en: 'all', ko: '전체'},
  'drill.acks': {en: 'writes', ko: '응답'},
  'drill.silent': {en: 'silent {since}', ko: '무응답 {since}'},
  'drill.waiting': {en: 'no canary writes yet', ko: '아직 카나리 쓰기가 없음'},
  'drill.legend': {
    en: 'a column is {seconds} s; F fault, R restore; {ok} acknowledged, {some} some, {none} none',
    ko: '한 칸 {seconds}초; F 장애, R 복원; {ok} 응답, {some} 일부, {none} 없음',
  },
} as const satisfies Readonly<Record<string, Message>>;
