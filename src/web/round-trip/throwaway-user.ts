// A user of the web services for one test: made with a password that never leaves this process, and taken away with its sessions.

import {randomBytes} from 'node:crypto';
import type {RowDataPacket} from 'mysql2/promise';
import {Secret} from '../../model/secret.ts';
import {testAccount} from '../../model/web/test-account.ts';
import type {GaleraPool} from '../auth/galera-pool.ts';
import {hashPassword} from '../auth/password-hash.ts';
import type {SessionStore} from '../auth/session.ts';
import {sqlUserStore} from '../auth/sql-user-store.ts';

export type ThrowawayUser = {readonly id: string; readonly name: string; readonly password: Secret};

export type ThrowawayUsers = {
  /** Role `user`; without a Unix account it can neither submit a job nor touch a file. Refused where somebody else has the account. */
  readonly make: (unix: string | null) => Promise<ThrowawayUser>;
  /** Ends that session, and everything that the user holds. */
  readonly remove: (id: string, sid: string | null) => Promise<void>;
  /** Takes away those that this controller's tests left, and resolves to how many are still there. */
  readonly sweep: () => Promise<number>;
};

type Sessions = Pick<SessionStore, 'end' | 'raiseEpoch'>;

const longestNode = 40;

/** Names begin with this; nobody else's do, because a name with this beginning is told from a person's at a glance. */
export function throwawayPrefix(node: string): string {
  return `${testAccount.name}-${node.toLowerCase().slice(0, longestNode)}-`;
}

const own = "role = 'user' AND display_name = ?";

export function throwawayUsers(galera: GaleraPool, sessions: Sessions, node: string): ThrowawayUsers {
  const users = sqlUserStore(galera);
  const prefix = throwawayPrefix(node);
  const ids = async (where: string, values: readonly (string | number)[]): Promise<readonly string[]> =>
    galera.transaction(async (sql) => {
      const text = `SELECT id FROM users WHERE ${own} AND ${where} LIMIT 100`;
      const [rows] = await sql.execute<RowDataPacket[]>(text, [testAccount.comment, ...values]);
      return rows.map((row) => String(row['id']));
    });
  const remove = async (id: string, sid: string | null): Promise<void> => {
    const user = await users.remove(id);
    // The row first: without it no token can be had any more, whatever becomes of Redis.
    if (sid !== null) await sessions.end(sid);
    if (user !== undefined) await sessions.raiseEpoch(id, user.epoch + 1);
  };
  const left = (): Promise<readonly string[]> => ids('LEFT(name, ?) = ?', [prefix.length, prefix]);
  return {
    make: async (unix) => {
      // An account belongs to one user: what another controller's test left would stand in the way. Tests hold the cluster's lock.
      for (const id of unix === null ? [] : await ids('unix = ?', [unix])) await remove(id, null);
      const name = `${prefix}${randomBytes(5).toString('hex')}`;
      const password = new Secret(randomBytes(24).toString('base64url'));
      const user = {name, displayName: testAccount.comment, role: 'user', unix} as const;
      return {id: await users.add(user, await hashPassword(password), false), name, password};
    },
    remove,
    sweep: async () => {
      for (const id of await left()) await remove(id, null);
      return (await left()).length;
    },
  };
}
