// What canaries write and where: names that belong to one run, only in places of our own (ha-operations §8.2 item 2).

import {createHash} from 'node:crypto';
import type {ClusterConfig} from '../../config/schema.ts';

export const canaryDatabase = 'hpcha_drill';
export const canaryUser = 'hpcha_drill';

/** The name of a stream on the wire: its place in the drill's list. */
export function wireName(index: number): string {
  return `s${index}`;
}

export function insertSql(run: string, index: number, seq: number): string {
  return `INSERT INTO ${canaryDatabase}.canary (run, stream, seq) VALUES ('${run}', '${wireName(index)}', ${seq})`;
}

export const createSql: readonly string[] = [
  `CREATE DATABASE IF NOT EXISTS ${canaryDatabase}`,
  `CREATE TABLE IF NOT EXISTS ${canaryDatabase}.canary (run CHAR(12), stream VARCHAR(8), seq INT, PRIMARY KEY (run, stream, seq)) ENGINE=InnoDB`,
];

/** The password travels as its hash (mysql_native_password: SHA1 of SHA1). Insert and select on our own database is all it may. */
export function accountSql(password: string): readonly string[] {
  const once = createHash('sha1').update(password).digest();
  const hash = `*${createHash('sha1').update(once).digest('hex').toUpperCase()}`;
  return [
    `DROP USER IF EXISTS '${canaryUser}'@'%'`,
    `CREATE USER '${canaryUser}'@'%' IDENTIFIED BY PASSWORD '${hash}'`,
    `GRANT SELECT, INSERT ON ${canaryDatabase}.* TO '${canaryUser}'@'%'`,
  ];
}

export const removeSql: readonly string[] = [
  `DROP USER IF EXISTS '${canaryUser}'@'%'`,
  `DROP DATABASE IF EXISTS ${canaryDatabase}`,
];

/** Hash slots over which the keys of a run are spread, so that every master of a cluster has some, and the loss of any is seen. */
const redisSlots = 24;

/** Which of its hash slots an attempt writes to. */
export function redisSlot(seq: number): number {
  return seq % redisSlots;
}

export function redisKey(run: string, index: number, seq: number): string {
  return `hpcha:drill:{${run}-${redisSlot(seq)}}:${wireName(index)}#${seq}`;
}

/** Seconds after which a canary key ends by itself, should nobody take it away. */
export const redisKeySeconds = 3600;

export function fileDirectory(config: ClusterConfig, run: string): string {
  return `${config.storage.gluster.mount_point}/.hpcha/drill/${run}`;
}

export function jobName(run: string): string {
  return `hpcha-drill-${run}`;
}

/** Held for a week ahead: it never runs. The comment names the attempt. */
export function jobArgv(bin: string, run: string, index: number, seq: number): readonly [string, ...string[]] {
  return [
    `${bin}sbatch`,
    ...['--parsable', '--hold', '--begin=now+7days', `--job-name=${jobName(run)}`],
    ...[`--comment=${wireName(index)}#${seq}`, '--output=/dev/null', '--wrap=true'],
  ];
}
