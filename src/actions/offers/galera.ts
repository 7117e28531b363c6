// What can be done about Galera, as data for menus and the command line.

import type {ActionOffer} from '../../model/action-offer.ts';

export const galeraOffers = [
  {
    id: 'bootstrap-galera',
    title: {en: 'bring Galera back', ko: 'Galera 복구'},
    explain: {
      en: 'Brings a database cluster without a Primary component back: compares what every node holds, starts from the furthest, refuses to guess.',
      ko: 'Primary가 없는 데이터베이스 클러스터를 되살립니다. 모든 노드의 데이터를 비교해 가장 앞선 노드에서 시작하며, 추측이 필요하면 거부합니다.',
    },
    danger: 'destructive',
    services: ['mariadb'],
    fields: [],
  },
] as const satisfies readonly ActionOffer[];
