// The replicated volume of three as one controller tells it, for tests that change a brick of it.

import type {GlusterBrickFacts, GlusterVolumeFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {seen} from './cluster.ts';

export type VolumeOptions = {
  readonly name?: string;
  readonly askedOf?: string;
  /** What differs from a healthy brick, in the order of the controllers. */
  readonly bricks?: readonly Partial<GlusterBrickFacts>[];
};

/** The snapshot with that volume on server1, server2 and server3. */
export function withVolume(snapshot: Snapshot, options: VolumeOptions = {}): Snapshot {
  return {...snapshot, shared: {...snapshot.shared, glusterVolume: seen(volumeOf(options))}};
}

function volumeOf({name = 'data_volume', askedOf = 'server1', bricks: over = []}: VolumeOptions): GlusterVolumeFacts {
  const bricks = ['server1', 'server2', 'server3'].map((host, index) => ({
    ...{host, path: '/brick', online: true, pid: 1, sizeBytes: 1, freeBytes: 1, healPending: 0, splitBrain: 0},
    ...over[index],
  }));
  const volume = {
    ...{name, type: 'Replicate', started: true, replicaCount: 3, arbiterCount: 0},
    ...{bricks, options: {}, selfHealDaemons: {}},
  };
  return {askedOf, volume, volumes: [name]};
}
