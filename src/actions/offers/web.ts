// What can be done about the web services, as data for menus and the command line.

import type {ActionOffer} from '../../model/action-offer.ts';

export const webOffers = [
  {
    id: 'reset-web-password',
    title: {en: 'new web password', ko: '웹 비밀번호 재발급'},
    explain: {
      en: 'Gives a user of the web services a new password for one use, shown once in your terminal and kept nowhere; ends the sessions of that user.',
      ko: '웹 서비스 사용자에게 일회용 비밀번호를 새로 발급합니다. 터미널에 한 번만 표시되고 어디에도 저장되지 않으며, 해당 사용자의 세션은 모두 종료됩니다.',
    },
    danger: 'disruptive',
    services: ['web'],
    fields: [
      {
        name: 'user',
        kind: 'text',
        title: {
          en: 'name in the web services (the first administrator is admin)',
          ko: '웹 서비스 사용자 이름 (첫 관리자는 admin)',
        },
        required: true,
      },
    ],
  },
] as const satisfies readonly ActionOffer[];
