// The users in auth_db: every question and change is one transaction, so that what was checked is what is written.

import type {PoolConnection, ResultSetHeader, RowDataPacket} from 'mysql2/promise';
import {z} from 'zod';
import {roles} from '../../model/web/roles.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {type GaleraPool, numberOf} from './galera-pool.ts';
import type {NewUser, User, UserChange, UserStore} from './user.ts';

const duplicateKey = 1062;

const flag = z.coerce.number().transform((value) => value === 1);

const rowSchema = z
  .object({
    id: z.coerce.string(),
    name: z.string(),
    display_name: z.string(),
    unix: z.string().nullable(),
    role: z.enum(roles),
    password_hash: z.string().nullable(),
    must_change: flag,
    disabled: flag,
    epoch: z.coerce.number(),
    oidc_subject: z.string().nullable(),
    created_at: z.date(),
    last_login_at: z.date().nullable(),
  })
  .transform(
    (row): User => ({
      id: row.id,
      name: row.name,
      displayName: row.display_name,
      unix: row.unix,
      role: row.role,
      passwordHash: row.password_hash,
      mustChange: row.must_change,
      disabled: row.disabled,
      epoch: row.epoch,
      oidcSubject: row.oidc_subject,
      createdAt: row.created_at.getTime(),
      lastLoginAt: row.last_login_at?.getTime() ?? null,
    }),
  );

export function sqlUserStore(galera: GaleraPool): UserStore {
  const {transaction, read} = galera;
  return {
    byName: (name) => read((sql) => oneUser(sql, 'name = ?', name)),
    byId: (id) => read((sql) => oneUser(sql, 'id = ?', id)),
    list: ({after, query, limit}) => read((sql) => listUsers(sql, after, query, limit)),
    add: (user, hash, mustChange) => transaction((sql) => addUser(sql, user, hash, mustChange)),
    change: (id, change) => transaction((sql) => changeUser(sql, id, change)),
    remove: (id) => transaction((sql) => removeUser(sql, id)),
    setPassword: (id, hash, mustChange) =>
      transaction(async (sql) => {
        await sql.execute('UPDATE users SET password_hash = ?, must_change = ?, epoch = epoch + 1 WHERE id = ?', [
          hash,
          mustChange ? 1 : 0,
          id,
        ]);
        return epochOf(sql, id);
      }),
    rehash: (id, from, to) =>
      transaction(async (sql) => {
        await sql.execute('UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?', [to, id, from]);
      }),
    signOut: (id) =>
      transaction(async (sql) => {
        await sql.execute('UPDATE users SET epoch = epoch + 1 WHERE id = ?', [id]);
        return epochOf(sql, id);
      }),
    bindOutside: (id, subject) =>
      transaction(async (sql) => {
        await sql.execute('UPDATE users SET oidc_subject = ? WHERE id = ? AND oidc_subject IS NULL', [subject, id]);
      }),
    signedIn: (id, at) =>
      transaction(async (sql) => {
        await sql.execute('UPDATE users SET last_login_at = ? WHERE id = ?', [new Date(at), id]);
      }),
    ping: () => read(async (sql) => void (await sql.query('SELECT 1 FROM users LIMIT 1'))),
  };
}

async function oneUser(sql: PoolConnection, where: string, value: string, lock = ''): Promise<User | undefined> {
  const [rows] = await sql.execute<RowDataPacket[]>(`SELECT * FROM users WHERE ${where} ${lock}`, [value]);
  const [row] = rows;
  return row === undefined ? undefined : rowSchema.parse(row);
}

async function listUsers(sql: PoolConnection, after: string, query: string, limit: number): Promise<readonly User[]> {
  const like = `%${query.replace(/[\\%_]/g, (one) => `\\${one}`)}%`;
  const [rows] = await sql.query<RowDataPacket[]>(
    'SELECT * FROM users WHERE name > ? AND (name LIKE ? OR display_name LIKE ?) ORDER BY name LIMIT ?',
    [after, like, like, limit],
  );
  return rows.map((row) => rowSchema.parse(row));
}

async function addUser(sql: PoolConnection, user: NewUser, hash: string | null, mustChange: boolean): Promise<string> {
  const [done] = await unlessTaken(
    sql.execute<ResultSetHeader>(
      'INSERT INTO users (name, display_name, unix, role, password_hash, must_change) VALUES (?, ?, ?, ?, ?, ?)',
      [user.name, user.displayName, user.unix, user.role, hash, mustChange ? 1 : 0],
    ),
  );
  return String(done.insertId);
}

async function changeUser(sql: PoolConnection, id: string, change: UserChange): Promise<User | undefined> {
  const before = await oneUser(sql, 'id = ?', id, 'FOR UPDATE');
  if (before === undefined) return undefined;
  const after: User = {
    ...before,
    displayName: change.displayName ?? before.displayName,
    role: change.role ?? before.role,
    unix: change.unix === undefined ? before.unix : change.unix,
    disabled: change.disabled ?? before.disabled,
  };
  if (isAdmin(before) && !isAdmin(after)) await keepAnAdmin(sql, id);
  // A token says role and Unix account: where those change, tokens that say otherwise must end now, not in ten minutes.
  const ends = after.role !== before.role || after.unix !== before.unix || after.disabled !== before.disabled;
  const epoch = ends ? before.epoch + 1 : before.epoch;
  await unlessTaken(
    sql.execute('UPDATE users SET display_name = ?, role = ?, unix = ?, disabled = ?, epoch = ? WHERE id = ?', [
      after.displayName,
      after.role,
      after.unix,
      after.disabled ? 1 : 0,
      epoch,
      id,
    ]),
  );
  return {...after, epoch};
}

async function removeUser(sql: PoolConnection, id: string): Promise<User | undefined> {
  const user = await oneUser(sql, 'id = ?', id, 'FOR UPDATE');
  if (user === undefined) return undefined;
  if (isAdmin(user)) await keepAnAdmin(sql, id);
  await sql.execute('DELETE FROM users WHERE id = ?', [id]);
  return user;
}

const isAdmin = (user: User): boolean => user.role === 'admin' && !user.disabled;

/** Refuses to lose the last administrator, also when two nodes are asked at the same moment (see the schema's guard). */
async function keepAnAdmin(sql: PoolConnection, id: string): Promise<void> {
  await sql.execute('UPDATE admin_guard SET changes = changes + 1 WHERE id = 1');
  const [rows] = await sql.execute<RowDataPacket[]>(
    "SELECT COUNT(*) AS others FROM users WHERE role = 'admin' AND disabled = 0 AND id <> ?",
    [id],
  );
  if (Number(rows[0]?.['others'] ?? 0) === 0) throw new WebRefusal('last-admin');
}

async function epochOf(sql: PoolConnection, id: string): Promise<number> {
  const user = await oneUser(sql, 'id = ?', id);
  if (user === undefined) throw new WebRefusal('user-unknown');
  return user.epoch;
}

async function unlessTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (numberOf(error) === duplicateKey) throw new WebRefusal('user-exists', {}, {cause: error});
    throw error;
  }
}
