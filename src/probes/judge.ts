// Judges a snapshot: every service by its own judge, then what only shows across services, then the roll-up. Pure.

import type {Finding} from '../model/finding.ts';
import {sortFindings} from '../model/finding.ts';
import type {Level} from '../model/level.ts';
import {rollUp} from '../model/level.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {type PerHostProbe, readingOf} from '../model/snapshot.ts';
import type {Cell, Judgement, ServiceVerdict} from '../model/verdict.ts';
import {word} from '../model/words.ts';
import {judgeCrossService} from './cross-service.ts';
import {judgeGalera} from './galera/judge-galera.ts';
import {judgeGluster} from './gluster/judge-gluster.ts';
import {judgeHost} from './host/judge-host.ts';
import type {JudgeInput, JudgePart, JudgeService} from './judge-part.ts';
import {judgeKeepalived} from './keepalived/judge-keepalived.ts';
import {witnessOf} from './peer-witness.ts';
import {judgeRedis} from './redis/judge-redis.ts';
import {judgeSlurm} from './slurm/judge-slurm.ts';
import {clusterTolerance} from './tolerance.ts';
import {vipOwners} from './vip-owners.ts';
import {judgeWeb} from './web/judge-web.ts';

const judges: Readonly<Record<ServiceId, JudgeService>> = {
  glusterfs: judgeGluster,
  mariadb: judgeGalera,
  redis: judgeRedis,
  slurm: judgeSlurm,
  keepalived: judgeKeepalived,
  web: judgeWeb,
  host: judgeHost,
};

/**
 * The verdict on a snapshot. The level is the worst of all services and findings (critical > unknown > warning > ok); a
 * service that is not enabled, not deployed or was not asked has no say. Nothing that was not seen is ever ok.
 */
export function judge(input: JudgeInput): Judgement {
  const parts = judgeServices(input);
  const services = mapParts(parts, (part) => part.verdict);
  const cross = judgeCrossService(input, services);
  const findings = sortFindings([...Object.values(parts).flatMap((part) => part.findings), ...cross]);
  return {
    cluster: input.config.cluster.name,
    at: input.snapshot.at,
    level: overallLevel(input, services, findings),
    tolerance: clusterTolerance(services),
    vip: {address: input.config.network.vip, owners: vipOwners(input)},
    controllers: controllersOfJudgement(input),
    services,
    findings,
  };
}

function judgeServices(input: JudgeInput): Readonly<Record<ServiceId, JudgePart>> {
  const parts = judgeAll(input);
  return {
    ...parts,
    glusterfs: unlessNowhere(input, 'glusterfs', parts.glusterfs),
    mariadb: unlessNowhere(input, 'mariadb', parts.mariadb),
    redis: unlessNowhere(input, 'redis', parts.redis),
    slurm: unlessNowhere(input, 'slurm', parts.slurm),
    keepalived: unlessNowhere(input, 'keepalived', parts.keepalived),
    web: unlessNowhere(input, 'web', parts.web),
  };
}

/**
 * A service that every controller which answered calls not installed has no say, also while another controller cannot be
 * reached: that controller has its own finding, and would otherwise be found once more by each service that never was.
 */
function unlessNowhere(input: JudgeInput, id: PerHostProbe & ServiceId, part: JudgePart): JudgePart {
  const readings = input.config.nodes.controllers.map((each) => ({
    reading: readingOf(input.snapshot, id, each.hostname),
    reach: readingOf(input.snapshot, 'reach', each.hostname),
  }));
  const absent = readings.some(({reading}) => reading.kind === 'none' && reading.why === 'not-deployed');
  const silent = readings.every(
    ({reading, reach}) => reading.kind === 'none' || (reading.kind === 'lost' && reach.kind === 'lost'),
  );
  if (!absent || !silent) return part;
  const cells = Object.entries(part.verdict.controllers).map(([host, cell]): [HostName, Cell] => [
    host,
    cell.reading === 'lost' ? {...cell, level: 'none', word: word('not-seen')} : cell,
  ]);
  const controllers = Object.fromEntries(cells);
  return {
    verdict: {...part.verdict, level: 'none', line: word('not-deployed'), tolerance: null, controllers},
    findings: [],
  };
}

function judgeAll(input: JudgeInput): Readonly<Record<ServiceId, JudgePart>> {
  return {
    glusterfs: judges.glusterfs(input),
    mariadb: judges.mariadb(input),
    redis: judges.redis(input),
    slurm: judges.slurm(input),
    keepalived: judges.keepalived(input),
    web: judges.web(input),
    host: judges.host(input),
  };
}

function mapParts(
  parts: Readonly<Record<ServiceId, JudgePart>>,
  pick: (part: JudgePart) => ServiceVerdict,
): Readonly<Record<ServiceId, ServiceVerdict>> {
  return {
    glusterfs: pick(parts.glusterfs),
    mariadb: pick(parts.mariadb),
    redis: pick(parts.redis),
    slurm: pick(parts.slurm),
    keepalived: pick(parts.keepalived),
    web: pick(parts.web),
    host: pick(parts.host),
  };
}

/** A snapshot in which nothing at all was seen rolls up to unknown, not to the ok of an empty list. */
function overallLevel(
  input: JudgeInput,
  services: Readonly<Record<ServiceId, ServiceVerdict>>,
  findings: readonly Finding[],
): Level {
  const given = [...Object.values(services).map((each) => each.level), ...findings.map((each) => each.level)];
  const level = rollUp(given);
  return level === 'ok' && !sawAnything(input) ? 'unknown' : level;
}

function sawAnything({snapshot, config}: JudgeInput): boolean {
  return config.nodes.controllers.some((controller) =>
    Object.values(snapshot.hosts).some((readings) => readings[controller.hostname]?.kind === 'seen'),
  );
}

function controllersOfJudgement(input: JudgeInput): Judgement['controllers'] {
  const entries = input.config.nodes.controllers.map((controller): [HostName, Judgement['controllers'][HostName]] => [
    controller.hostname,
    {
      address: controller.ip_address,
      reach: readingOf(input.snapshot, 'reach', controller.hostname).kind,
      confirmedLost: witnessOf(input, controller.hostname).standing === 'lost',
    },
  ]);
  return Object.fromEntries(entries);
}
