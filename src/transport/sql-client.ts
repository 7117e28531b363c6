// One warm SQL connection through a host's link; opened when needed, thrown away when it breaks or a query hangs.

import type {Duplex} from 'node:stream';
import type {Connection, QueryError} from 'mysql2';
import mysql from 'mysql2';
import {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {bounded, waitFor} from './bounded.ts';
import {cleanText} from './clean-text.ts';
import type {SqlRow} from './host.ts';
import type {Link, StreamTarget} from './link.ts';
import {lostError, messageOf, systemCode, timeoutError} from './transport-errors.ts';

export const mariadbSocket = '/run/mysqld/mysqld.sock';
export const mariadbPort = 3306;
const loginMs = 4000;
/** ssh, the stream and the login together. */
const connectMs = 12_000;

/** Whom to log in as. No password: unix_socket authentication. */
export type SqlAccount = {readonly user: string; readonly password?: Secret};

export type SqlLogin = {
  readonly target: StreamTarget;
  /** Asked at every new connection, because the password may be looked up on the host. */
  account(signal: AbortSignal): Promise<SqlAccount>;
  /** Statements that prepare the session. */
  readonly prepare: readonly string[];
};

export class SqlClient {
  readonly #link: Link;
  readonly #login: SqlLogin;
  readonly #redact: (text: string) => string;
  readonly #closing = new AbortController();
  #open: Promise<Live> | undefined;

  constructor(link: Link, login: SqlLogin, redact: (text: string) => string = (text) => text) {
    this.#link = link;
    this.#login = login;
    this.#redact = redact;
  }

  /**
   * Values are text as the server sends it (bigints and dates untouched), NULL is null.
   * Rejects with `timeout` (the connection is thrown away, so the server notices), `missing`, `auth`, `command` (the server's own error).
   */
  async query(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    const live = await this.#live(signal);
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, 'the SQL server', timeoutMs);
    return bounded<readonly SqlRow[]>({signal, timeoutMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
      // Goes on when the caller gave up, so that one cancelled look does not cost the others their connection.
      const timer = setTimeout(() => this.#drop(live), timeoutMs);
      send(live.connection, sql, (error, rows) => {
        clearTimeout(timer);
        if (error === null) resolve(rows);
        else reject(this.#failure(error, live));
      });
      return () => undefined;
    });
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#closing.abort();
    open?.then(dispose, () => undefined);
  }

  async #live(signal: AbortSignal): Promise<Live> {
    const open = this.#open ?? this.#start();
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, 'connecting to the SQL server', connectMs);
    const live = await waitFor({signal, timeoutMs: connectMs, where: this.#link.host, onTimeout}, open);
    if (!live.broken) return live;
    if (this.#open === open) this.#open = undefined;
    return this.#live(signal);
  }

  /** Shared: a caller that gives up must not take the connection away from those who wait with it. */
  #start(): Promise<Live> {
    const open = this.#connect(this.#closing.signal);
    this.#open = open;
    open.catch(() => {
      if (this.#open === open) this.#open = undefined;
    });
    return open;
  }

  async #connect(signal: AbortSignal): Promise<Live> {
    const account = await this.#login.account(signal);
    const stream = await this.#link.openStream(this.#login.target, signal);
    const live = openConnection(stream, account);
    try {
      await this.#handshake(live, signal);
      return live;
    } catch (error) {
      dispose(live);
      throw error;
    }
  }

  async #handshake(live: Live, signal: AbortSignal): Promise<void> {
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, 'logging in to the SQL server', loginMs);
    await bounded<void>({signal, timeoutMs: loginMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
      live.connection.connect((error) => (error === null ? resolve() : reject(this.#failure(error, live))));
      return () => undefined;
    });
    for (const sql of this.#login.prepare) {
      await bounded<void>({signal, timeoutMs: loginMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
        send(live.connection, sql, (error) => (error === null ? resolve() : reject(this.#failure(error, live))));
        return () => undefined;
      });
    }
  }

  #drop(live: Live): void {
    dispose(live);
    this.#open = undefined;
  }

  #failure(error: QueryError, live: Live): HpchaError {
    const where = this.#link.host;
    const said = this.#redact(messageOf(error));
    if (error.fatal) this.#drop(live);
    if (error.errno === 1045 || error.errno === 1698) {
      return new HpchaError({code: 'auth', where, what: `the SQL server does not let us in: ${said}`});
    }
    // The message alone: the driver's error object carries the whole statement, which may hold a password.
    if (error.errno !== undefined && error.sqlState !== undefined) {
      return new HpchaError({code: 'command', where, what: `the SQL server answered ${error.errno} (${cleanText(error.sqlState)}): ${said}`});
    }
    return lostError(where, `SQL: ${said}${systemCode(error) === undefined ? '' : ` (${systemCode(error)})`}`);
  }
}

type Live = {readonly connection: Connection; readonly stream: Duplex; broken: boolean};

function openConnection(stream: Duplex, account: SqlAccount): Live {
  const connection = mysql.createConnection({
    stream,
    user: account.user,
    ...(account.password === undefined ? {} : {password: account.password.reveal()}),
    charset: 'utf8mb4',
    multipleStatements: false,
    // Ours counts.
    connectTimeout: 0,
    // A server must never be able to ask for a file of this machine (LOAD DATA LOCAL).
    flags: ['-LOCAL_FILES'],
  });
  const live: Live = {connection, stream, broken: false};
  const breakIt = (): void => {
    live.broken = true;
  };
  connection.on('error', breakIt);
  stream.on('close', breakIt);
  stream.on('end', breakIt);
  return live;
}

function send(connection: Connection, sql: string, done: (error: QueryError | null, rows: readonly SqlRow[]) => void): void {
  connection.query({sql, typeCast: (field) => field.string()}, (error, rows) => done(error, error === null ? toRows(rows) : []));
}

/** Rows as clean text. What is no row (an OK packet) is no row. */
function toRows(rows: unknown): readonly SqlRow[] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) =>
    Object.fromEntries(
      Object.entries(typeof row === 'object' && row !== null ? row : {}).map(([name, value]) => [
        cleanText(name),
        value === null || value === undefined ? null : cleanText(String(value)),
      ]),
    ),
  );
}

function dispose(live: Live): void {
  live.broken = true;
  live.connection.destroy();
  live.stream.destroy();
}
