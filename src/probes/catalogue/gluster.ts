// What may be asked about GlusterFS. Whatever touches the mount is a look of its own; pool-wide locks are marked.

import {controllersOf} from '../../config/order.ts';
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

/** The daemon's own word on its peers; 80 ms of processor each, so only asked where the cheap signs leave a doubt. Exit 1: it does not run. */
export function glusterPoolLook(): Look {
  return defineLook('gluster-pool', ['gluster', '--xml', 'pool', 'list'], {privileged: true, answers: [0, 1]});
}

/** Identity, peers, kernel mounts and fstab in one command; none of it touches the mounted filesystem. */
export function glusterFilesLook(): Look {
  const files = ['/var/lib/glusterd/glusterd.info', '/var/lib/glusterd/peers', '/proc/mounts', '/etc/fstab'];
  return defineLook('gluster-files', ['grep', '-rHs', '', ...files], {privileged: true, answers: [0, 2]});
}

/** Daemon, bricks, self-heal daemon and FUSE clients that run here: the view that needs no lock and no answer of glusterd. */
export function glusterProcessesLook(): Look {
  const argv = ['ps', '-C', 'glusterd,glusterfsd,glusterfs', '-o', 'stat=,comm=,args='] as const;
  return defineLook('gluster-processes', argv, {answers: [0, 1]});
}

/** Connections to other daemons' management port, with whose they are. */
export function glusterLinksLook(): Look {
  const argv = ['ss', '-Htnp', 'state', 'established', '( dport = :24007 )'] as const;
  return defineLook('gluster-links', argv, {privileged: true});
}

/** statfs on the mount: answers only if the volume does. May hang in the kernel, so it travels alone. */
export function glusterMountLook(config: ClusterConfig): Look {
  const argv = ['stat', '-f', '-c', '%T %S %b %a', config.storage.gluster.mount_point] as const;
  return defineLook('gluster-mount', argv, {timeoutMs: 4_000});
}

/**
 * What this controller's brick knows to be unhealed: the directories of its index, and the first entry if there is any, what other
 * bricks missed before what is being written. The base files, of which every entry is a hard link, are none (features/index
 * translator). Two milliseconds, where glfsheal costs eighty on every controller.
 */
export function glusterIndexLook(config: ClusterConfig): Look {
  const index = `${config.storage.gluster.brick_path}/.glusterfs/indices`;
  const parts = [`${index}/xattrop`, `${index}/entry-changes`, `${index}/dirty`] as const;
  const directories = ['(', '-type', 'd', '-printf', 'd %p\\n', ')'] as const;
  const bases = ['(', '-name', 'xattrop-*', '-o', '-name', 'dirty-*', '-o', '-name', 'entry-changes-*', ')'] as const;
  const entry = ['(', '-printf', 'e %p\\n', '-quit', ')'] as const;
  const argv = ['find', ...parts, ...directories, '-o', ...bases, '-o', ...entry] as const;
  return defineLook('gluster-index', argv, {privileged: true, answers: [0, 1]});
}

/** To which bricks the mount is connected, as the FUSE client itself says. Like everything on the mount it may hang, so it travels alone. */
export function glusterClientsLook(config: ClusterConfig): Look {
  const {mount_point, volume_name} = config.storage.gluster;
  const clients = controllersOf(config, 'glusterfs').map(
    (_controller, index) => `${mount_point}/.meta/graphs/active/${volume_name}-client-${index}/private`,
  );
  const argv = ['grep', '-Hs', '^connected = ', ...clients] as const;
  return defineLook('gluster-clients', argv, {privileged: true, timeoutMs: 4_000, answers: [0, 1, 2]});
}

/** When the write check last succeeded, and now by the same clock: the second file is made by asking. */
export function glusterWriteCheckLook(): Look {
  return defineLook('gluster-write-check', ['stat', '-c', '%Y %n', writeCheckMark, nowFile], {answers: [0, 1]});
}

/** Shape and options of every volume, as glusterd stores them. Only these keys: others of the file are secret. */
export function glusterVolumeFilesLook(): Look {
  const keys = '^(type|status|replica_count|arbiter_count|brick-[0-9]+|[a-z]+\\.[a-z.-]+)=';
  const argv = ['grep', '-rHsE', '--include=info', keys, '/var/lib/glusterd/vols'] as const;
  return defineLook('gluster-volume-files', argv, {privileged: true, answers: [0, 1, 2]});
}

/** Every volume of the pool with its options as the daemon tells it; local, no lock. */
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
    glusterLinksLook(),
    glusterMountLook(config),
    glusterIndexLook(config),
    glusterClientsLook(config),
    glusterWriteCheckLook(),
    glusterVolumeFilesLook(),
    glusterVolumeInfoLook(),
    glusterVolumeStatusLook(config),
    glusterHealLook(config),
  ];
}
