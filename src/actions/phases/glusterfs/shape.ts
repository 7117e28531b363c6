// The shape of the volume as the configuration wants it and as it is, in comparable words.

import {brickControllers, controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import {seenValue} from '../../../model/reading.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';

export type VolumeShape = {
  /** Data bricks and arbiters of one replica set; 1 for a volume without replicas. */
  readonly replica: number;
  /** `host:/path` in the order of creation. */
  readonly bricks: readonly string[];
};

/** What this configuration would create. */
export function wantedShape(config: ClusterConfig): VolumeShape {
  const bricks = brickOwners(config).map(({hostname}) => `${hostname}:${config.storage.gluster.brick_path}`);
  return {replica: bricks.length, bricks};
}

/** The volume of that name as the pool or, while glusterd is stopped, its files know it. */
export function knownVolume(snapshot: Snapshot, config: ClusterConfig): VolumeShape | undefined {
  const running = seenValue(snapshot.shared.glusterVolume)?.volume;
  if (running !== undefined && running !== null) {
    const bricks = running.bricks.map(({host, path}) => `${host}:${path}`);
    return {replica: running.replicaCount, bricks: named(bricks, config)};
  }
  const {volume_name} = config.storage.gluster;
  const onDisk = controllersOf(config, 'glusterfs')
    .flatMap(({hostname}) => surveyOf(snapshot, hostname)?.glusterVolumes ?? [])
    .find(({name}) => name === volume_name);
  return onDisk === undefined ? undefined : {replica: onDisk.replica, bricks: named(onDisk.bricks, config)};
}

/** Bricks may be registered by address; the configuration knows whose it is. */
function named(bricks: readonly string[], config: ClusterConfig): readonly string[] {
  const names = new Map(config.nodes.controllers.map(({hostname, ip_address}) => [ip_address, hostname]));
  return bricks.map((brick) => {
    const colon = brick.indexOf(':');
    const host = brick.slice(0, colon);
    return `${names.get(host) ?? host}${brick.slice(colon)}`;
  });
}

/** Same replica count and the same set of bricks; their order says nothing about a single replica set. */
export function sameShape(a: VolumeShape, b: VolumeShape): boolean {
  const bricks = (shape: VolumeShape) => shape.bricks.map(onDiskName).sort().join(' ');
  return a.replica === b.replica && bricks(a) === bricks(b);
}

/** glusterd's own files write a brick's path with dashes for slashes; only in that form can both be compared. */
function onDiskName(brick: string): string {
  return brick.replaceAll('/', '-');
}

export function shapeText({replica, bricks}: VolumeShape): string {
  return `${replica > 1 ? `replica ${replica}` : 'no replica'} on ${bricks.join(' ')}`;
}

/** Controllers that hold a brick. With an arbiter there are always two data bricks and it. */
export function brickOwners(config: ClusterConfig): readonly ControllerConfig[] {
  const owners = brickControllers(config);
  return config.storage.gluster.arbiter ? owners.slice(0, 3) : owners;
}
