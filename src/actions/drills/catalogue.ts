// The catalogue of drills (ha-operations §8.3): fault, class, whom it is about, what is expected. `drill list` prints it.

import type {Predictions} from '../../model/drill/drill.ts';
import {drillTitles} from '../../model/plan-texts/drills.ts';
import type {DrillContext, DrillDefinition} from './drill-definition.ts';
import {fillDisk, freezeUnit, killUnit, partition, stopUnit} from './faults.ts';
import {galeraSuspect, predictLoss, redisFailover, slurmTakeover, vipTakeover} from './predict.ts';
import {
  everyDatabase,
  killBrick,
  killKeepalived,
  killSlurmctld,
  stopGlusterd,
  switchOver,
  trap,
} from './service-faults.ts';

const flag = '/run/hpcha/vrrp.maint';

/** DESIGN §7, for the abrupt loss of a controller. */
const aims = ({config}: DrillContext): Predictions => ({
  keepalived: 1_000,
  mariadb: 3_000,
  redis: config.redis.mode === 'cluster' ? 8_000 : 4_000,
  glusterfs: 5_000,
  slurm: 15_000,
});

export function aimsOf(definition: DrillDefinition, context: DrillContext): Predictions {
  return definition.extra?.aims ?? (['D14'].includes(definition.id) ? aims(context) : {});
}

/** Nothing that the drill does not break may be interrupted. */
const nothing: Predictions = {keepalived: 0, mariadb: 0, glusterfs: 0, redis: 0, slurm: 0};

const slurm = (ms: number) => ({...nothing, slurm: ms});

export const drills: readonly DrillDefinition[] = [
  {
    id: 'D01',
    class: 'P',
    title: drillTitles.D01,
    target: 'vipOwner',
    fault: () => ({inject: `set -e\necho injecting\necho 1 > ${flag}`, restore: `echo 0 > ${flag}`}),
    predict: () => ({...nothing, keepalived: 1_000}),
  },
  {
    id: 'D02',
    class: 'W',
    title: drillTitles.D02,
    target: 'redisMaster',
    fault: switchOver,
    predict: ({roles, target}) => ({...nothing, redis: 3_000, slurm: roles.slurmControl === target ? 15_000 : 0}),
  },
  {
    id: 'D03',
    class: 'W',
    title: drillTitles.D03,
    target: 'vipOwner',
    fault: killKeepalived,
    predict: ({config, target}) => ({...nothing, keepalived: vipTakeover(config, target)}),
    lasts: 12,
  },
  {
    id: 'D04',
    class: 'P',
    title: drillTitles.D04,
    target: 'bystander',
    fault: () => killUnit('mariadb'),
    predict: ({snapshot}) => ({...nothing, mariadb: galeraSuspect(snapshot)}),
  },
  {
    id: 'D05',
    class: 'W',
    title: drillTitles.D05,
    target: 'vipOwner',
    fault: () => stopUnit('mariadb'),
    // vrrp-check: three failures, two seconds apart; meanwhile the address points at a node without a database.
    predict: ({config, target}) => ({...nothing, keepalived: vipTakeover(config, target), mariadb: 10_000}),
    lasts: 15,
  },
  {
    id: 'D06',
    class: 'W',
    title: drillTitles.D06,
    target: 'slurmControl',
    fault: killSlurmctld,
    predict: ({config}) => slurm(slurmTakeover(config)),
  },
  {
    id: 'D07',
    class: 'P',
    title: drillTitles.D07,
    target: 'slurmdbd',
    fault: () => stopUnit('slurmdbd'),
    predict: () => nothing,
    lasts: 20,
  },
  {
    id: 'D08',
    class: 'W',
    title: drillTitles.D08,
    target: 'redisMaster',
    fault: () => killUnit('redis-server'),
    predict: ({config}) => ({...nothing, redis: redisFailover(config)}),
  },
  {
    id: 'D09',
    class: 'L',
    title: drillTitles.D09,
    target: 'redisMaster',
    fault: () => freezeUnit('redis-server'),
    predict: ({config}) => ({...nothing, redis: redisFailover(config)}),
  },
  {
    id: 'D10',
    class: 'W',
    title: drillTitles.D10,
    target: 'bystander',
    fault: killBrick,
    predict: () => ({...nothing, glusterfs: 500}),
  },
  {
    id: 'D11',
    class: 'P',
    title: drillTitles.D11,
    target: 'bystander',
    fault: stopGlusterd,
    predict: () => nothing,
  },
  {
    id: 'D12',
    class: 'W',
    title: drillTitles.D12,
    target: 'bystander',
    fault: ({config, target}) => {
      const peers = config.nodes.controllers.filter(({hostname}) => hostname !== target);
      return partition(peers.map(({ip_address}) => ip_address));
    },
    predict: ({config, snapshot, roles, target}) => predictLoss(config, snapshot, roles, target),
  },
  {
    id: 'D14',
    class: 'L',
    title: drillTitles.D14,
    target: 'vipOwner',
    predict: ({config, snapshot, roles, target}) => predictLoss(config, snapshot, roles, target),
    lasts: 10,
  },
  {
    id: 'D16',
    class: 'L',
    title: drillTitles.D16,
    target: 'bystander',
    fault: () => fillDisk('/var/lib/mysql', 1),
    predict: ({snapshot}) => ({...nothing, mariadb: galeraSuspect(snapshot)}),
    lasts: 15,
  },
  {
    id: 'D19',
    class: 'L',
    title: drillTitles.D19,
    target: 'vipOwner',
    injections: () => ({injections: [], restore: ''}),
    predict: () => ({}),
    extra: {recover: ['stop', 'start']},
    without: ['file', 'job'],
  },
  {
    id: 'D20',
    class: 'L',
    title: drillTitles.D20,
    target: 'vipOwner',
    injections: everyDatabase,
    predict: () => ({}),
    extra: {recover: ['bootstrap-galera']},
  },
  {
    id: 'D21',
    class: 'L',
    title: drillTitles.D21,
    target: 'bystander',
    fault: trap,
    predict: ({snapshot}) => ({...nothing, mariadb: galeraSuspect(snapshot)}),
    extra: {mustRefuse: ['bootstrap-galera']},
  },
  {
    id: 'D23',
    class: 'W',
    title: drillTitles.D23,
    target: 'vipOwner',
    fault: () => freezeUnit('mariadb'),
    // The view change, then vrrp-check: three failures of up to three seconds each, two seconds apart.
    predict: ({config, target, snapshot}) => ({
      ...nothing,
      keepalived: vipTakeover(config, target),
      mariadb: Math.max(20_000, galeraSuspect(snapshot)),
    }),
    lasts: 25,
  },
];

export function drillById(id: string): DrillDefinition | undefined {
  return drills.find((drill) => drill.id === id.toUpperCase());
}

export const drillIds: readonly string[] = drills.map(({id}) => id);
