// Messages of findings about the web services, by code.

import type {Messages} from '../message.ts';

export const webMessages: Messages = {
  WebServiceDown: {
    en: 'The web service {name} on {host} is {state}',
    ko: '{host}의 웹 서비스 {name}이(가) {state} 상태입니다',
  },
  WebServiceStarting: {
    en: 'The web service {name} on {host} is starting',
    ko: '{host}의 웹 서비스 {name}이(가) 시작 중입니다',
  },
  WebServiceSilent: {
    en: 'The web service {name} on {host} runs and does not answer: {why}',
    ko: '{host}의 웹 서비스 {name}이(가) 실행 중이지만 응답하지 않습니다: {why}',
  },
  WebServiceFailed: {
    en: 'The web service {name} on {host} answers {http}; what it needs does not work: {checks}',
    ko: '{host}의 웹 서비스 {name}이(가) {http}(으)로 응답합니다. 필요한 것이 동작하지 않습니다: {checks}',
  },
  WebServiceDegraded: {
    en: 'The web service {name} on {host} serves with less than it should have: {checks}',
    ko: '{host}의 웹 서비스 {name}이(가) 일부 기능 없이 동작합니다: {checks}',
  },
  WebServiceNowhere: {
    en: 'The web service {name} works on no controller',
    ko: '웹 서비스 {name}이(가) 어느 컨트롤러에서도 동작하지 않습니다',
  },
  WebProxyDown: {
    en: 'nginx on {host} is {state}: no browser gets through there',
    ko: '{host}의 nginx가 {state} 상태라 브라우저가 접속할 수 없습니다',
  },
  WebProxySilent: {
    en: 'nginx on {host} runs and does not answer as it should: {why}',
    ko: '{host}의 nginx가 실행 중이지만 제대로 응답하지 않습니다: {why}',
  },
  WebCertificateMissing: {
    en: 'There is no readable web certificate on {host}',
    ko: '{host}에 읽을 수 있는 웹 인증서가 없습니다',
  },
  WebCertificateExpired: {
    en: 'The web certificate on {host} (from {issuer}) ended on {until}: browsers refuse it',
    ko: '{host}의 웹 인증서({issuer} 발급)가 {until}에 만료되어 브라우저가 거부합니다',
  },
  WebCertificateEnds: {
    en: 'The web certificate on {host} (from {issuer}) ends in {days} days, on {until}; it should have been renewed by itself',
    ko: '{host}의 웹 인증서({issuer} 발급)가 {days}일 뒤({until}) 만료됩니다. 자동으로 갱신되었어야 합니다',
  },
  WebCertificateNotYet: {
    en: 'The web certificate on {host} is valid only from {from} on',
    ko: '{host}의 웹 인증서는 {from}부터 유효합니다',
  },
  WebVersionsDiffer: {
    en: 'The web services are of different builds ({versions}); phase 6 brings them together',
    ko: '웹 서비스의 빌드가 서로 다릅니다({versions}). 6단계를 실행하면 같아집니다',
  },
  WebControllerGone: {
    en: 'The web services of {host} are gone with it',
    ko: '{host}와(과) 함께 그 웹 서비스도 사라졌습니다',
  },
};
