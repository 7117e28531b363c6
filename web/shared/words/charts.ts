// Titles of the charts.

import type {Messages} from '../../../src/model/message.ts';

export const chartTexts = {
  'chart.load': {en: 'Load, 1 minute', ko: '부하, 1분'},
  'chart.memory': {en: 'Memory available', ko: '가용 메모리'},
  'chart.disk': {en: 'Fullest disk', ko: '가장 찬 디스크'},
  'chart.tolerance': {en: 'Controllers that may still die', ko: '더 잃어도 되는 컨트롤러'},
  'chart.galera-queue': {en: 'Galera: receive queue', ko: 'Galera: 수신 큐'},
  'chart.galera-flow': {en: 'Galera: paused by flow control', ko: 'Galera: 흐름 제어 정지'},
  'chart.redis-ops': {en: 'Redis: commands a second', ko: 'Redis: 초당 명령'},
  'chart.redis-lag': {en: 'Redis: behind the master', ko: 'Redis: 마스터 대비 지연'},
  'chart.heal': {en: 'GlusterFS: entries to heal', ko: 'GlusterFS: 복구 대기 항목'},
  'chart.jobs': {en: 'Slurm: jobs by state', ko: 'Slurm: 상태별 작업'},
  'chart.nodes': {en: 'Slurm: nodes by state', ko: 'Slurm: 상태별 노드'},
  'chart.dbd': {en: 'Slurm: waiting for slurmdbd', ko: 'Slurm: slurmdbd 대기'},
  'chart.cluster': {en: 'cluster', ko: '클러스터'},
} as const satisfies Messages;
