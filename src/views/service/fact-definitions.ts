// Which facts the service panes show first, in which order and unit. Facts that nobody named here follow by their key.

import type {ServiceId} from '../../model/service.ts';
import {webServices} from '../../model/web/services.ts';
import type {Unit} from './fact-value.ts';

export type FactDefinition = {
  readonly key: string;
  readonly unit: Unit;
  /** Also shown in the overview's cell where that is wide enough. Never a number that moves by itself all the time. */
  readonly brief?: true;
};

type Entry = string | readonly [string, Unit] | readonly [string, Unit, 'brief'];

const webLatencies: readonly Entry[] = webServices.map(({name}): Entry => [`${name}_ms`, 'ms']);

/** In the order in which an operator asks: does it work, is it complete, how much is behind, how is it built. */
const order: Readonly<Record<ServiceId, readonly Entry[]>> = {
  glusterfs: [
    'brick',
    'mount',
    'glusterd',
    'self_heal',
    ['heal_pending', 'count', 'brief'],
    ['split_brain', 'count'],
    ['peers_connected', 'count'],
    ['peers', 'count'],
    ['write_check_age_seconds', 'age'],
    'volume',
    'started',
    ['bricks_online', 'count'],
    ['bricks', 'count'],
    ['replica', 'count'],
    'brick_path',
    'mount_source',
    'op_version',
  ],
  mariadb: [
    'state',
    'cluster_status',
    ['cluster_size', 'count', 'brief'],
    'ready',
    'member',
    ['last_committed', 'count'],
    ['recv_queue', 'count', 'brief'],
    ['send_queue', 'count'],
    ['flow_control_percent', 'percent'],
    ['size', 'count'],
    ['wanted_size', 'count'],
    ['primary_members', 'count'],
    ['histories', 'count'],
    ['connections', 'count'],
    'unit',
    'process',
    'sql_error',
    ['grastate_seqno', 'count'],
    'safe_to_bootstrap',
    'arbitrator',
    'cluster_uuid',
    'version',
  ],
  redis: [
    'mode',
    'role',
    ['link', 'text', 'brief'],
    ['lagBytes', 'bytes'],
    ['connectedReplicas', 'count'],
    'sentinel',
    'sentinelMaster',
    ['sentinelsKnown', 'count'],
    'quorum',
    'clusterState',
    'master',
    ['goodReplicas', 'count'],
    ['sentinelsAnswering', 'count'],
    ['sentinelsRunning', 'count'],
    ['offset', 'count'],
    ['memoryUsedBytes', 'bytes'],
    ['memoryMaxBytes', 'bytes'],
    ['clients', 'count'],
    ['opsPerSecond', 'count'],
    'appendOnly',
    'unit',
    ['uptimeSeconds', 'seconds'],
    'version',
  ],
  slurm: [
    'slurmctld',
    'inControl',
    'answers',
    'slurmdbd',
    'munge',
    ['heartbeatIndex', 'count'],
    ['heartbeatAgeSeconds', 'age'],
    ['controllerTimeoutSeconds', 'seconds'],
    ['nodesTotal', 'count'],
    ['nodesDown', 'count'],
    ['jobsRunning', 'count'],
    ['jobsPending', 'count'],
    'partitions',
    ['dbdQueue', 'count'],
    ['dbdQueueLimit', 'count'],
    'dbdAnswers',
    'stateDir',
    'stateDirType',
    'version',
    'configDigest',
    'mungeKeyDigest',
  ],
  keepalived: [
    'vip',
    'owners',
    ['ready', 'count'],
    'vrrpState',
    'vipOn',
    ['priority', 'count'],
    ['failingChecks', 'text', 'brief'],
    'maintenance',
    ['becameMaster10min', 'count'],
    ['sinceSeconds', 'seconds'],
    'unit',
    'mac',
    'neighbourMac',
    'neighbourState',
  ],
  web: [
    ...['auth', 'jobs', 'files', 'metrics', 'realtime', 'dashboard', 'monitoring', 'admin'],
    'nginx',
    ['certificate_days', 'count'],
    'certificate_until',
    'certificate_issuer',
    'version',
    ['nginx_ms', 'ms'],
    ...webLatencies,
  ],
  host: [
    ['load1', 'count'],
    ['cpus', 'count'],
    ['memory_available_percent', 'percent'],
    ['memory_total_bytes', 'bytes'],
    'disk_fullest',
    ['disk_fullest_percent', 'percent', 'brief'],
    ['clock_offset_ms', 'ms'],
    'time_synchronised',
    'failed_units',
    'pending_restarts',
    ['uptime_seconds', 'seconds'],
    'os',
    'kernel',
  ],
};

export const factDefinitions: Readonly<Record<ServiceId, readonly FactDefinition[]>> = {
  glusterfs: order.glusterfs.map(define),
  mariadb: order.mariadb.map(define),
  redis: order.redis.map(define),
  slurm: order.slurm.map(define),
  keepalived: order.keepalived.map(define),
  web: order.web.map(define),
  host: order.host.map(define),
};

function define(entry: Entry): FactDefinition {
  if (typeof entry === 'string') return {key: entry, unit: 'text'};
  const [key, unit, brief] = entry;
  return brief === 'brief' ? {key, unit, brief: true} : {key, unit};
}

/** Endings that name a unit, for facts without a definition. */
const endings: readonly (readonly [RegExp, Unit])[] = [
  [/_?bytes$/i, 'bytes'],
  [/_?percent$/i, 'percent'],
  [/(_ms|Ms)$/, 'ms'],
  [/_?age_?(seconds)?$/i, 'age'],
  [/_?seconds$/i, 'seconds'],
];

/** `second.memoryUsedBytes` (a controller's second Redis instance) has the unit of `memoryUsedBytes`. */
function unitOf(key: string, service: ServiceId): Unit {
  const plain = key.replace(/^second\./, '');
  const known = factDefinitions[service].find((definition) => definition.key === plain);
  return known?.unit ?? endings.find(([pattern]) => pattern.test(key))?.[1] ?? 'text';
}

/** The definitions of those keys: known ones in their order, then the others as they come. */
export function definitionsOf(service: ServiceId, keys: ReadonlySet<string>): readonly FactDefinition[] {
  const known = factDefinitions[service].filter((definition) => keys.has(definition.key));
  const named = new Set(known.map((definition) => definition.key));
  const others = [...keys].filter((key) => !named.has(key)).map((key) => ({key, unit: unitOf(key, service)}));
  return [...known, ...others];
}
