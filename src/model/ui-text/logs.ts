// Words of the log's page.

import type {Message} from '../message.ts';

export const logTexts = {
  'crumb.logs': {en: 'logs', ko: '로그'},
  'crumb.log-filter': {en: 'filter', ko: '필터'},
  'logs.title': {en: 'logs', ko: '로그'},
  'logs.none': {en: 'no line yet', ko: '아직 줄이 없음'},
  'logs.sources': {en: '{open} of {count} controllers heard', ko: '컨트롤러 {count}대 중 {open}대 수신'},
  'logs.unheard': {en: '{host} is not heard: {why}', ko: '{host} 수신 안 됨: {why}'},
  'logs.lines': {en: '{count} lines', ko: '{count}줄'},
  'logs.following': {en: 'following', ko: '따라가는 중'},
  'logs.held': {en: 'held: f follows', ko: '멈춤: f로 따라가기'},
  'logs.all-hosts': {en: 'all controllers', ko: '모든 컨트롤러'},
  'logs.all-units': {en: 'all units', ko: '모든 유닛'},
  'logs.all-severities': {en: 'all severities', ko: '모든 심각도'},
  'logs.severity': {en: '{severity} and worse', ko: '{severity} 이상'},
  'logs.span.recent': {en: 'last 500 lines of each', ko: '각 최근 500줄'},
  'logs.span.10min': {en: 'last 10 minutes', ko: '최근 10분'},
  'logs.span.1h': {en: 'last hour', ko: '최근 1시간'},
  'logs.span.6h': {en: 'last 6 hours', ko: '최근 6시간'},
  'logs.span.1d': {en: 'last day', ko: '최근 1일'},
} as const satisfies Readonly<Record<string, Message>>;
