// What can be done about the virtual address, as data for menus and the command line.

import type {ActionOffer} from '../../model/action-offer.ts';

export const vipOffers = [
  {
    id: 'failover-vip',
    title: {en: 'move the VIP', ko: 'VIP 이동'},
    explain: {
      en: 'Moves the virtual address to another controller, proves that it arrived, and measures the gap; refused with reasons where the target could not serve.',
      ko: '가상 주소를 다른 컨트롤러로 옮기고, 도착을 확인하고, 끊긴 시간을 잽니다. 대상이 서비스할 수 없으면 이유를 밝히고 거부합니다.',
    },
    danger: 'disruptive',
    services: ['keepalived'],
    fields: [{name: 'to', kind: 'controller', title: {en: 'to this controller', ko: '이 컨트롤러로'}, required: false}],
  },
  {
    id: 'repair-vip',
    title: {en: 'repair the VIP', ko: 'VIP 수리'},
    explain: {
      en: 'Ends a virtual address that two controllers hold, that nobody holds, that a dead daemon left behind, or that neighbours send to the wrong machine.',
      ko: '가상 주소가 중복되거나, 아무도 갖고 있지 않거나, 죽은 데몬이 남겼거나, 이웃이 엉뚱한 곳으로 보내는 상태를 바로잡습니다.',
    },
    danger: 'disruptive',
    services: ['keepalived'],
    fields: [],
  },
] as const satisfies readonly ActionOffer[];
