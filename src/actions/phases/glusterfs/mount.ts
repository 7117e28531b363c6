// Steps that mount the volume on a controller so that no boot, failure or typing mistake makes an empty directory of it.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';

const readyUnit = 'hpcha-gluster-ready.service';
const readyScript = '/usr/local/lib/hpcha/gluster-ready';

export function mountSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const {mount_point, volume_name} = config.storage.gluster;
  return [
    ...readySteps(stage, on, config),
    mountPointStep(stage, on, mount_point),
    {
      ...mountStep(stage, on, config, {server: 'localhost', options: mountOptions(on, config)}),
      before: [check('gluster-volume-started', {volume: volume_name})],
    },
  ];
}

/** `server` gives the volume's description; from then on the client talks to all bricks itself. */
export function mountStep(
  stage: string,
  on: HostName,
  config: ClusterConfig,
  {server, options}: {readonly server: HostName; readonly options: string},
): Step {
  const {mount_point, volume_name} = config.storage.gluster;
  return step({
    stage,
    on,
    title: 'mount the volume',
    operation: {kind: 'mount', path: mount_point, source: `${server}:/${volume_name}`, fstype: 'glusterfs', options},
    after: [check('mounted', {path: mount_point, fstype: 'fuse.glusterfs'})],
  });
}

/** Immutable while nothing is mounted: what is written there then would lie on this machine alone. */
export function mountPointStep(stage: string, on: HostName, path: string): Step {
  return step({
    stage,
    on,
    title: 'make the mount point, unwritable while nothing is mounted',
    operation: {
      kind: 'directory',
      path,
      mode: '0755',
      owner: 'root',
      group: 'root',
      immutableWhenUnmounted: true,
    },
  });
}

/**
 * The other controllers can serve the volume's description too. At boot the mount waits for a pool that has quorum; services
 * that keep state there say RequiresMountsFor (ha-operations §7.5). No automount: it hides failures.
 */
function mountOptions(on: HostName, config: ClusterConfig): string {
  const others = controllersOf(config, 'glusterfs')
    .map(({hostname}) => hostname)
    .filter((name) => name !== on);
  return [
    'defaults',
    '_netdev',
    ...(others.length === 0 ? [] : [`backup-volfile-servers=${others.join(':')}`]),
    // Only after glusterd, not requiring it: a mount is served by bricks, and one that requires glusterd is unmounted when glusterd
    // stops, with everything that keeps its state there (seen by drill D11). The wait for quorum requires glusterd at boot.
    'x-systemd.after=glusterd.service',
    `x-systemd.requires=${readyUnit}`,
    'x-systemd.mount-timeout=90',
  ].join(',');
}

function readySteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const volume = config.storage.gluster.volume_name;
  const members = controllersOf(config, 'glusterfs').length;
  const data = {volume, quorum: Math.floor(members / 2) + 1, script: readyScript};
  const owned = {owner: 'root', group: 'root'};
  return [
    step({
      stage,
      on,
      title: 'write the wait for quorum',
      operation: {
        kind: 'file',
        path: readyScript,
        content: render('glusterfs/gluster-ready.sh', data),
        mode: '0755',
        ...owned,
      },
    }),
    step({
      stage,
      on,
      title: 'write the unit that waits for quorum',
      operation: {
        kind: 'file',
        path: `/etc/systemd/system/${readyUnit}`,
        content: render('glusterfs/gluster-ready.service', data),
        mode: '0644',
        ...owned,
      },
    }),
  ];
}
