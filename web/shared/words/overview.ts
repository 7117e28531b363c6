// Words of the cluster at a glance.

import type {Messages} from '../../../src/model/message.ts';

export const glanceTexts = {
  'glance.title': {en: 'Cluster', ko: '클러스터'},
  'glance.may-lose': {en: 'May still lose', ko: '더 잃어도 되는 수'},
  'glance.controllers': {en: 'Controllers', ko: '컨트롤러'},
  'glance.answer': {en: '{seen} of {count} answer', ko: '{count}대 중 {seen}대 응답'},
  'glance.vip': {en: 'Virtual address', ko: '가상 주소'},
  'glance.compute': {en: 'Compute nodes', ko: '계산 노드'},
  'glance.nodes-of': {en: '{up} of {total} can work', ko: '{total}대 중 {up}대 사용 가능'},
  'glance.jobs': {en: 'Jobs in the cluster', ko: '클러스터 작업'},
  'glance.running': {en: '{count} running', ko: '실행 {count}'},
  'glance.pending': {en: '{count} waiting', ko: '대기 {count}'},
  'glance.services': {en: 'Services', ko: '서비스'},
  'glance.my-jobs': {en: 'My jobs', ko: '내 작업'},
  'glance.all-my-jobs': {en: 'All my jobs', ko: '내 작업 모두'},
  'glance.events': {en: 'Events', ko: '이벤트'},
  'glance.no-events': {
    en: 'Nothing has been told since this page was opened.',
    ko: '이 페이지를 연 뒤로 알림이 없습니다.',
  },
  'glance.findings': {en: 'What is wrong', ko: '발견 사항'},
  'glance.monitoring': {en: 'Details in Monitoring', ko: '모니터링에서 자세히'},
  'glance.confirmed-lost': {en: 'lost, confirmed by its peers', ko: '손실됨, 다른 컨트롤러가 확인'},
  'glance.no-answer': {en: 'does not answer', ko: '응답 없음'},
} as const satisfies Messages;
