// The catalogue of drills (ha-operations §8.3): fault, class, whom it is about, what is expected. `drill list` prints it.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {CanaryWay, DrillClass, DrillSpec, Injection, Predictions} from '../../model/drill/drill.ts';
import type {Message} from '../../model/message.ts';
import {drillTitles} from '../../model/plan-texts/drills.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {sentinelFile} from '../phases/redis/files.ts';
import {type Fault, fillDisk, freezeUnit, killUnit, partition, stopUnit} from './faults.ts';
import {galeraSuspect, predictLoss, redisFailover, slurmTakeover, vipTakeover} from './predict.ts';
import type {Roles} from './roles.ts';

export type DrillContext = {
  readonly config: ClusterConfig;
  readonly snapshot: Snapshot;
  readonly roles: Roles;
  readonly target: HostName;
};

/** Which controller it is about: a role, or any but the one that holds the address. */
export type DrillTarget = keyof Roles | 'bystander';

export type DrillDefinition = {
  readonly id: string;
  readonly class: DrillClass;
  readonly title: Message;
  readonly target: DrillTarget;
  /** What is done to the target; absent: its power is taken away, or `injections` says it. */
  readonly fault?: (context: DrillContext) => Fault;
  readonly injections?: (context: DrillContext) => {
    readonly injections: readonly Injection[];
    readonly restore: string;
  };
  readonly predict: (context: DrillContext) => Predictions;
  /** Seconds that the fault lasts at least, beyond what the predictions ask for. */
  readonly lasts?: number;
  readonly extra?: Partial<Pick<DrillSpec, 'recover' | 'mustSee' | 'mustRefuse' | 'aims'>>;
  /** Ways of canaries that would stand in the way: an open file keeps a volume from being unmounted. */
  readonly without?: readonly CanaryWay['kind'][];
};

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

/** With `AUTH` from the instance's own file, by stdin: no password in an argument or an environment. AUTH says OK as well: the last answer counts. */
const sentinelFailover = (name: string): string =>
  `{ sed -n 's/^requirepass "\\{0,1\\}\\([^"]*\\)"\\{0,1\\}$/AUTH \\1/p' ${sentinelFile} | head -n 1; echo 'SENTINEL FAILOVER ${name}'; } | redis-cli -p 26379 | tail -n 1 | grep -qx OK`;

function switchOver({config, roles, target}: DrillContext): Fault {
  const prefix = config.slurm.prefix === undefined ? '' : `${config.slurm.prefix}/bin/`;
  const takes = roles.slurmControl === target ? `${prefix}scontrol takeover 1` : 'true';
  const redis = config.redis.mode === 'sentinel' ? sentinelFailover(config.redis.sentinel.master_name) : 'true';
  return {
    inject: `set -e\necho injecting\n${redis}\n${takes}`,
    // A controller that was taken over ends: started again, it takes control back (ha-operations §6.1).
    restore: 'systemctl reset-failed slurmctld 2>/dev/null || true\nsystemctl start slurmctld',
  };
}

/** keepalived killed outright leaves the address on the interface: it is taken off before the daemon comes back (ha-operations §4.5). */
function killKeepalived({config}: DrillContext): Fault {
  const {vip, vip_prefix} = config.network;
  const {inject, restore} = killUnit('keepalived');
  const leftover = `systemctl is-active --quiet keepalived || for dev in $(ip -o -4 addr show to ${vip}/32 | awk '{print $2}'); do ip addr del ${vip}/${vip_prefix} dev "$dev" || true; done`;
  return {inject, restore: `${leftover}\n${restore}`};
}

function killBrick({config}: DrillContext): Fault {
  const {volume_name, brick_path} = config.storage.gluster;
  const name = brick_path.replace(/^\//, '').replaceAll('/', '-');
  return {
    inject: `set -e
pid=$(cat /run/gluster/vols/${volume_name}/*-${name}.pid)
echo injecting
kill -TERM "$pid"`,
    restore: `gluster --mode=script volume start ${volume_name} force`,
  };
}

/** The unit that starts a killed slurmctld again finds it masked, and fails: that is the drill's doing and not left behind. */
function killSlurmctld(): Fault {
  const {inject, restore} = killUnit('slurmctld');
  return {inject, restore: `systemctl reset-failed hpcha-slurmctld-retry.service 2>/dev/null || true\n${restore}`};
}

/** A mount that requires glusterd (other tools set it up so) goes with it, and does not come back with it: it is looked after here. */
function stopGlusterd({config}: DrillContext): Fault {
  const {inject, restore} = stopUnit('glusterd');
  const path = config.storage.gluster.mount_point;
  return {
    inject,
    restore: `${restore}
mountpoint -q ${path} || systemctl start "$(systemd-escape --path --suffix=mount ${path})"
for unit in slurmdbd slurmctld; do
  systemctl is-enabled --quiet $unit 2>/dev/null && ! systemctl is-active --quiet $unit && systemctl start $unit
done
systemctl is-active --quiet glusterd`,
  };
}

function everyDatabase({config}: DrillContext): {readonly injections: readonly Injection[]; readonly restore: string} {
  const script = `set -e\nsystemctl mask --runtime --quiet mariadb\necho injecting\nsystemctl kill --kill-whom=all -s KILL mariadb`;
  const injections = controllersOf(config, 'mariadb').map(
    ({hostname}): Injection => ({via: 'script', on: hostname, script}),
  );
  // Nobody is started here: which node may begin is a decision on all of them (ha-operations §3).
  return {injections, restore: 'systemctl unmask --runtime --quiet mariadb'};
}

function trap(): Fault {
  const marker = '/var/lib/hpcha/drill-trap.saved';
  return {
    inject: `set -e
systemctl stop mariadb
cp -p /var/lib/mysql/grastate.dat ${marker}
echo injecting
sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' /var/lib/mysql/grastate.dat`,
    restore: `if [ -e ${marker} ]; then
  systemctl is-active --quiet mariadb || cp -p ${marker} /var/lib/mysql/grastate.dat
  rm -f ${marker}
fi
systemctl start mariadb`,
  };
}

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
