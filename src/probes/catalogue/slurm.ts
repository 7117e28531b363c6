// What may be asked about Slurm: each controller's own view, and summaries of the cluster, never one question a node.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';
import {defineLook} from './look.ts';

type SlurmPlace = Pick<ClusterConfig['slurm'], 'prefix'>;

export const slurmUnits = ['slurmctld.service', 'slurmdbd.service', 'munge.service'] as const;

/** A program of Slurm: the distribution's, or the one under `slurm.prefix`. */
export function slurmProgram(slurm: SlurmPlace, name: string): string {
  return slurm.prefix === undefined ? name : `${slurm.prefix}/bin/${name}`;
}

/** slurm.conf: where the distribution's packages have it, or under `slurm.prefix`. */
export function slurmConfPath(slurm: SlurmPlace): string {
  return slurm.prefix === undefined ? '/etc/slurm/slurm.conf' : `${slurm.prefix}/etc/slurm.conf`;
}

export const mungeKeyPath = '/etc/munge/munge.key';

export const slurmUnitsLook: Look = unitShowLook('slurm-units', slurmUnits);

/**
 * What slurmctld's unit waits for, from its files. ExecStart is asked for too: without it nothing was read, which is not the same
 * as waiting for nothing.
 */
export const slurmctldFilesLook: Look = defineLook(
  'slurmctld-files',
  [
    'grep',
    '-rhsE',
    '^(RequiresMountsFor|Requires|BindsTo|ExecStart)=',
    '/etc/systemd/system/slurmctld.service',
    '/etc/systemd/system/slurmctld.service.d',
    '/lib/systemd/system/slurmctld.service',
  ],
  {answers: [0, 1, 2]},
);

/** The few settings that decide about control and accounting; the file itself may list thousands of nodes. Exit 1, 2: none, no file. */
export function slurmConfLook(slurm: SlurmPlace): Look {
  const keys =
    'ClusterName|SlurmctldHost|StateSaveLocation|SlurmctldTimeout|AccountingStorageHost|AccountingStorageBackupHost|MaxDBDMsgs|MaxJobCount';
  const argv = ['grep', '-iE', `^[[:space:]]*(${keys})[[:space:]]*=`, slurmConfPath(slurm)] as const;
  return defineLook('slurm-conf', argv, {answers: [0, 1, 2]});
}

export function slurmConfDigestLook(slurm: SlurmPlace): Look {
  return defineLook('slurm-conf-digest', ['sha256sum', slurmConfPath(slurm)], {answers: [0, 1]});
}

/** Only ever the digest: the key itself never leaves the machine. */
export const mungeKeyDigestLook: Look = defineLook('munge-key-digest', ['sha256sum', mungeKeyPath], {
  privileged: true,
  answers: [0, 1],
});

/**
 * Exit code 1: no controller answers; the list is printed all the same (ha-operations §2.6). It asks one after another and
 * waits ten seconds for a controller that accepts but cannot answer (munge stopped there), so it is ended before that (124),
 * and writes line by line, so that what it has learned by then is not lost.
 */
export function slurmPingLook(slurm: SlurmPlace): Look {
  const argv = ['timeout', '3', 'stdbuf', '-oL', slurmProgram(slurm, 'scontrol'), 'ping'] as const;
  return defineLook('slurm-ping', argv, {answers: [0, 1, slurmPingCutOff], timeoutMs: 4000});
}

/** Exit code of timeout(1). */
export const slurmPingCutOff = 124;

export function slurmVersionLook(slurm: SlurmPlace): Look {
  return defineLook('slurm-version', [slurmProgram(slurm, 'scontrol'), '--version']);
}

/** Which file system holds a path is read off the mount table: asking the path itself could hang with the mount. */
export const slurmMountsLook: Look = defineLook('slurm-mounts', ['cat', '/proc/self/mounts']);

/**
 * 16 bytes, big-endian: time and index (Slurm's heartbeat.c). Alone in its look, because the mount below it may hang: after a
 * power failure for network.ping-timeout (3 s by default) even where all is well again afterwards.
 */
export function slurmHeartbeatLook(stateSaveLocation: string): Look {
  const argv = ['od', '-An', '-v', '-tx1', '-N16', `${stateSaveLocation}/heartbeat`] as const;
  return defineLook('slurm-heartbeat', argv, {privileged: true, answers: [0, 1], timeoutMs: 3500});
}

export const slurmClockLook: Look = defineLook('slurm-clock', ['date', '+%s.%N']);

/** Nodes grouped by state and reason: as many lines as there are groups, whatever the number of nodes. */
export function slurmNodesLook(slurm: SlurmPlace): Look {
  const argv = [slurmProgram(slurm, 'sinfo'), '-h', '-a', '-o', '%T|%D|%N|%E'] as const;
  return defineLook('slurm-nodes', argv, {timeoutMs: 3500});
}

export function slurmPartitionsLook(slurm: SlurmPlace): Look {
  const argv = [slurmProgram(slurm, 'scontrol'), '-a', '-o', 'show', 'partition'] as const;
  return defineLook('slurm-partitions', argv, {timeoutMs: 3500});
}

/** Job counts (slurmctld counts them anew every half minute) and queues; squeue would ship every job to count them. */
export function slurmLoadLook(slurm: SlurmPlace): Look {
  return defineLook('slurm-load', [slurmProgram(slurm, 'sdiag')], {timeoutMs: 3500});
}

/** Exit code 1: slurmdbd does not answer. */
export function slurmAccountingLook(slurm: SlurmPlace): Look {
  const argv = [slurmProgram(slurm, 'sacctmgr'), '-n', '-P', 'show', 'cluster', 'format=Cluster,ControlHost'] as const;
  return defineLook('slurm-accounting', argv, {answers: [0, 1], timeoutMs: 3500});
}

/**
 * Every job that slurmctld still knows, the ended ones too (it forgets them after MinJobAge, 300 s): number, state and account, so
 * that the answer fits for some thirty thousand jobs; beyond that it is cut, which its reader must notice. Asked by one controller
 * at a time, for job events; nothing is judged by it.
 */
export function slurmJobsLook(slurm: SlurmPlace): Look {
  const argv = [slurmProgram(slurm, 'squeue'), '-h', '-a', '-t', 'all', '-o', '%i|%T|%u|%.24j'] as const;
  return defineLook('slurm-jobs', argv, {timeoutMs: 10_000});
}
