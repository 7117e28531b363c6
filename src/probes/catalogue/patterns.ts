// The closed catalogue as a whole: every command that a look may send to a host of a given cluster, and the rights it needs.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Argv} from '../../model/argv.ts';
import type {Look} from '../../model/look.ts';
import {galeraLooks, galeraStateLook} from './galera.ts';
import {galeraRecoveryLooks} from './galera-recovery.ts';
import {glusterLooks} from './gluster.ts';
import {auditTailLook, hostFailedUnitsLook, hostLooks, hostQueuesLook, operationLockLook} from './host.ts';
import * as keepalived from './keepalived.ts';
import {defineLook} from './look.ts';
import {redisUnitsLook} from './redis.ts';
import * as slurm from './slurm.ts';
import {streamLooks} from './streams.ts';
import {surveyLooks} from './survey.ts';
import {webLooks} from './web.ts';

/**
 * All looks of this configuration; a name always means the same words. Units are asked for together (gathered-units.ts). Nothing in them comes from anywhere but the configuration, so a restricted
 * account can be given exactly these words and no pattern that would match more.
 */
export function patterns(config: ClusterConfig): readonly Look[] {
  return [
    ...hostLooks(config),
    ...glusterLooks(config),
    ...galeraLooks(),
    galeraStateLook(),
    ...galeraRecoveryLooks(config),
    hostFailedUnitsLook(),
    hostQueuesLook(),
    operationLockLook,
    auditTailLook,
    redisUnitsLook(config),
    ...slurmLooks(config),
    ...keepalivedLooks(config),
    ...webLooks,
    ...surveyLooks(config),
    ...streamLooks,
    monitorSecretLook,
  ];
}

/** Slurm's state lies where the phases put it; a foreign StateSaveLocation needs a line of its own in sudoers. */
function slurmLooks(config: ClusterConfig): readonly Look[] {
  const place = config.slurm;
  return [
    slurm.slurmUnitsLook,
    slurm.slurmConfLook(place),
    slurm.slurmConfDigestLook(place),
    slurm.mungeKeyDigestLook,
    slurm.slurmPingLook(place),
    slurm.slurmVersionLook(place),
    slurm.slurmMountsLook,
    slurm.slurmHeartbeatLook(`${config.storage.gluster.mount_point}/slurm/state`),
    slurm.slurmClockLook,
    slurm.slurmctldFilesLook,
    slurm.slurmNodesLook(place),
    slurm.slurmPartitionsLook(place),
    slurm.slurmLoadLook(place),
    slurm.slurmAccountingLook(place),
    slurm.slurmJobsLook(place),
  ];
}

function keepalivedLooks(config: ClusterConfig): readonly Look[] {
  return [
    keepalived.keepalivedUnitLook,
    keepalived.addressesLook,
    keepalived.vipNeighbourLook(config.network.vip),
    keepalived.vrrpMarksLook,
    keepalived.vrrpEventsLook,
    keepalived.keepalivedClockLook,
    keepalived.keepalivedSetupLook,
  ];
}

/** The password of the account that a plain login asks MariaDB with (transport/host-services.ts); phase 2 made it, it can only look. */
const monitorSecretLook: Look = defineLook('monitor-secret', ['cat', '/etc/hpcha/secrets/monitor'], {privileged: true});

const programFolders = ['/usr/sbin', '/usr/bin'];

/**
 * A sudoers file that lets `user` run the privileged looks and nothing else, without a password. sudo matches full paths, so
 * each program is allowed where Debian or Ubuntu may have it.
 */
export function sudoersFor(config: ClusterConfig, user: string): string {
  const lines = patterns(config)
    .filter((look) => look.privileged)
    .flatMap((look) => [`# ${look.name}`, ...programFolders.map((folder) => sudoersLine(user, folder, look.argv))]);
  return [
    '# What hpcha-tui may look at as root on a controller. Generated: hpcha-tui config sudoers; visudo -cf checks it.',
    '# Looks are asked every few seconds: those that are allowed are not logged, refused ones are.',
    `Defaults:${user} !log_allowed, !pam_session`,
    ...lines,
    '',
  ].join('\n');
}

function sudoersLine(user: string, folder: string, [program, ...words]: Argv): string {
  const path = program.startsWith('/') ? program : `${folder}/${program}`;
  // sudo compares all arguments as one text. An empty one is a blank too many in it, which here only an escaped blank can be.
  const command = words.reduce((text, word) => (word === '' ? `${text}\\ ` : `${text} ${sudoersWord(word)}`), path);
  return `${user} ALL=(root) NOPASSWD: ${command}`;
}

/**
 * A word that matches itself alone. sudoers(5): `, : = #` and blanks are escaped in arguments, and no other character may be;
 * arguments are then matched as a glob, for which `* ? [ ]` and, once more, the backslash are escaped.
 */
function sudoersWord(word: string): string {
  return word.replaceAll('\\', '\\\\\\\\').replaceAll(/[,:=#\s*?[\]]/g, '\\$&');
}
