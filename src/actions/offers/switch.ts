// What can be done to move services between controllers and to take one out, as data for menus and the command line.

import type {ActionOffer} from '../../model/action-offer.ts';

const to = {
  name: 'to',
  kind: 'controller',
  title: {en: 'to this controller', ko: '이 컨트롤러로'},
  required: false,
} as const;

export const switchOffers = [
  {
    id: 'switch-redis',
    title: {en: 'move the Redis master', ko: 'Redis 마스터 이동'},
    explain: {
      en: 'Moves the Redis master without losing a write: writes wait until the new one has them all. In cluster mode also sets masters apart that share a machine.',
      ko: '쓰기를 잃지 않고 Redis 마스터를 옮깁니다. 새 마스터가 모두 받을 때까지 쓰기를 잠시 멈춥니다. 클러스터 모드에서는 한 장비에 몰린 마스터도 나눕니다.',
    },
    danger: 'disruptive',
    services: ['redis'],
    fields: [to],
  },
  {
    id: 'takeover-slurm',
    title: {en: 'move the control of Slurm', ko: 'Slurm 제어 이동'},
    explain: {
      en: 'Gives control of Slurm to a standby, and sees that it kept the jobs and takes new ones.',
      ko: 'Slurm 제어를 대기 컨트롤러로 넘기고, 작업이 유지되고 새 작업을 받는지 확인합니다.',
    },
    danger: 'disruptive',
    services: ['slurm'],
    fields: [to],
  },
  {
    id: 'align-primary',
    title: {en: 'bring VIP and Slurm together', ko: 'VIP와 Slurm 제어 맞추기'},
    explain: {
      en: 'Brings the virtual address and the control of Slurm onto one controller; by default the address follows Slurm.',
      ko: '가상 주소와 Slurm 제어를 한 컨트롤러로 모읍니다. 기본은 주소가 Slurm을 따라갑니다.',
    },
    danger: 'disruptive',
    services: ['keepalived', 'slurm'],
    fields: [to],
  },
  {
    id: 'maintenance',
    title: {en: 'maintenance of a controller', ko: '컨트롤러 유지보수'},
    explain: {
      en: 'Takes a controller out of every service in the right order, and brings it back; refused where a service would lose its quorum.',
      ko: '컨트롤러를 올바른 순서로 모든 서비스에서 빼거나 되돌립니다. 정족수를 잃게 되면 거부합니다.',
    },
    danger: 'disruptive',
    services: ['host'],
    fields: [
      {name: 'host', kind: 'controller', title: {en: 'the controller', ko: '컨트롤러'}, required: true},
      {
        name: 'mode',
        kind: 'choice',
        choices: ['on', 'off'],
        title: {en: 'out of service, or back', ko: '빼기 또는 되돌리기'},
        required: true,
      },
      {
        name: 'hours',
        kind: 'number',
        title: {en: 'for how long (hours, default 2)', ko: '기간(시간, 기본 2)'},
        required: false,
      },
    ],
    command: 'own',
  },
] as const satisfies readonly ActionOffer[];
