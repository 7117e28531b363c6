// What would break, and what would only move, if one controller went down now: the N−1 question of ha-operations §10, item 10.

import {brickControllers, controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import {galeraEvidence, isPrimary} from '../galera/evidence.ts';
import {slurmControl} from '../slurm/control.ts';
import {nextStandby} from '../takeover-slurm.ts';
import {predictedWinner, vipView} from '../vip/view.ts';
import {type Make, type Parting, redisEffects} from './redis-effects.ts';

/** Critical: that service would stop, or it cannot be known. Warning: it would live on without a spare. Info: what moves. */
export function partingEffects(
  snapshot: Snapshot,
  config: ClusterConfig,
  host: HostName,
  parting: Parting = 'abrupt',
): readonly Finding[] {
  const controller = config.nodes.controllers.find(({hostname}) => hostname === host);
  if (controller === undefined) {
    const names = config.nodes.controllers.map(({hostname}) => hostname).join(', ');
    return [{code: 'PartUnknownHost', level: 'critical', where: host, params: {names}}];
  }
  const make: Make = (service, code, level, params = {}) => ({code, level, where: host, service, params});
  const {services} = controller;
  return [
    ...unseen(snapshot, config, host),
    ...(services.mariadb ? databaseEffects(snapshot, config, host, make) : []),
    ...(services.glusterfs ? volumeEffects(snapshot, config, host, make) : []),
    ...(services.redis ? redisEffects(snapshot, config, host, make, parting) : []),
    ...(services.slurm ? slurmEffects(snapshot, config, host, make) : []),
    ...(services.keepalived ? addressEffects(snapshot, config, host, make) : []),
  ];
}

/** Whoever is not seen may be down already: then the one that parts would be the second. */
function unseen(snapshot: Snapshot, config: ClusterConfig, host: HostName): readonly Finding[] {
  return config.nodes.controllers.flatMap(({hostname}): readonly Finding[] => {
    const reading = readingOf(snapshot, 'reach', hostname);
    if (reading.kind === 'seen' || hostname === host) return [];
    const why = reading.kind === 'lost' ? reading.error.what : 'it was not looked at';
    return [{code: 'PartNotSeen', level: 'critical', where: hostname, service: 'host', params: {why}}];
  });
}

/** An abrupt loss: the rest must be a majority of the component as it is now (ha-operations §2.1). */
function databaseEffects(snapshot: Snapshot, config: ClusterConfig, host: HostName, make: Make): readonly Finding[] {
  const primary = galeraEvidence(snapshot, config).filter((each) => each.kind === 'seen' && isPrimary(each.facts));
  if (!primary.some((each) => each.host === host)) return [];
  const [first] = primary;
  const size = first?.kind === 'seen' ? Number(first.facts.status?.['wsrep_cluster_size'] ?? '0') : 0;
  const left = size - 1;
  const majority = Math.floor(size / 2) + 1;
  if (left < majority) return [make('mariadb', 'PartDatabase', 'critical', {left, size})];
  return left - (Math.floor(left / 2) + 1) < 1 ? [make('mariadb', 'PartNoSpare', 'warning', {service: 'MariaDB'})] : [];
}

function volumeEffects(snapshot: Snapshot, config: ClusterConfig, host: HostName, make: Make): readonly Finding[] {
  const volume = seenValue(snapshot.shared.glusterVolume)?.volume;
  const holds = brickControllers(config).some(({hostname}) => hostname === host);
  if (volume == null || !holds) return [];
  const online = volume.bricks.filter((brick) => brick.online && brick.untold !== true);
  const left = online.filter((brick) => brick.host !== host).length;
  const quorum = Math.floor(volume.replicaCount / 2) + 1;
  const pending = volume.bricks.reduce((sum, brick) => sum + (brick.healPending ?? 0), 0);
  const count = volume.bricks.length;
  return [
    ...(left < quorum ? [make('glusterfs', 'PartVolume', 'critical', {left, count, quorum})] : []),
    ...(pending > 0 ? [make('glusterfs', 'PartHealing', 'critical', {count: pending})] : []),
    ...(left === quorum ? [make('glusterfs', 'PartNoSpare', 'warning', {service: 'GlusterFS'})] : []),
  ];
}

function slurmEffects(snapshot: Snapshot, config: ClusterConfig, host: HostName, make: Make): readonly Finding[] {
  const control = slurmControl(snapshot, config);
  const others = control.order.filter(
    (each) => each !== host && control.nodes.find((node) => node.host === each)?.facts?.slurmctld.active === 'active',
  );
  const spare = others.length === 1 ? [make('slurm', 'PartNoSpare', 'warning', {service: 'Slurm'})] : [];
  if (control.inControl !== host) return spare;
  const to = nextStandby(control, snapshot, [host]);
  return to === undefined
    ? [make('slurm', 'PartSlurm', 'critical')]
    : [make('slurm', 'PartMovesSlurm', 'info', {to}), ...spare];
}

function addressEffects(snapshot: Snapshot, config: ClusterConfig, host: HostName, make: Make): readonly Finding[] {
  const view = vipView(snapshot, config);
  const fit = view.candidates.filter((each) => each.host !== host && each.against.length === 0);
  if (!view.owners.some((owner) => owner.host === host)) {
    return fit.length <= 1 ? [make('keepalived', 'PartNoSpare', 'warning', {service: 'keepalived'})] : [];
  }
  const to = predictedWinner(fit);
  if (to === undefined) return [make('keepalived', 'PartAddress', 'critical')];
  return [
    make('keepalived', 'PartMovesAddress', 'info', {to: to.host}),
    ...(fit.length === 1 ? [make('keepalived', 'PartNoSpare', 'warning', {service: 'keepalived'})] : []),
  ];
}

/** Controllers with the service that would be left. */
export function others(
  config: ClusterConfig,
  service: 'mariadb' | 'redis' | 'slurm' | 'keepalived' | 'glusterfs',
  host: HostName,
): readonly HostName[] {
  return controllersOf(config, service)
    .map(({hostname}) => hostname)
    .filter((each) => each !== host);
}
