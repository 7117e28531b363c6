// The rules behind findings about the web services, nginx in front of them and its certificate.

import type {Messages} from '../message.ts';

export const webRules: Messages = {
  WebServiceDown: {en: 'The unit of the service does not run: warning.', ko: '서비스 유닛이 실행 중이 아니면 경고.'},
  WebServiceStarting: {en: 'The unit is activating: warning.', ko: '유닛이 activating 상태이면 경고.'},
  WebServiceSilent: {
    en: 'The unit runs and its health page does not answer: warning.',
    ko: '유닛은 도는데 상태 페이지가 응답하지 않으면 경고.',
  },
  WebServiceFailed: {
    en: 'The health page answers another code than 200, or calls itself failed: warning.',
    ko: '상태 페이지가 200이 아닌 코드로 답하거나 스스로 failed라 하면 경고.',
  },
  WebServiceDegraded: {
    en: 'The health page answers 200 and calls itself neither ok nor failed: warning.',
    ko: '상태 페이지가 200으로 답하나 ok도 failed도 아니라 하면 경고.',
  },
  WebServiceNowhere: {
    en: 'The service works on none of the controllers that were seen: critical; warning while one was not seen.',
    ko: '확인된 컨트롤러 중 서비스가 동작하는 곳이 없으면 위험, 확인하지 못한 곳이 있으면 경고.',
  },
  WebProxyDown: {en: 'The unit nginx does not run: warning.', ko: 'nginx 유닛이 실행 중이 아니면 경고.'},
  WebProxySilent: {
    en: 'nginx runs and does not answer its own health page with 200: warning.',
    ko: 'nginx는 도는데 자체 상태 페이지가 200으로 답하지 않으면 경고.',
  },
  WebCertificateMissing: {
    en: 'No certificate could be read where nginx takes it from: warning.',
    ko: 'nginx가 쓰는 위치에서 인증서를 읽지 못하면 경고.',
  },
  WebCertificateExpired: {en: 'Its end lies in the past: critical.', ko: '만료 시각이 지났으면 위험.'},
  WebCertificateEnds: {
    en: 'It ends sooner than it should have been renewed: warning; within three days: critical. For one that lives for weeks or days: the last 1/4, the last 1/10 of its life.',
    ko: '갱신됐어야 할 시점보다 가까이 만료되면 경고, 3일 이내면 위험. 수명이 짧은 인증서는 수명의 마지막 1/4이면 경고, 1/10이면 위험.',
  },
  WebCertificateNotYet: {en: 'Its beginning lies in the future: warning.', ko: '시작 시각이 미래이면 경고.'},
  WebVersionsDiffer: {
    en: 'Services tell different builds: warning.',
    ko: '서비스들이 서로 다른 빌드라 하면 경고.',
  },
  WebControllerGone: {
    en: 'The controller is gone, as its peers confirm, and its web services with it: warning.',
    ko: '다른 노드들이 컨트롤러의 중단을 확인했고 웹 서비스도 함께 사라졌으면 경고.',
  },
};
