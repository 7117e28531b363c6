// What can be done about databases and volumes beside bringing them back, and about Slurm's nodes and jobs, as data.

import type {ActionOffer} from '../../model/action-offer.ts';

export const storageOffers = [
  {
    id: 'restart-galera',
    title: {en: 'restart Galera, rolling', ko: 'Galera 순차 재시작'},
    explain: {
      en: 'Restarts every database node one at a time behind a gate; the owner of the address comes last.',
      ko: '모든 데이터베이스 노드를 한 대씩 상태를 확인하며 재시작합니다. 주소를 가진 노드는 마지막입니다.',
    },
    danger: 'disruptive',
    services: ['mariadb'],
    fields: [],
  },
  {
    id: 'resolve-split-brain',
    title: {en: 'choose a database history', ko: '데이터베이스 이력 선택'},
    explain: {
      en: 'After a split brain: shows both histories; with --keep the others are put aside and receive a full copy.',
      ko: '스플릿 브레인 후 양쪽 이력을 보여 주고, --keep으로 고르면 나머지는 따로 보관하고 전체 사본을 받습니다.',
    },
    danger: 'destructive',
    services: ['mariadb'],
    fields: [
      {
        name: 'keep',
        kind: 'text',
        title: {en: 'first characters of the uuid that lives', ko: '남길 uuid의 앞 글자'},
        required: false,
      },
    ],
  },
  {
    id: 'heal-gluster',
    title: {en: 'heal the volume', ko: '볼륨 치유'},
    explain: {
      en: 'Starts bricks that lack a process, heals, and waits until nothing is pending.',
      ko: '프로세스가 없는 브릭을 시작하고 치유하며, 남은 것이 없을 때까지 기다립니다.',
    },
    danger: 'safe',
    services: ['glusterfs'],
    fields: [],
  },
  {
    id: 'settle-gluster-entry',
    title: {en: 'settle a split-brain entry', ko: '스플릿 브레인 항목 해결'},
    explain: {
      en: 'Keeps one controller’s copy of an entry that is in split brain; the other copies are overwritten.',
      ko: '스플릿 브레인 항목에서 한 컨트롤러의 사본을 남기고 나머지를 덮어씁니다.',
    },
    danger: 'destructive',
    services: ['glusterfs'],
    fields: [
      {
        name: 'path',
        kind: 'text',
        title: {en: 'path from the root of the volume', ko: '볼륨 최상위부터의 경로'},
        required: true,
      },
      {name: 'keep', kind: 'controller', title: {en: 'whose copy lives', ko: '남길 사본의 컨트롤러'}, required: true},
    ],
  },
  {
    id: 'replace-brick',
    title: {en: 'take in a replaced disk', ko: '교체한 디스크 받아들이기'},
    explain: {
      en: 'Takes an empty disk at the same place as a brick again and fills it from the other copies.',
      ko: '같은 자리의 빈 디스크를 브릭으로 다시 받아들이고 다른 사본으로 채웁니다.',
    },
    danger: 'destructive',
    services: ['glusterfs'],
    fields: [
      {
        name: 'host',
        kind: 'controller',
        title: {en: 'whose disk was replaced', ko: '디스크를 교체한 컨트롤러'},
        required: true,
      },
    ],
  },
  {
    id: 'slurm-node',
    title: {en: 'drain or resume nodes', ko: '노드 drain/resume'},
    explain: {
      en: 'Drains nodes with a reason, or lets them take jobs again.',
      ko: '이유를 남기고 노드를 drain하거나 다시 작업을 받게 합니다.',
    },
    danger: 'safe',
    services: ['slurm'],
    fields: [
      {
        name: 'nodes',
        kind: 'text',
        title: {en: 'node or list, node[001-064]', ko: '노드 또는 목록, node[001-064]'},
        required: true,
      },
      {
        name: 'mode',
        kind: 'choice',
        choices: ['drain', 'resume'],
        title: {en: 'drain or resume', ko: 'drain 또는 resume'},
        required: true,
      },
      {name: 'why', kind: 'text', title: {en: 'why (for drain)', ko: '이유(drain)'}, required: false},
    ],
  },
  {
    id: 'slurm-job',
    title: {en: 'hold, release or cancel a job', ko: '작업 보류/해제/취소'},
    explain: {
      en: 'Holds, releases or cancels one job, and reads its state back.',
      ko: '작업 하나를 보류, 해제 또는 취소하고 상태를 다시 확인합니다.',
    },
    danger: 'disruptive',
    services: ['slurm'],
    fields: [
      {name: 'job', kind: 'text', title: {en: 'job id', ko: '작업 번호'}, required: true},
      {
        name: 'mode',
        kind: 'choice',
        choices: ['hold', 'release', 'cancel'],
        title: {en: 'what', ko: '동작'},
        required: true,
      },
    ],
  },
] as const satisfies readonly ActionOffer[];
