// What phase 6 runs on one controller, as root: makes auth_db's tables and the first administrator, or says whether there is one.

import type {RowDataPacket} from 'mysql2/promise';
import {HpchaError} from '../../model/error.ts';
import {Secret} from '../../model/secret.ts';
import {makeWebLog} from '../app/web-log.ts';
import {readCredentialsFrom} from '../credentials.ts';
import {loadWebSettings} from '../load-settings.ts';
import {databaseAddress} from './database-address.ts';
import {ensureSchema} from './ensure-schema.ts';
import {anyAdminQuery, makeFirstAdmin} from './first-admin.ts';
import {type GaleraPool, openGalera} from './galera-pool.ts';

/** Root's own files: this is no unit, nobody hands credentials to it. */
export const secretsFolder = '/etc/hpcha/web/secrets';
export const firstAdministratorName = 'admin';
const shortestPassword = 12;

export type AdministratorIo = {readonly stdout: (text: string) => void; readonly stderr: (text: string) => void};

/** `exists`: resolves to 0 where an administrator can sign in, 1 where there is none (or no table yet). */
export async function administratorExists(settingsFile: string, io: AdministratorIo): Promise<number> {
  return withDatabase(settingsFile, io, async (galera) => {
    const there = await galera.transaction(async (sql) => {
      const [tables] = await sql.query<RowDataPacket[]>("SHOW TABLES LIKE 'users'");
      if (tables.length === 0) return false;
      const [rows] = await sql.query<RowDataPacket[]>(anyAdminQuery);
      return Number(rows[0]?.['there'] ?? 0) === 1;
    });
    io.stdout(there ? 'there is an administrator\n' : 'there is no administrator\n');
    return there ? 0 : 1;
  });
}

/** `first`: makes the tables, and with the password on stdin the first administrator where there is none. Says nothing of it. */
export async function makeAdministrator(settingsFile: string, io: AdministratorIo): Promise<number> {
  const password = await passwordFromStdin();
  return withDatabase(settingsFile, io, async (galera) => {
    await ensureSchema(galera);
    const made = await makeFirstAdmin(galera, firstAdministratorName, password);
    io.stdout(made ? `made the administrator ${firstAdministratorName}\n` : 'there is an administrator already\n');
    return 0;
  });
}

/** One question to auth_db as its own account, from a controller and as root; the connection ends with it. */
export async function withDatabase(
  settingsFile: string,
  io: AdministratorIo,
  work: (galera: GaleraPool) => Promise<number>,
): Promise<number> {
  const settings = await loadWebSettings(settingsFile);
  const password = await readCredentialsFrom(secretsFolder)('db_auth');
  const now = (): number => Date.now();
  const log = makeWebLog(io.stderr, {service: 'administrator', node: settings.node, now});
  const galera = openGalera(databaseAddress(settings, password), log, now);
  try {
    return await work(galera);
  } finally {
    await galera.end();
  }
}

/** Rejects with `usage` where stdin brings less than a password. */
export async function passwordFromStdin(): Promise<Secret> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const given = Buffer.concat(chunks).toString('utf8').trim();
  if (given.length >= shortestPassword) return new Secret(given);
  throw new HpchaError({
    code: 'usage',
    where: 'administrator',
    what: `a password of at least ${shortestPassword} characters is wanted on stdin`,
  });
}
