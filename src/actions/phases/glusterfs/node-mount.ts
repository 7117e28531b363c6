// Steps that mount the volume on a compute node: jobs find their folders and leave their output at the same path as on the controllers.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {mountPointStep, mountStep} from './mount.ts';

const keeper = 'hpcha-gluster-keep-mounted';
const keeperUnit = `${keeper}.service`;
const script = `/usr/local/lib/hpcha/${keeper.replace('hpcha-', '')}`;
const keeperMark = keeper;

/** The node runs no glusterd: any controller gives it the volume's description, and it talks to all bricks itself. */
export function nodeMountSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const {mount_point} = config.storage.gluster;
  const [first, ...others] = controllersOf(config, 'glusterfs').map(({hostname}) => hostname);
  if (first === undefined) return [];
  return [
    mountPointStep(stage, on, mount_point),
    mountStep(stage, on, config, {server: first, options: nodeMountOptions(others)}),
    ...keeperSteps(stage, on, mount_point),
  ];
}

/** Not `nofail`: slurmd starts after the remote file systems, and with it that order would not hold. */
function nodeMountOptions(others: readonly HostName[]): string {
  return [
    'defaults',
    '_netdev',
    ...(others.length === 0 ? [] : [`backup-volfile-servers=${others.join(':')}`]),
    'x-systemd.mount-timeout=90',
  ].join(',');
}

/** After a power failure of everything the node may be up before any controller, and systemd tries a mount once. */
function keeperSteps(stage: string, on: HostName, mount: string): readonly Step[] {
  const owned = {owner: 'root', group: 'root', marks: [keeperMark]};
  const file = (title: string, path: string, template: string, data: object, mode: string): Step =>
    step({stage, on, title, operation: {kind: 'file', path, content: render(template, data), mode, ...owned}});
  return [
    file('write what keeps it mounted', script, 'glusterfs/keep-mounted.sh', {mount, seconds: 10}, '0755'),
    file(
      'write the unit of what keeps it mounted',
      `/etc/systemd/system/${keeperUnit}`,
      'glusterfs/keep-mounted.service',
      {script},
      '0644',
    ),
    step({
      stage,
      on,
      title: 'start what keeps it mounted',
      operation: {kind: 'unit', unit: keeperUnit, state: 'started', enabled: true, clears: [keeperMark]},
      after: [check('unit-active', {unit: keeperUnit})],
    }),
    step({
      stage,
      on,
      title: 'restart what keeps it mounted if it changed',
      operation: {kind: 'restart', unit: keeperUnit, mark: keeperMark, how: 'restart'},
    }),
  ];
}
