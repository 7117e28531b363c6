// Refusals of the services Metrics and Realtime: live data, history, logs.

import type {RefusalTable} from './refusal.ts';

export const liveRefusals = {
  'live-away': {
    status: 502,
    what: {
      en: 'the live service of {node} does not answer, so nothing is known from here: {why}',
      ko: '{node}의 실시간 서비스가 응답하지 않아 현재 상태를 알 수 없습니다: {why}',
    },
    hint: {
      en: 'systemctl status hpcha-web@realtime on {node}',
      ko: '{node}에서 systemctl status hpcha-web@realtime을 확인하십시오',
    },
  },
  'acknowledgements-away': {
    status: 503,
    what: {
      en: 'which alerts were seen cannot be told or kept now: Redis does not answer',
      ko: 'Redis가 응답하지 않아 지금은 알림 확인 내용을 읽거나 저장할 수 없습니다',
    },
  },
  'history-off': {
    status: 404,
    what: {en: 'no history is kept on this cluster', ko: '이 클러스터에는 이력이 보관되지 않습니다'},
    hint: {
      en: 'web.metrics.prometheus: true, then hpcha-tui start --phase 6',
      ko: 'web.metrics.prometheus: true로 설정한 뒤 hpcha-tui start --phase 6을 실행하십시오',
    },
  },
  'history-away': {
    status: 502,
    what: {en: 'Prometheus on {node} does not answer: {why}', ko: '{node}의 Prometheus가 응답하지 않습니다: {why}'},
  },
  'metric-unknown': {
    status: 422,
    what: {en: 'there is no metric {name}', ko: '{name} 지표는 없습니다'},
  },
  'run-unknown': {
    status: 404,
    what: {en: 'no controller knows a run {run}', ko: '실행 {run}을(를) 아는 컨트롤러가 없습니다'},
  },
  'run-not-heard': {
    status: 503,
    what: {
      en: 'run {run} was begun on another controller, and {hosts} cannot be asked',
      ko: '실행 {run}은(는) 다른 컨트롤러에서 시작되었고, {hosts}에 물어볼 수 없습니다',
    },
    hint: {
      en: 'the run does not need its page; how it ended will be in the audit journal',
      ko: '실행은 페이지 없이도 계속됩니다. 결과는 감사 기록에 남습니다',
    },
  },
  'log-elsewhere': {
    status: 404,
    what: {
      en: 'this is {node}; no controller with web services is called {host}',
      ko: '여기는 {node}입니다. 웹 서비스가 있는 {host} 컨트롤러가 없습니다',
    },
    hint: {
      en: 'hpcha-tui logs at a terminal reads all of them',
      ko: '터미널의 hpcha-tui logs로 모든 로그를 볼 수 있습니다',
    },
  },
} as const satisfies RefusalTable;
