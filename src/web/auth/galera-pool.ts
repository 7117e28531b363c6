// SQL for Auth on whichever Galera node answers: the own one first, its peers when it is away, again when certification fails.

import {createPool, type Pool, type PoolConnection} from 'mysql2/promise';
import type {Secret} from '../../model/secret.ts';
import {errorFields, type WebLog} from '../app/web-log.ts';
import {WebRefusal} from '../app/web-refusal.ts';

export type GaleraAddress = {
  /** In the order in which they are asked. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
};

type Work<T> = (connection: PoolConnection) => Promise<T>;

export type GaleraPool = {
  /** One transaction; run again as a whole where Galera or InnoDB rolled it back. */
  readonly transaction: <T>(work: Work<T>) => Promise<T>;
  /** For one statement that only reads: a transaction around it would wait for the cluster twice and ask three times more. */
  readonly read: <T>(work: Work<T>) => Promise<T>;
  readonly end: () => Promise<void>;
};

const connectMs = 1500;
const statementSeconds = 3;
/** A node that lost its power in the middle of a transaction says nothing for a quarter of an hour: TCP repeats itself so long. */
const transactionMs = 10_000;
const mostWaiting = 100;
const mostAttempts = 5;
/** A peer that answered is kept for so long before the own node is tried again. */
const stickMs = 10_000;

/** ER_LOCK_DEADLOCK is also what a certification conflict is reported as (ha-operations §3); nothing was written. */
const conflicts = new Set([1213, 1205]);
/** The node is there but not part of the Primary component, or is shutting down. */
const notReady = new Set([1047, 1053, 1040, 1129, 1130, 1152, 1158, 1159, 1160, 1161, 1969]);

/** `log` hears of nodes that do not answer, never of statements or their values. */
export function openGalera(address: GaleraAddress, log: WebLog, now: () => number): GaleraPool {
  const pools = new Map<string, Pool>();
  const poolOf = (host: string): Pool => {
    const pool = pools.get(host) ?? newPool(address, host);
    pools.set(host, pool);
    return pool;
  };
  let stuck: {readonly host: string; readonly until: number} | undefined;
  const order = (): readonly string[] => {
    const first = stuck !== undefined && stuck.until > now() ? stuck.host : undefined;
    return first === undefined ? address.hosts : [first, ...address.hosts.filter((host) => host !== first)];
  };
  const onAny = async <T>(work: Work<T>): Promise<T> => {
    let last: unknown;
    for (const host of order()) {
      try {
        const result = await attempts(poolOf(host), work);
        if (host !== address.hosts[0] && stuck?.host !== host) log('warning', 'database-by-peer', {host});
        stuck = host === address.hosts[0] ? undefined : {host, until: now() + stickMs};
        return result;
      } catch (error) {
        if (!isAway(error)) throw error;
        log('warning', 'database-does-not-answer', {host, ...errorFields(error), stack: undefined});
        if (stuck?.host === host) stuck = undefined;
        last = error;
      }
    }
    throw new WebRefusal('user-store-down', {}, {retryAfterSeconds: 3, cause: last});
  };
  return {
    transaction: (work) => onAny((connection) => inTransaction(connection, work)),
    read: (work) => onAny(work),
    end: async () => {
      await Promise.allSettled([...pools.values()].map((pool) => pool.end()));
    },
  };
}

function newPool(address: GaleraAddress, host: string): Pool {
  const pool = createPool({
    host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: address.password.reveal(),
    connectTimeout: connectMs,
    connectionLimit: 4,
    maxIdle: 1,
    idleTimeout: 30_000,
    queueLimit: mostWaiting,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: false,
  });
  return pool;
}

async function attempts<T>(pool: Pool, work: Work<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (!conflicts.has(numberOf(error)) || attempt >= mostAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt + Math.random() * 30));
    }
  }
}

async function once<T>(pool: Pool, work: Work<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooLate()), transactionMs);
  const taken = takeConnection(pool);
  let connection: PoolConnection | undefined;
  let whole = false;
  try {
    connection = await Promise.race([taken, late.promise]);
    const result = await Promise.race([settle(connection).then(work), late.promise]);
    whole = true;
    return result;
  } finally {
    clearTimeout(timer);
    if (connection === undefined) taken.then((unused) => unused.release()).catch(() => undefined);
    else if (whole) connection.release();
    // Whatever state it is in: a connection that failed is not handed to the next one.
    else connection.destroy();
  }
}

/** Connections that have been set up, by what the pool lends again and again. */
const settled = new WeakSet<object>();

async function settle(connection: PoolConnection): Promise<PoolConnection> {
  if (settled.has(connection.connection)) return connection;
  // What another node has acknowledged is seen here as well: a role that was taken away there must not live on here.
  await connection.query(
    `SET SESSION wsrep_sync_wait = 1, max_statement_time = ${statementSeconds}, time_zone = '+00:00'`,
  );
  settled.add(connection.connection);
  return connection;
}

async function inTransaction<T>(connection: PoolConnection, work: Work<T>): Promise<T> {
  await connection.beginTransaction();
  const result = await work(connection);
  await connection.commit();
  return result;
}

/** Too many are waiting already: that is said at once, and no other node is asked for it. */
async function takeConnection(pool: Pool): Promise<PoolConnection> {
  try {
    return await pool.getConnection();
  } catch (error) {
    // mysql2 gives this one no code (lib/base/pool.js).
    if (error instanceof Error && error.message === 'Queue limit reached.') {
      throw new WebRefusal('user-store-busy', {}, {retryAfterSeconds: 2, cause: error});
    }
    throw error;
  }
}

function tooLate(): Error {
  return Object.assign(new Error(`no answer within ${transactionMs / 1000} s`), {code: 'ETIMEDOUT'});
}

function isAway(error: unknown): boolean {
  if (error instanceof WebRefusal) return false;
  if (typeof error !== 'object' || error === null) return false;
  if ('fatal' in error && error.fatal === true) return true;
  return notReady.has(numberOf(error)) || ('code' in error && networkCodes.has(String(error.code)));
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** The server's number of the error; 0 where it is not the server's. */
export function numberOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number'
    ? error.errno
    : 0;
}
