// Stops Gluster when nobody uses it any more: write checks, mounts, the volume's bricks everywhere, the daemons.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import type {ActionContext} from '../action.ts';
import {writeCheckUnit} from '../phases/glusterfs/write-check.ts';
import {check, step} from '../step.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const unmount: Stage = {id: 'stop-gluster-mounts', title: 'unmount the volume', mode: 'parallel'};
const volume: Stage = {id: 'stop-gluster-volume', title: 'stop the bricks', mode: 'parallel'};
const daemon: Stage = {id: 'stop-glusterd', title: 'stop glusterd', mode: 'parallel'};

export function stopGluster({snapshot, config, input}: ActionContext<StopInput>): StopPart {
  const hosts = controllersOf(config, 'glusterfs').map(({hostname}) => hostname);
  const runs = hosts.find((host) => seenValue(readingOf(snapshot, 'glusterfs', host))?.unit.active === 'active');
  return {
    stages: [unmount, volume, daemon],
    steps: [
      ...unitStops({stage: unmount, unit: writeCheckUnit, hosts}),
      ...hosts.map((host) => unmountStep(host, config)),
      ...(runs === undefined ? [] : [volumeStep(runs, config)]),
      ...unitStops({stage: daemon, unit: 'glusterd.service', hosts}),
    ],
    against: input.service === undefined ? [] : stillUsed(snapshot, config),
    decidedBy: {glusterd: runs ?? 'none'},
  };
}

/** Alone, it would take the state from under a controller that still writes it. */
function stillUsed(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return controllersOf(config, 'slurm').flatMap(({hostname}): readonly Finding[] => {
    const slurmctld = seenValue(readingOf(snapshot, 'slurm', hostname))?.slurmctld.active;
    if (slurmctld !== 'active') return [];
    const params = {by: 'slurmctld', first: 'slurm'};
    return [
      {code: 'GlusterStillUsed', level: 'critical', where: hostname, service: 'glusterfs', params, remedy: 'stop'},
    ];
  });
}

function unmountStep(on: HostName, config: ClusterConfig): Step {
  const path = config.storage.gluster.mount_point;
  return step({
    stage: unmount.id,
    on,
    title: 'unmount the volume',
    operation: {
      kind: 'exec',
      argv: ['umount', path],
      unless: {argv: ['grep', '-q', ` ${path} fuse.glusterfs `, '/proc/mounts'], expect: {kind: 'exit', codes: [1]}},
    },
    after: [check('not-mounted', {path})],
  });
}

/** glusterd alone would leave the bricks of the other controllers without a manager; the volume's own stop ends them in order. */
function volumeStep(on: HostName, config: ClusterConfig): Step {
  const name = config.storage.gluster.volume_name;
  return step({
    stage: volume.id,
    on,
    title: 'stop the volume',
    operation: {
      kind: 'exec',
      argv: ['gluster', '--mode=script', 'volume', 'stop', name],
      unless: {
        argv: ['gluster', 'volume', 'info', name],
        expect: {kind: 'stdout-matches', pattern: '^Status: (Stopped|Created)\\s*$'},
      },
    },
  });
}
