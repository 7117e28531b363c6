// What phase 6 asks of Auth once and not of its routes: the tables, and the first administrator. Every errand may be run again.

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
import {checkNewPassword} from './password-rules.ts';
import {userNameSchema} from './user.ts';

export type AuthErrand =
  | {readonly kind: 'migrate'}
  | {readonly kind: 'any-admin'}
  /** The password is the first line of stdin: never in argv, which every user of the controller can read. */
  | {readonly kind: 'first-admin'; readonly name: string};

export type ErrandIo = {
  readonly stdout: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readStdin: () => Promise<string>;
};

/** Resolves to 0, printing `changed` or `unchanged`, or `yes` or `no`. Rejects where the database cannot be asked. */
export async function runAuthErrand(
  service: string,
  errand: AuthErrand,
  settingsFile: string,
  io: ErrandIo,
): Promise<number> {
  if (service !== 'auth') {
    throw new HpchaError({code: 'usage', where: `serve ${service}`, what: 'only auth has tables and administrators'});
  }
  const settings = await loadWebSettings(settingsFile);
  const password = await readCredentialsFrom(io.env['CREDENTIALS_DIRECTORY'])('db_auth');
  const now = (): number => Date.now();
  const silent = makeWebLog(() => undefined, {service, node: settings.node, now});
  const galera = openGalera(databaseAddress(settings, password), silent, now);
  try {
    io.stdout(`${await answer(galera, errand, io)}\n`);
    return 0;
  } finally {
    await galera.end();
  }
}

async function answer(galera: GaleraPool, errand: AuthErrand, io: ErrandIo): Promise<string> {
  switch (errand.kind) {
    case 'migrate':
      return (await ensureSchema(galera)) ? 'changed' : 'unchanged';
    case 'any-admin':
      await ensureSchema(galera);
      return (await anyAdmin(galera)) ? 'yes' : 'no';
    case 'first-admin': {
      await ensureSchema(galera);
      if (await anyAdmin(galera)) return 'unchanged';
      const name = userNameSchema.parse(errand.name);
      const password = new Secret((await io.readStdin()).split(/\r?\n/)[0] ?? '');
      checkNewPassword(password, {name});
      return (await makeFirstAdmin(galera, name, password)) ? 'changed' : 'unchanged';
    }
  }
}

function anyAdmin(galera: GaleraPool): Promise<boolean> {
  return galera.transaction(async (sql) => {
    const [rows] = await sql.query<RowDataPacket[]>(anyAdminQuery);
    return Number(rows[0]?.['there'] ?? 0) === 1;
  });
}
