// Makes what is missing of auth_db's tables; where all is there it only looks.

import type {RowDataPacket} from 'mysql2/promise';
import {authSchema, authTables} from '../../model/web/auth-schema.ts';
import type {GaleraPool} from './galera-pool.ts';

/** Resolves to whether anything was made. DDL runs in total order on all nodes (TOI): it is sent only where it is needed. */
export async function ensureSchema(galera: GaleraPool): Promise<boolean> {
  return galera.transaction(async (sql) => {
    const [rows] = await sql.query<RowDataPacket[]>('SHOW TABLES');
    const there = new Set(rows.flatMap((row) => Object.values(row).map(String)));
    if (authTables.every((table) => there.has(table))) return false;
    for (const statement of authSchema) await sql.query(statement);
    return true;
  });
}
