// Refusals that every web service can give: about the request itself, and about who is asking.

import type {RefusalTable} from './refusal.ts';

export const sessionRefusals = {
  'not-signed-in': {
    status: 401,
    what: {en: 'you are not signed in', ko: '로그인되어 있지 않습니다'},
    hint: {en: 'sign in', ko: '로그인하십시오'},
  },
  'token-invalid': {
    status: 401,
    what: {en: 'the access token is not valid', ko: '액세스 토큰이 유효하지 않습니다'},
    hint: {en: 'sign in again', ko: '다시 로그인하십시오'},
  },
  'token-expired': {
    status: 401,
    what: {en: 'the access token has expired', ko: '액세스 토큰이 만료되었습니다'},
    hint: {en: 'refresh it, or sign in again', ko: '토큰을 갱신하거나 다시 로그인하십시오'},
  },
  'session-ended': {
    status: 401,
    what: {en: 'this session has been ended', ko: '이 세션은 종료되었습니다'},
    hint: {en: 'sign in again', ko: '다시 로그인하십시오'},
  },
  'password-change-required': {
    status: 403,
    what: {en: 'the password has to be changed first', ko: '먼저 비밀번호를 변경해야 합니다'},
    hint: {en: 'choose a password of your own', ko: '본인의 비밀번호를 새로 정하십시오'},
  },
  'role-insufficient': {
    status: 403,
    what: {en: 'this needs the role {needed}; yours is {has}', ko: '{needed} 역할이 필요합니다(현재 역할: {has})'},
    hint: {en: 'ask an administrator for the role', ko: '관리자에게 역할을 요청하십시오'},
  },
  'no-unix-account': {
    status: 403,
    what: {en: 'no Unix account is bound to {name}', ko: '{name} 사용자에게 연결된 Unix 계정이 없습니다'},
    hint: {en: 'ask an administrator to bind one', ko: '관리자에게 계정 연결을 요청하십시오'},
  },
  'csrf-missing': {
    status: 403,
    what: {en: 'the request carries no valid CSRF token', ko: '요청에 올바른 CSRF 토큰이 없습니다'},
    hint: {en: 'reload the page', ko: '페이지를 새로 고치십시오'},
  },
  'origin-foreign': {
    status: 403,
    what: {en: 'the request comes from another site', ko: '다른 사이트에서 온 요청입니다'},
    hint: {en: 'open this site by one of its own names', ko: '이 사이트의 정식 주소로 접속하십시오'},
  },
  'sessions-unknown': {
    status: 503,
    what: {
      en: 'whether this session is still valid cannot be asked just now, so nothing is changed',
      ko: '세션이 아직 유효한지 지금 확인할 수 없어 아무것도 변경하지 않습니다',
    },
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'request-malformed': {
    status: 400,
    what: {en: 'the request is not understood: {why}', ko: '요청을 이해할 수 없습니다: {why}'},
  },
  'input-invalid': {
    status: 422,
    what: {en: '{field}: {why}', ko: '{field}: {why}'},
  },
  'not-found': {
    status: 404,
    what: {en: 'there is nothing here', ko: '찾을 수 없습니다'},
  },
  'body-too-large': {
    status: 413,
    what: {en: 'the request is larger than {limit} bytes', ko: '요청이 {limit}바이트를 넘습니다'},
  },
  'body-too-slow': {
    status: 408,
    what: {en: 'the request took too long to arrive', ko: '요청이 제시간에 도착하지 않았습니다'},
  },
  'too-many-requests': {
    status: 429,
    what: {
      en: 'too many requests; again in {seconds} s',
      ko: '요청이 너무 많습니다. {seconds}초 뒤에 다시 시도하십시오',
    },
  },
  stopping: {
    status: 503,
    what: {en: 'this service is stopping', ko: '서비스가 중지되는 중입니다'},
    hint: {en: 'try again: another controller answers', ko: '다시 시도하십시오. 다른 컨트롤러가 응답합니다'},
  },
  internal: {
    status: 500,
    what: {en: 'the service failed; request {id}', ko: '서비스 오류입니다(요청 {id})'},
    hint: {
      en: 'journalctl -u hpcha-web@{service} on {node} has the reason under that request',
      ko: '{node}에서 journalctl -u hpcha-web@{service}로 해당 요청의 원인을 확인하십시오',
    },
  },
} as const satisfies RefusalTable;
