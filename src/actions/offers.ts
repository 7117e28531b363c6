// Every action there is, as data: the menu, `:`, the command line and the remedies of findings are made from this list.
//
// A new action: describe it here, and say in registry.ts how it is planned. Nothing else has to know it.

import type {ActionOffer} from '../model/action-offer.ts';
import {drillIds} from './drills/catalogue.ts';
import {galeraOffers} from './offers/galera.ts';
import {storageOffers} from './offers/storage.ts';
import {switchOffers} from './offers/switch.ts';
import {vipOffers} from './offers/vip.ts';
import {webOffers} from './offers/web.ts';

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
        choices: ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'],
        title: {en: 'this service alone', ko: '이 서비스만'},
        required: false,
      },
    ],
    command: 'own',
  },
  {
    id: 'test',
    title: {en: 'test end to end', ko: '종단 시험'},
    explain: {
      en: 'Proves that the cluster does its work: written on each controller, read on all, the address moved and back; leaves nothing behind.',
      ko: '각 컨트롤러에서 쓰고 모두에서 읽으며, 가상 주소를 옮겼다 되돌려 클러스터의 동작을 확인합니다. 흔적을 남기지 않습니다.',
    },
    danger: 'disruptive',
    services: [],
    fields: [
      {
        name: 'test',
        kind: 'choice',
        choices: ['all', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'],
        title: {en: 'which test', ko: '시험 종류'},
        required: true,
      },
    ],
    command: 'own',
  },
  {
    id: 'drill',
    title: {en: 'run a drill', ko: '장애 훈련'},
    explain: {
      en: 'Breaks one thing on purpose, measures how long each service is away and what is lost, restores it by itself, and reports.',
      ko: '한 가지를 일부러 고장 내고, 서비스별 중단 시간과 유실을 측정한 뒤 스스로 복구하고 보고합니다.',
    },
    danger: 'destructive',
    services: [],
    fields: [
      {
        name: 'drill',
        kind: 'choice',
        choices: drillIds,
        title: {en: 'which drill (drill list explains them)', ko: '훈련 번호 (drill list에 설명)'},
        required: true,
      },
      {name: 'target', kind: 'controller', title: {en: 'another target', ko: '다른 대상'}, required: false},
    ],
    command: 'own',
  },
  {
    id: 'undo',
    title: {en: 'undo a run', ko: '실행 되돌리기'},
    explain: {
      en: 'Takes back the steps of a run that name a way back, the last one first; the others stay as they are.',
      ko: '되돌리는 방법이 정해진 실행 단계를 마지막 것부터 되돌립니다. 나머지는 그대로 둡니다.',
    },
    danger: 'destructive',
    services: [],
    fields: [{name: 'run', kind: 'text', title: {en: 'id of the run', ko: '실행 번호'}, required: true}],
  },
  {
    id: 'acknowledge',
    title: {en: 'a bad end was looked at', ko: '잘못된 종료 확인'},
    explain: {
      en: 'Says who has looked at a run that failed, or whose end is not known, and why its kind may be run again; changes nothing else.',
      ko: '실패했거나 결과를 모르는 실행을 누가 확인했고 왜 다시 실행해도 되는지 기록합니다. 다른 것은 바꾸지 않습니다.',
    },
    danger: 'disruptive',
    services: [],
    fields: [{name: 'run', kind: 'text', title: {en: 'id of the run', ko: '실행 번호'}, required: true}],
  },
  ...galeraOffers,
  ...vipOffers,
  ...switchOffers,
  ...storageOffers,
  ...webOffers,
] as const satisfies readonly ActionOffer[];

export type ActionId = (typeof offers)[number]['id'];

export function offerOf(id: string): ActionOffer | undefined {
  return offers.find((offer) => offer.id === id);
}
