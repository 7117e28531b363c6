// The first administrator: made once, where there is none yet, with a password for one use.

import type {ResultSetHeader} from 'mysql2/promise';
import type {Secret} from '../../model/secret.ts';
import type {GaleraPool} from './galera-pool.ts';
import {hashPassword} from './password-hash.ts';

/** Whether auth_db has an administrator who may sign in: one row, `0` or `1`. */
export const anyAdminQuery = "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND disabled = 0) AS there";

/** What makes the administrator, with the hash and the name as its parameters in this order; it does nothing where one is there. */
export const firstAdminStatement =
  "INSERT INTO users (name, display_name, role, password_hash, must_change) SELECT ?, 'Administrator', 'admin', ?, 1 " +
  "FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND disabled = 0)";

/** The rows of the first administrator: statement and values. The password is known to the caller alone and must be changed at once. */
export async function firstAdminRows(
  name: string,
  password: Secret,
): Promise<{readonly statement: string; readonly values: readonly [string, string]}> {
  return {statement: firstAdminStatement, values: [name, await hashPassword(password)]};
}

/** Resolves to whether the administrator was made. */
export async function makeFirstAdmin(galera: GaleraPool, name: string, password: Secret): Promise<boolean> {
  const {statement, values} = await firstAdminRows(name, password);
  return galera.transaction(async (sql) => {
    // Two operators at once on two nodes: certification lets only one of them write the guard's row.
    await sql.execute('UPDATE admin_guard SET changes = changes + 1 WHERE id = 1');
    const [done] = await sql.execute<ResultSetHeader>(statement, [...values]);
    return done.affectedRows === 1;
  });
}
