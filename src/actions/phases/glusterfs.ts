// Phase 1: one replicated volume, created in one command with its quorum, mounted on every controller and compute node.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn, plannedComputeNodes} from '../platform.ts';
import {check, step} from '../step.ts';
import {mountSteps} from './glusterfs/mount.ts';
import {nodeMountSteps} from './glusterfs/node-mount.ts';
import {peerSteps} from './glusterfs/peers.ts';
import {glusterNotes, glusterRefusals} from './glusterfs/refusals.ts';
import {knownVolume} from './glusterfs/shape.ts';
import {brickSteps, volumeSteps} from './glusterfs/volume.ts';
import {writeCheckSteps} from './glusterfs/write-check.ts';
import type {Phase, PhasePart} from './phase.ts';

/** So many compute nodes are worked on at once, as in phase 4. */
const nodesAtOnce = 32;

const stages = {
  daemon: {id: 'glusterfs-daemon', title: 'install and start glusterd', mode: 'parallel'},
  peers: {id: 'glusterfs-peers', title: 'form the pool', mode: 'parallel'},
  names: {id: 'glusterfs-names', title: 'know the first member by its name', mode: 'parallel'},
  volume: {id: 'glusterfs-volume', title: 'create and start the volume', mode: 'parallel'},
  mount: {id: 'glusterfs-mount', title: 'mount the volume', mode: 'parallel'},
  nodes: {
    id: 'glusterfs-nodes',
    title: 'mount the volume on the compute nodes',
    mode: 'parallel',
    atOnce: nodesAtOnce,
  },
} as const satisfies Record<string, Stage>;

export const glusterfsPhase: Phase = {
  number: 1,
  name: 'glusterfs',
  title: {en: 'GlusterFS', ko: 'GlusterFS'},
  plan: planGlusterfs,
};

function planGlusterfs(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const controllers = controllersOf(config, 'glusterfs');
  const [first] = controllers;
  if (first === undefined) return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  const against = glusterRefusals(snapshot, config);
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const exists = knownVolume(snapshot, config) !== undefined;
  return {
    kind: 'part',
    stages: Object.values(stages),
    steps: [
      ...controllers.flatMap(({hostname}) => daemonSteps(hostname, snapshot)),
      ...(exists ? [] : brickSteps(stages.daemon.id, config)),
      ...peerSteps(stages.peers.id, stages.names.id, config),
      ...volumeSteps(stages.volume.id, first.hostname, config, exists),
      ...controllers.flatMap(({hostname}) => [
        ...mountSteps(stages.mount.id, hostname, config),
        ...writeCheckSteps(stages.mount.id, hostname, config),
      ]),
      ...plannedComputeNodes(snapshot, config).flatMap(({hostname}) => nodeSteps(hostname, snapshot, config)),
    ],
    notes: glusterNotes(config),
    decidedBy: {volume: exists ? 'exists' : 'absent'},
  };
}

function nodeSteps(on: string, snapshot: Snapshot, config: ClusterConfig): readonly Step[] {
  const packages = distributionOn(snapshot, on)?.packages.glusterfsClient ?? [];
  return [packageStep(stages.daemon.id, on, packages), ...nodeMountSteps(stages.nodes.id, on, config)];
}

function daemonSteps(on: string, snapshot: Snapshot): readonly Step[] {
  const distribution = distributionOn(snapshot, on);
  if (distribution === undefined) return [];
  const unit = distribution.units.glusterd;
  return [
    packageStep(stages.daemon.id, on, distribution.packages.glusterfs),
    step({
      stage: stages.daemon.id,
      on,
      title: 'start glusterd',
      operation: {kind: 'unit', unit, state: 'started', enabled: true},
      after: [check('unit-active', {unit}), check('port-open', {port: 24007})],
    }),
  ];
}
