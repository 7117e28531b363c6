// Every action there is, as data: the menu, `:`, the command line and the remedies of findings are made from this list.
//
// A new action: describe it here, and say in registry.ts how it is planned. Nothing else has to know it.

import type {ActionOffer} from '../model/action-offer.ts';

export const offers = [
  {
    id: 'phases',
    title: {en: 'converge phases', ko: '단계 수렴'},
    explain: {
      en: 'Brings a range of phases to what the configuration says; what is right already is left alone.',
      ko: '선택한 단계를 설정대로 맞춥니다. 이미 맞는 것은 그대로 둡니다.',
    },
    danger: 'disruptive',
    services: [],
    fields: [
      {name: 'from', kind: 'number', title: {en: 'first phase', ko: '첫 단계'}, required: true},
      {name: 'to', kind: 'number', title: {en: 'last phase', ko: '마지막 단계'}, required: true},
    ],
    command: 'own',
  },
  {
    id: 'stop',
    title: {en: 'stop services', ko: '서비스 중지'},
    explain: {
      en: 'Stops everything, or one service, in the order in which nothing loses what it knows; start brings it back.',
      ko: '전체 또는 한 서비스를 안전한 순서로 중지합니다. start로 되돌립니다.',
    },
    danger: 'destructive',
    services: [],
    fields: [
      {
        name: 'service',
        kind: 'choice',
        choices: ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived'],
        title: {en: 'this service alone', ko: '이 서비스만'},
        required: false,
      },
    ],
    command: 'own',
  },
] as const satisfies readonly ActionOffer[];

export type ActionId = (typeof offers)[number]['id'];

export function offerOf(id: string): ActionOffer | undefined {
  return offers.find((offer) => offer.id === id);
}
