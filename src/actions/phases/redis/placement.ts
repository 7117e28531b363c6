// Decides from what is there who the master is, and refuses where that cannot be told without risking data.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {RedisInstanceFacts} from '../../../model/facts.ts';
import type {Finding} from '../../../model/finding.ts';
import {seenValue} from '../../../model/reading.ts';
import type {HostName} from '../../../model/service.ts';
import {readingOf, type Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';

/** One controller's Redis as a planner needs it. */
export type Standing =
  | {readonly kind: 'bare'}
  /** It does not run, and there is data of an earlier life. */
  | {readonly kind: 'stopped'}
  | {readonly kind: 'running'; readonly instances: readonly RedisInstanceFacts[]}
  /** It runs and does not answer us, or could not be asked: nothing may be built on that. */
  | {readonly kind: 'unclear'; readonly why: string};

export type Placed = {readonly controller: ControllerConfig; readonly standing: Standing};

/** All Redis controllers in column order with what is there. */
export function standings(snapshot: Snapshot, config: ClusterConfig): readonly Placed[] {
  return controllersOf(config, 'redis').map((controller) => ({
    controller,
    standing: standingOf(snapshot, controller.hostname),
  }));
}

function standingOf(snapshot: Snapshot, host: HostName): Standing {
  const reading = readingOf(snapshot, 'redis', host);
  const data = surveyOf(snapshot, host)?.redisData === true;
  if (reading.kind === 'lost') return {kind: 'unclear', why: reading.error.what};
  const facts = seenValue(reading);
  const instances = facts?.instances ?? [];
  const answering = instances.filter((instance) => instance.info !== null);
  const mute = instances.find((instance) => instance.info === null && isUp(instance));
  if (mute !== undefined) return {kind: 'unclear', why: `port ${mute.port}: ${mute.error ?? 'no answer'}`};
  if (answering.length > 0) return {kind: 'running', instances: answering};
  return data ? {kind: 'stopped'} : {kind: 'bare'};
}

function isUp(instance: RedisInstanceFacts): boolean {
  return instance.unit?.active === 'active' || instance.unit?.active === 'reloading';
}

export type MasterChoice =
  | {readonly kind: 'master'; readonly host: HostName}
  | {readonly kind: 'refusal'; readonly findings: readonly Finding[]};

/**
 * Who is, or first becomes, the master (sentinel mode). Whoever the sentinels or the instances themselves say; of a stopped
 * cluster the first controller with data (its files, and the sentinels', decide when they start); of bare machines the first
 * controller. Two masters without sentinels that agree are never decided here (ha-operations §2.4).
 */
export function chooseMaster(snapshot: Snapshot, config: ClusterConfig): MasterChoice {
  const placed = standings(snapshot, config);
  const elected = electedBySentinels(snapshot, config);
  if (elected !== undefined) return {kind: 'master', host: elected};
  const masters = placed.filter(({standing}) => isRunningMaster(standing));
  const followed = masters.filter(({standing}) => hasReplicas(standing));
  const [only] = followed.length > 0 ? followed : masters;
  if (only !== undefined && (followed.length === 1 || masters.length === 1)) {
    return {kind: 'master', host: only.controller.hostname};
  }
  if (masters.length > 1) return {kind: 'refusal', findings: masters.map(twoMasters)};
  const first = placed.find(({standing}) => standing.kind !== 'bare') ?? placed[0];
  return first === undefined ? {kind: 'refusal', findings: []} : {kind: 'master', host: first.controller.hostname};
}

function twoMasters({controller}: Placed): Finding {
  return {
    code: 'RedisMasterUndecided',
    level: 'critical',
    where: controller.hostname,
    service: 'redis',
    params: {address: controller.ip_address},
    remedy: 'status',
  };
}

/** The master that more than half of the answering sentinels name, if it is one of the controllers. */
function electedBySentinels(snapshot: Snapshot, config: ClusterConfig): HostName | undefined {
  const controllers = controllersOf(config, 'redis');
  const opinions = controllers.flatMap(({hostname}) => {
    const ip = seenValue(readingOf(snapshot, 'redis', hostname))?.sentinel?.master?.['ip'];
    return ip === undefined ? [] : [ip];
  });
  const winner = controllers.find(
    ({ip_address}) => opinions.filter((ip) => ip === ip_address).length * 2 > opinions.length,
  );
  return winner?.hostname;
}

function isRunningMaster(standing: Standing): boolean {
  return (
    standing.kind === 'running' &&
    standing.instances.some(({port, info}) => port === 6379 && info?.['role'] === 'master')
  );
}

function hasReplicas(standing: Standing): boolean {
  if (standing.kind !== 'running') return false;
  return standing.instances.some(({info}) => Number(info?.['connected_slaves'] ?? '0') > 0);
}

/** Everything that forbids touching Redis: instances that do not answer us, and another mode than the configured one. */
export function redisRefusals(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return standings(snapshot, config).flatMap(({controller, standing}): readonly Finding[] => {
    const base = {level: 'critical', where: controller.hostname, service: 'redis'} as const;
    if (standing.kind === 'unclear')
      return [{...base, code: 'RedisUnclear', params: {why: standing.why}, remedy: 'status'}];
    if (standing.kind !== 'running') return [];
    const other = standing.instances.find(({info}) => modeOf(info) !== config.redis.mode);
    if (other === undefined) return [];
    return [{...base, code: 'RedisModeDiffers', params: {found: modeOf(other.info), wanted: config.redis.mode}}];
  });
}

function modeOf(info: Readonly<Record<string, string>> | null): 'cluster' | 'sentinel' {
  return info?.['redis_mode'] === 'cluster' || info?.['cluster_enabled'] === '1' ? 'cluster' : 'sentinel';
}
