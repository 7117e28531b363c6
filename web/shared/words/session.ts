// Words of signing in, the first password and the profile.

import type {Messages} from '../../../src/model/message.ts';

export const sessionTexts = {
  'login.title': {en: 'Sign in', ko: '로그인'},
  'login.name': {en: 'User name', ko: '사용자 이름'},
  'login.password': {en: 'Password', ko: '비밀번호'},
  'login.button': {en: 'Sign in', ko: '로그인'},
  'login.oidc': {en: 'Sign in with your organisation', ko: '소속 기관 계정으로 로그인'},
  'login.or': {en: 'or', ko: '또는'},
  'login.oidc-not-ready': {
    en: 'Signing in with your organisation does not work at the moment; an administrator has to look at it.',
    ko: '지금은 소속 기관 계정으로 로그인할 수 없습니다. 관리자의 확인이 필요합니다.',
  },
  'login.oidc-failed': {
    en: 'Signing in with your organisation failed. Try again, or sign in with name and password.',
    ko: '소속 기관 계정으로 로그인하지 못했습니다. 다시 시도하거나 이름과 비밀번호로 로그인하세요.',
  },
  'login.oidc-no-user': {
    en: 'Your organisation knows you, but there is no user of that name here. Ask an administrator to create it.',
    ko: '소속 기관 계정과 같은 이름의 사용자가 여기에 없습니다. 관리자에게 생성을 요청하세요.',
  },
  'login.wrong': {en: 'User name or password is wrong.', ko: '사용자 이름 또는 비밀번호가 맞지 않습니다.'},
  'login.locked': {
    en: 'Too many wrong passwords: this account is locked for {wait}. An administrator can unlock it.',
    ko: '비밀번호를 너무 많이 틀려 계정이 {wait} 동안 잠겼습니다. 관리자가 해제할 수 있습니다.',
  },
  'login.locked-some': {
    en: 'Too many wrong passwords: this account is locked for a while. An administrator can unlock it.',
    ko: '비밀번호를 너무 많이 틀려 계정이 잠시 잠겼습니다. 관리자가 해제할 수 있습니다.',
  },
  'login.ended': {en: 'Your session has ended. Sign in again.', ko: '세션이 끝났습니다. 다시 로그인하세요.'},
  'login.needed': {en: 'Both are needed.', ko: '둘 다 입력해야 합니다.'},
  'login.lead': {en: 'Head node cluster', ko: '헤드 노드 클러스터'},
  'login.checking': {en: 'Looking who you are …', ko: '로그인 상태를 확인하는 중 …'},
  'first.title': {en: 'Choose a password', ko: '비밀번호 설정'},
  'first.lead': {
    en: 'The password you were given works once. Choose your own before you go on.',
    ko: '받은 비밀번호는 한 번만 쓸 수 있습니다. 계속하려면 새 비밀번호를 정하세요.',
  },
  'password.old': {en: 'Password until now', ko: '지금 비밀번호'},
  'password.new': {en: 'New password', ko: '새 비밀번호'},
  'password.again': {en: 'New password again', ko: '새 비밀번호 다시'},
  'password.rule': {
    en: 'At least {count} characters; a few words are good.',
    ko: '{count}자 이상. 여러 단어가 좋습니다.',
  },
  'password.short': {en: 'At least {count} characters are needed.', ko: '{count}자 이상이어야 합니다.'},
  'password.differ': {en: 'The two are not the same.', ko: '두 값이 다릅니다.'},
  'password.same': {en: 'It must differ from the one until now.', ko: '지금 비밀번호와 달라야 합니다.'},
  'password.button': {en: 'Change the password', ko: '비밀번호 변경'},
  'password.done': {
    en: 'The password is changed. Other sessions of yours have ended.',
    ko: '비밀번호를 바꿨습니다. 다른 세션은 종료되었습니다.',
  },
  'role.user': {en: 'user', ko: '사용자'},
  'role.operator': {en: 'operator', ko: '운영자'},
  'role.admin': {en: 'administrator', ko: '관리자'},
  'role.needs': {
    en: 'This page is for the role {role}; yours is {own}.',
    ko: '이 페이지는 {role} 역할이 필요합니다. 현재 역할: {own}.',
  },
  'profile.title': {en: 'Profile', ko: '프로필'},
  'profile.role': {en: 'Role', ko: '역할'},
  'profile.unix': {en: 'Unix account', ko: 'Unix 계정'},
  'profile.no-unix': {
    en: 'none: no jobs and no files. An administrator can name one.',
    ko: '없음: 작업과 파일을 쓸 수 없습니다. 관리자가 지정할 수 있습니다.',
  },
  'profile.look': {en: 'Look', ko: '화면'},
  'profile.colours': {en: 'Colours', ko: '색'},
  'profile.colours-auto': {en: 'as the system', ko: '시스템 설정'},
  'profile.colours-dark': {en: 'dark', ko: '어둡게'},
  'profile.colours-light': {en: 'light', ko: '밝게'},
  'profile.language': {en: 'Language', ko: '언어'},
} as const satisfies Messages;
