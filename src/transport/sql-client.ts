// Asks a host's SQL server through its link, over one warm connection.

import type {Duplex} from 'node:stream';
import type {Connection, QueryError} from 'mysql2';
import {HpchaError} from '../model/error.ts';
import type {Secret} from '../model/secret.ts';
import {bounded} from './bounded.ts';
import {cleanText} from './clean-text.ts';
import type {SqlRow} from './host.ts';
import type {Link, StreamTarget} from './link.ts';
import {lostError, messageOf, timeoutError} from './transport-errors.ts';
import type {OpenedClient} from './warm-connection.ts';
import {WarmConnection} from './warm-connection.ts';

export const mariadbSocket = '/run/mysqld/mysqld.sock';
export const mariadbPort = 3306;
const loginMs = 4000;

type Driver = Pick<typeof import('./sql-driver.ts'), 'createConnection'>;

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
  readonly #warm: WarmConnection<Connection>;

  constructor(link: Link, login: SqlLogin, redact: (text: string) => string = (text) => text) {
    this.#link = link;
    this.#login = login;
    this.#redact = redact;
    this.#warm = new WarmConnection(link.host, 'the SQL server', (signal) => this.#open(signal));
  }

  /**
   * Values are text as the server sends it (bigints and dates untouched), NULL is null.
   * Rejects with `timeout`, `missing`, `auth`, `unreachable`, or `command` (the server's own error).
   */
  query(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    return this.#warm.use(timeoutMs, signal, (connection, resolve, reject) => {
      send(connection, sql, (error, rows) => (error === null ? resolve(rows) : reject(this.#failure(error))));
    });
  }

  close(): void {
    this.#warm.close();
  }

  async #open(signal: AbortSignal): Promise<OpenedClient<Connection>> {
    // The driver takes 50 ms to load: that goes on while the host answers, and `status` without SQL never pays it.
    const driver = import('./sql-driver.ts');
    const account = await this.#login.account(signal);
    const stream = await this.#link.openStream(this.#login.target, signal);
    const connection = newConnection(await driver, stream, account);
    const dispose = (): void => {
      connection.destroy();
      stream.destroy();
    };
    try {
      await this.#step(signal, (done) => connection.connect((error) => done(error)));
      for (const sql of this.#login.prepare)
        await this.#step(signal, (done) => send(connection, sql, (error) => done(error)));
      return {client: connection, stream, dispose};
    } catch (error) {
      dispose();
      throw error;
    }
  }

  #step(signal: AbortSignal, act: (done: (error: QueryError | null) => void) => void): Promise<void> {
    const onTimeout = (): HpchaError => timeoutError(this.#link.host, 'logging in to the SQL server', loginMs);
    return bounded<void>({signal, timeoutMs: loginMs, where: this.#link.host, onTimeout}, (resolve, reject) => {
      act((error) => (error === null ? resolve() : reject(this.#failure(error))));
      return () => undefined;
    });
  }

  #failure(error: QueryError): HpchaError {
    const where = this.#link.host;
    const said = this.#redact(messageOf(error));
    if (error.errno === 1045 || error.errno === 1698) {
      return new HpchaError({code: 'auth', where, what: `the SQL server does not let us in: ${said}`});
    }
    // The message alone: the driver's error object carries the whole statement, which may hold a password.
    if (error.errno !== undefined && error.sqlState !== undefined) {
      return new HpchaError({
        code: 'command',
        where,
        what: `the SQL server answered ${error.errno} (${cleanText(error.sqlState)}): ${said}`,
      });
    }
    return lostError(where, `SQL: ${said}`);
  }
}

function newConnection(mysql: Driver, stream: Duplex, account: SqlAccount): Connection {
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
  // Whoever waits for an answer is told by the stream's end; without a listener the process would die.
  connection.on('error', () => stream.destroy());
  return connection;
}

function send(
  connection: Connection,
  sql: string,
  done: (error: QueryError | null, rows: readonly SqlRow[]) => void,
): void {
  connection.query({sql, typeCast: (field) => field.string()}, (error, rows) =>
    done(error, error === null ? toRows(rows) : []),
  );
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
