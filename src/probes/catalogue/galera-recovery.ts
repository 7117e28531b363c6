// What may be asked for a recovery of Galera: the records that this program left, the saved view, and whose server still answers.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {datadir} from './galera.ts';
import {nowFile} from './gluster.ts';
import {defineLook} from './look.ts';

/** In /run: evidence that does not outlive a boot. */
export const evidenceDirectory = '/run/hpcha/galera';
/** `UUID SEQNO`, or `error WHY`. Counts only while it is newer than the database's own log. */
export const recoveredFile = `${evidenceDirectory}/recovered`;
/** The component that stayed non-Primary through a wait. */
export const waitedFile = `${evidenceDirectory}/waited`;
/** The saved view with which all nodes were started together in vain. */
export const viewTriedFile = `${evidenceDirectory}/view-tried`;
export const savedViewFile = `${datadir}/gvwstate.dat`;
export const lastOutFile = '/var/lib/hpcha/galera-last-out';
/** Written by every start of the server; what was recovered before that is no evidence any more. */
export const redoLogFile = `${datadir}/ib_logfile0`;

export function galeraRecordsLook(): Look {
  const argv = ['grep', '-Hs', '', recoveredFile, waitedFile, viewTriedFile, savedViewFile, lastOutFile] as const;
  return defineLook('galera-records', argv, {privileged: true, answers: [0, 1, 2]});
}

/** Times of the records and of what would make them worthless; the last file is made by asking, so its time is now. */
export function galeraRecordTimesLook(): Look {
  const argv = ['stat', '-c', '%n %.9Y', recoveredFile, waitedFile, redoLogFile, nowFile] as const;
  return defineLook('galera-record-times', argv, {privileged: true, answers: [0, 1]});
}

/** Ends well also where the server refuses the login: then it is alive (mariadb-admin(1), ping). Exit code 1: nobody answers. */
export function galeraPeerLook(address: string): Look {
  const argv = [
    'mariadb-admin',
    `--host=${address}`,
    '--protocol=tcp',
    '--connect-timeout=2',
    '--user=hpcha_probe',
    'ping',
  ];
  return defineLook(`galera-peer-${address}`, ['timeout', '4', ...argv], {answers: [0, 1, 124], timeoutMs: 5_000});
}

export function galeraRecoveryLooks(config: ClusterConfig): readonly Look[] {
  const peers = config.nodes.controllers.filter(({services}) => services.mariadb);
  return [galeraRecordsLook(), galeraRecordTimesLook(), ...peers.map(({ip_address}) => galeraPeerLook(ip_address))];
}
