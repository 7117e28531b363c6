// A user of the web services for one test: made with a password that never leaves this process, and taken away again.

import {randomBytes} from 'node:crypto';
import type {RowDataPacket} from 'mysql2/promise';
import {Secret} from '../../model/secret.ts';
import type {GaleraPool} from '../auth/galera-pool.ts';
import {hashPassword} from '../auth/password-hash.ts';
import {sqlUserStore} from '../auth/sql-user-store.ts';

export type ThrowawayUser = {readonly id: string; readonly name: string; readonly password: Secret};

export type ThrowawayUsers = {
  /** Role `user`, no Unix account: it may see what every user sees, and can neither submit a job nor touch a file. */
  readonly make: () => Promise<ThrowawayUser>;
  readonly remove: (id: string) => Promise<void>;
  /** Takes away those that this controller's tests left, and resolves to how many are still there. */
  readonly sweep: () => Promise<number>;
};

const longestNode = 40;

/** Names begin with this; nobody else's do, because a name with this beginning is told from a person's at a glance. */
export function throwawayPrefix(node: string): string {
  return `hpcha-test-${node.toLowerCase().slice(0, longestNode)}-`;
}

export function throwawayUsers(galera: GaleraPool, node: string): ThrowawayUsers {
  const users = sqlUserStore(galera);
  const prefix = throwawayPrefix(node);
  const left = async (): Promise<readonly string[]> =>
    galera.transaction(async (sql) => {
      const [rows] = await sql.execute<RowDataPacket[]>(
        "SELECT id FROM users WHERE LEFT(name, ?) = ? AND role = 'user' AND unix IS NULL LIMIT 100",
        [prefix.length, prefix],
      );
      return rows.map((row) => String(row['id']));
    });
  return {
    make: async () => {
      const name = `${prefix}${randomBytes(5).toString('hex')}`;
      const password = new Secret(randomBytes(24).toString('base64url'));
      const user = {name, displayName: 'hpcha-tui test --test web', role: 'user', unix: null} as const;
      return {id: await users.add(user, await hashPassword(password), false), name, password};
    },
    remove: async (id) => void (await users.remove(id)),
    sweep: async () => {
      for (const id of await left()) await users.remove(id);
      return (await left()).length;
    },
  };
}
