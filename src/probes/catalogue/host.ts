// What may be asked of a host itself. Nothing here touches the Gluster mount, which may hang (ha-operations §2.1).

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';
import {addressesLook} from './keepalived.ts';
import {defineLook, managerLook} from './look.ts';

/** Whether a peer's network answers at all: several tries, the first answer ends it. Exit 1: none within a second. */
export function peerPingLook(address: string): Look {
  return defineLook('peer-ping', ['ping', '-n', '-q', '-c', '1', '-i', '0.2', '-w', '1', address], {
    timeoutMs: 2_000,
    answers: [0, 1],
  });
}

/** Which operation holds the lock here (run/lock/lock-scripts.ts); exit 1: none. For run events, asked by one controller at a time. */
export const operationLockLook: Look = defineLook('operation-lock', ['cat', '/run/hpcha/op.json'], {
  privileged: true,
  answers: [0, 1],
});

/** The last operations of the audit journal on this controller; exit 1: there is none yet. */
export const auditTailLook: Look = defineLook('audit-tail', ['tail', '-n', '20', '/var/log/hpcha/audit.jsonl'], {
  privileged: true,
  answers: [0, 1],
});

/** The daemons this product manages, as Debian and Ubuntu name their units. */
export const managedUnits = [
  'glusterd.service',
  'mariadb.service',
  'garb.service',
  'redis-server.service',
  'redis-sentinel.service',
  'munge.service',
  'slurmctld.service',
  'slurmdbd.service',
  'keepalived.service',
  'nginx.service',
  'chrony.service',
  'ssh.service',
] as const;

/** Kernel and system facts, `file:line` for each line: one command instead of eight. */
export function hostFilesLook(): Look {
  const files = [
    '/proc/loadavg',
    '/proc/meminfo',
    '/proc/uptime',
    '/proc/mounts',
    '/proc/sys/kernel/osrelease',
    '/proc/sys/kernel/hostname',
    '/sys/devices/system/cpu/online',
    '/etc/os-release',
  ];
  return defineLook('host-files', ['grep', '-Hs', '', ...files], {answers: [0, 2]});
}

/** Sizes of the local filesystems that hold what the services need. Missing directories make df exit 1 and are left out. */
export function hostDisksLook(config: ClusterConfig): Look {
  const columns = '--output=target,size,used,avail,ipcent';
  return defineLook('host-disks', ['df', '-B1', columns, ...diskPaths(config)], {answers: [0, 1]});
}

/** The brick's parent, because the brick directory itself appears only with phase 1. */
function diskPaths(config: ClusterConfig): readonly string[] {
  const brick = config.storage.gluster.brick_path;
  return ['/', '/var', '/var/lib/mysql', '/var/log', '/tmp', brick.slice(0, brick.lastIndexOf('/')) || '/'];
}

export function hostUnitsLook(): Look {
  return unitShowLook('host-units', managedUnits);
}

/** Only asked where systemd counts failed units. */
export function hostFailedUnitsLook(): Look {
  return defineLook('host-failed-units', [
    'systemctl',
    'list-units',
    '--no-pager',
    '--plain',
    '--no-legend',
    '--state=failed',
  ]);
}

/** The host's own clock, in seconds. */
export function hostClockLook(): Look {
  return defineLook('host-clock', ['date', '+%s.%N']);
}

/** chrony's own opinion as one CSV line; exit 1: chronyd does not run. */
export function hostTimeLook(): Look {
  return defineLook('host-time', ['chronyc', '-c', 'tracking'], {answers: [0, 1]});
}

/** Pending restarts, maintenance flags and leftovers of drills: all are files. Missing directories are an answer. */
export function hostMarksLook(): Look {
  const argv = [
    'find',
    '/var/lib/hpcha/pending',
    '/run/hpcha',
    '-maxdepth',
    '2',
    '-type',
    'f',
    '-printf',
    '%p\\n',
  ] as const;
  return defineLook('host-marks', argv, {answers: [0, 1], privileged: true});
}

/**
 * Queueing disciplines that hold no others: where every link has one of these, nothing can hide a test's netem below it, and `tc`
 * need not be asked.
 */
export const plainQueues: ReadonlySet<string> = new Set([
  'noqueue',
  'noop',
  'pfifo',
  'pfifo_fast',
  'bfifo',
  'fq',
  'fq_codel',
  'codel',
  'sfq',
  'cake',
]);

export function hostTablesLook(): Look {
  return defineLook('host-tables', ['nft', 'list', 'tables'], {privileged: true});
}

export function hostQueuesLook(): Look {
  return defineLook('host-queues', ['tc', 'qdisc', 'show']);
}

/** What one reading asks; a doubt adds `hostFailedUnitsLook`. */
export function hostLooks(config: ClusterConfig): readonly Look[] {
  return [
    hostFilesLook(),
    hostDisksLook(config),
    hostUnitsLook(),
    managerLook(),
    hostClockLook(),
    hostTimeLook(),
    hostMarksLook(),
    hostTablesLook(),
    addressesLook,
  ];
}
