// Refusals of the service Auth: signing in, passwords, users.

import type {RefusalTable} from './refusal.ts';

export const authRefusals = {
  'sign-in-failed': {
    status: 401,
    what: {en: 'name or password is wrong', ko: '이름 또는 비밀번호가 올바르지 않습니다'},
  },
  'locked-out': {
    status: 429,
    what: {
      en: 'too many failed attempts; again in {seconds} s',
      ko: '로그인 실패가 너무 많습니다. {seconds}초 뒤에 다시 시도하십시오',
    },
    hint: {en: 'an administrator can lift the wait of a user', ko: '관리자가 사용자의 대기를 해제할 수 있습니다'},
  },
  'sign-in-busy': {
    status: 503,
    what: {en: 'too many people sign in at once', ko: '동시에 로그인하는 사용자가 너무 많습니다'},
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'session-store-down': {
    status: 503,
    what: {en: 'Redis, which keeps the sessions, does not answer', ko: '세션을 보관하는 Redis가 응답하지 않습니다'},
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'user-store-down': {
    status: 503,
    what: {
      en: 'the database, which keeps the users, does not answer',
      ko: '사용자 정보를 보관하는 데이터베이스가 응답하지 않습니다',
    },
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'user-store-busy': {
    status: 503,
    what: {
      en: 'too many ask the database, which keeps the users, at once',
      ko: '사용자 정보를 보관하는 데이터베이스에 요청이 너무 많습니다',
    },
    hint: {en: 'try again in a few seconds', ko: '몇 초 뒤에 다시 시도하십시오'},
  },
  'refresh-invalid': {
    status: 401,
    what: {en: 'the session can not be continued', ko: '세션을 계속할 수 없습니다'},
    hint: {en: 'sign in again', ko: '다시 로그인하십시오'},
  },
  'refresh-reused': {
    status: 401,
    what: {
      en: 'this session was used from two places and has been ended',
      ko: '이 세션이 두 곳에서 사용되어 종료되었습니다',
    },
    hint: {
      en: 'sign in again; if that was not you, change the password',
      ko: '다시 로그인하십시오. 본인이 아니라면 비밀번호를 변경하십시오',
    },
  },
  'password-wrong': {
    status: 403,
    what: {en: 'the present password is wrong', ko: '현재 비밀번호가 올바르지 않습니다'},
  },
  'password-weak': {
    status: 422,
    what: {en: 'the new password will not do: {why}', ko: '새 비밀번호를 사용할 수 없습니다: {why}'},
    hint: {
      en: 'at least {length} characters, not the name and not the old one',
      ko: '{length}자 이상, 이름이나 이전 비밀번호와 달라야 합니다',
    },
  },
  'user-unknown': {
    status: 404,
    what: {en: 'there is no such user', ko: '해당 사용자가 없습니다'},
  },
  'user-exists': {
    status: 409,
    what: {en: 'the name or the Unix account is taken', ko: '이름 또는 Unix 계정이 이미 사용 중입니다'},
  },
  'last-admin': {
    status: 409,
    what: {en: 'this is the last administrator', ko: '마지막 관리자입니다'},
    hint: {en: 'make another administrator first', ko: '먼저 다른 관리자를 지정하십시오'},
  },
  'unix-account-unfit': {
    status: 422,
    what: {
      en: 'the Unix account {account} will not do: {why}',
      ko: 'Unix 계정 {account}을(를) 사용할 수 없습니다: {why}',
    },
    hint: {
      en: 'an account of the controllers with uid 1000 or more and a shell',
      ko: '컨트롤러에 있는 uid 1000 이상의, 셸이 있는 계정이어야 합니다',
    },
  },
  'oidc-failed': {
    status: 502,
    what: {en: 'the outside provider could not sign you in', ko: '외부 인증 제공자로 로그인하지 못했습니다'},
    hint: {en: 'try again, or sign in with name and password', ko: '다시 시도하거나 이름과 비밀번호로 로그인하십시오'},
  },
  'oidc-no-user': {
    status: 403,
    what: {
      en: 'the outside provider knows you, but there is no user of that name here',
      ko: '외부 제공자의 계정과 같은 이름의 사용자가 없습니다',
    },
    hint: {en: 'ask an administrator to create the user', ko: '관리자에게 사용자 생성을 요청하십시오'},
  },
} as const satisfies RefusalTable;
