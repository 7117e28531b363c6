// What may be asked about GlusterFS. Whatever touches the mount is a look of its own; pool-wide locks are marked.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';
import {defineLook} from './look.ts';

/** Renewed by the service that phase 1 installs, after each write check on the mount that succeeded. */
export const writeCheckMark = '/run/hpcha/checks/gluster-write';

/** A file of the process that asks: its time is the host's own now. */
export const nowFile = '/proc/self/stat';

export const glusterUnits = ['glusterd.service'] as const;

export function glusterUnitLook(): Look {
  return unitShowLook('gluster-unit', glusterUnits);
}

/** Local opinion only, no lock. Exit 1: glusterd does not run, which the unit says too. */
export function glusterPoolLook(): Look {
  return defineLook('gluster-pool', ['gluster', '--xml', 'pool', 'list'], {privileged: true, answers: [0, 1]});
}

/** Identity, kernel mounts and fstab in one command; none of it touches the mounted filesystem. */
export function glusterFilesLook(): Look {
  const files = ['/var/lib/glusterd/glusterd.info', '/proc/mounts', '/etc/fstab'];
  return defineLook('gluster-files', ['grep', '-Hs', '', ...files], {privileged: true, answers: [0, 2]});
}

/** Bricks, self-heal daemon and FUSE clients that run here: the view that needs no lock and no glusterd. */
export function glusterProcessesLook(): Look {
  return defineLook('gluster-processes', ['pgrep', '-a', '-x', 'glusterfsd|glusterfs'], {answers: [0, 1]});
}

/** statfs on the mount: answers only if the volume does. May hang in the kernel, so it travels alone. */
export function glusterMountLook(config: ClusterConfig): Look {
  const argv = ['stat', '-f', '-c', '%T %S %b %a', config.storage.gluster.mount_point] as const;
  return defineLook('gluster-mount', argv, {timeoutMs: 4_000});
}

/** When the write check last succeeded, and now by the same clock: the second file is made by asking. */
export function glusterWriteCheckLook(): Look {
  return defineLook('gluster-write-check', ['stat', '-c', '%Y %n', writeCheckMark, nowFile], {answers: [0, 1]});
}

/** Every volume of the pool with its options; local, no lock. */
export function glusterVolumeInfoLook(): Look {
  return defineLook('gluster-volume-info', ['gluster', '--xml', 'volume', 'info'], {privileged: true, answers: [0, 1]});
}

/** Takes the pool-wide lock: one vantage only (ha-operations §2.1). */
export function glusterVolumeStatusLook(config: ClusterConfig): Look {
  const argv = ['gluster', '--xml', 'volume', 'status', config.storage.gluster.volume_name] as const;
  return defineLook('gluster-volume-status', argv, {privileged: true, answers: [0, 1]});
}

/** glfsheal talks to the bricks itself; slow while much is pending, so it has more time than the others. */
export function glusterHealLook(config: ClusterConfig): Look {
  const argv = ['gluster', '--xml', 'volume', 'heal', config.storage.gluster.volume_name, 'info', 'summary'] as const;
  return defineLook('gluster-heal-summary', argv, {privileged: true, timeoutMs: 5_000, answers: [0, 1]});
}

export function glusterLooks(config: ClusterConfig): readonly Look[] {
  return [
    glusterUnitLook(),
    glusterPoolLook(),
    glusterFilesLook(),
    glusterProcessesLook(),
    glusterMountLook(config),
    glusterWriteCheckLook(),
    glusterVolumeInfoLook(),
    glusterVolumeStatusLook(config),
    glusterHealLook(config),
  ];
}
