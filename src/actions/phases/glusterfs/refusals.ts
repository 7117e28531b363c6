// What stands against building or converging the volume: each reason is a finding that names what is and what is wanted.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import type {HostName} from '../../../model/service.ts';
import {readingOf, type Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';
import {brickOwners, knownVolume, sameShape, shapeText, wantedShape} from './shape.ts';

export function glusterRefusals(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  const known = knownVolume(snapshot, config);
  return [
    ...unobserved(snapshot, config),
    ...replicaRefusals(config),
    ...(known === undefined ? usedBricks(snapshot, config) : otherShape(snapshot, config)),
    ...(known === undefined ? [] : rebuiltControllers(snapshot, config)),
  ];
}

export function glusterNotes(config: ClusterConfig): readonly Finding[] {
  const {replica_count, arbiter, accept_replica_2} = config.storage.gluster;
  if (replica_count === 1) return [finding('GlusterNoReplica', 'cluster', {}, 'warning')];
  if (replica_count === 2 && !arbiter && accept_replica_2)
    return [finding('GlusterReplica2Accepted', 'cluster', {}, 'warning')];
  return [];
}

/** A glusterd that could not be asked may hold a volume; building beside it would be building on a guess. */
function unobserved(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return controllersOf(config, 'glusterfs').flatMap(({hostname}) => {
    const reading = readingOf(snapshot, 'glusterfs', hostname);
    return reading.kind === 'lost' ? [finding('GlusterUnobserved', hostname, {why: reading.error.what})] : [];
  });
}

/** ha-operations §7.2: replica 2 has either safety or availability, an arbiter gives both for little disk. */
function replicaRefusals(config: ClusterConfig): readonly Finding[] {
  const {replica_count, arbiter, accept_replica_2} = config.storage.gluster;
  const controllers = controllersOf(config, 'glusterfs').length;
  const wanted = replica_count === 2 && arbiter ? 3 : replica_count;
  const few = controllers < wanted ? [finding('GlusterTooFewControllers', 'cluster', {wanted, controllers})] : [];
  const two = replica_count === 2 && !arbiter && !accept_replica_2 ? [finding('GlusterReplica2', 'cluster', {})] : [];
  return [...few, ...two];
}

/** Only what differs in shape is refused; options, peers and mounts converge. */
function otherShape(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  const known = knownVolume(snapshot, config);
  const wanted = wantedShape(config);
  if (known === undefined || sameShape(known, wanted)) return [];
  const params = {volume: config.storage.gluster.volume_name, found: shapeText(known), wanted: shapeText(wanted)};
  return [finding('GlusterVolumeShape', 'cluster', params)];
}

/** A brick path with content: the volume would hide those files, or belongs to a volume that the pool forgot. */
function usedBricks(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return brickOwners(config).flatMap(({hostname}) => {
    const brick = surveyOf(snapshot, hostname)?.brick;
    if (brick !== 'used' && brick !== 'volume') return [];
    return [finding('GlusterBrickUsed', hostname, {path: config.storage.gluster.brick_path, brick})];
  });
}

/**
 * Others know the volume with a brick on this controller, and its own glusterd knows nothing: its system disk was replaced.
 * Probing it now would make a stranger of it ("Peer Rejected"); it needs its identity back first (ha-operations §7.4).
 */
function rebuiltControllers(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  const {volume_name} = config.storage.gluster;
  const knows = (host: HostName) =>
    surveyOf(snapshot, host)?.glusterVolumes.some(({name}) => name === volume_name) ?? false;
  const hosts = brickOwners(config).map(({hostname}) => hostname);
  if (!hosts.some(knows)) return [];
  return hosts
    .filter((host) => !knows(host))
    .map((host) => finding('GlusterControllerRebuilt', host, {volume: volume_name}));
}

function finding(
  code: string,
  where: HostName | 'cluster',
  params: Finding['params'],
  level: 'critical' | 'warning' = 'critical',
): Finding {
  return {code, level, where, service: 'glusterfs', params};
}
