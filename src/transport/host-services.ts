// The SQL and Redis servers of one host: one warm connection each for looking, another one for changing.

import {HpchaError} from '../model/error.ts';
import type {SecretValues} from '../model/secret.ts';
import {Secret} from '../model/secret.ts';
import {channelGraceMs, withDeadline, withEnvironment} from './command-words.ts';
import type {RedisReply, SqlRow} from './host.ts';
import type {Link} from './link.ts';
import {toOutput} from './look-answer.ts';
import type {Looks} from './looks.ts';
import {RedisClient} from './redis-client.ts';
import {assertReadingRedis} from './redis-guard.ts';
import type {RootRights} from './root-rights.ts';
import type {SqlLogin} from './sql-client.ts';
import {mariadbPort, mariadbSocket, SqlClient} from './sql-client.ts';
import {assertReadingSql} from './sql-guard.ts';
import {parseSqlXml} from './sql-xml.ts';
import {lastWords} from './transport-errors.ts';

/** Default time for one query or command. */
export const queryMs = 5000;

/** The account that a plain login looks with; phase 2 makes it, its password lies in a file of root's. */
const monitorUser = 'hpcha_monitor';
const monitorSecretFile = '/etc/hpcha/secrets/monitor';

type RedisWords = readonly [string, ...string[]];

export class HostServices {
  readonly #link: Link;
  readonly #rights: RootRights;
  readonly #secrets: SecretValues;
  readonly #readingSql: SqlClient;
  readonly #changingSql: SqlClient;
  readonly #redis = new Map<string, RedisClient>();

  constructor(link: Link, rights: RootRights, looks: Looks, secrets: SecretValues) {
    this.#link = link;
    this.#rights = rights;
    this.#secrets = secrets;
    // The server itself refuses to change anything in such a session. SET is answered in every state of Galera, SELECT is not.
    const prepare = ['SET SESSION TRANSACTION READ ONLY'];
    const redact = redactor(secrets);
    this.#readingSql = new SqlClient(
      link,
      this.#isRootLogin() ? {...rootLogin, prepare} : {...monitorLogin(looks), prepare},
      redact,
    );
    this.#changingSql = new SqlClient(link, {...rootLogin, prepare: []}, redact);
  }

  /** A reader's question. As root over the unix socket, else with the monitoring account. */
  query(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    assertReadingSql(sql, this.#link.host);
    return this.#readingSql.query(sql, timeoutMs, signal);
  }

  /** The same question with root's eyes: accounts and grants are not for the monitoring account. */
  queryAsRoot(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    assertReadingSql(sql, this.#link.host);
    return this.#isRootLogin()
      ? this.#readingSql.query(sql, timeoutMs, signal)
      : this.#byClient(sql, timeoutMs, signal);
  }

  change(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    return this.#isRootLogin()
      ? this.#changingSql.query(sql, timeoutMs, signal)
      : this.#byClient(sql, timeoutMs, signal);
  }

  redis(port: number, command: RedisWords, timeoutMs: number, signal: AbortSignal): Promise<RedisReply> {
    assertReadingRedis(command, this.#link.host);
    return this.#redisOn(port, 'look').command(command, timeoutMs, signal);
  }

  changeRedis(port: number, command: RedisWords, timeoutMs: number, signal: AbortSignal): Promise<RedisReply> {
    return this.#redisOn(port, 'change').command(command, timeoutMs, signal);
  }

  close(): void {
    this.#readingSql.close();
    this.#changingSql.close();
    for (const client of this.#redis.values()) client.close();
    this.#redis.clear();
  }

  /** unix_socket authentication goes by the account of the process that opens the socket: sshd's or our own. */
  #isRootLogin(): boolean {
    return this.#link.user === 'root';
  }

  /** Two connections a port: a change that hangs must not stop the looking. */
  #redisOn(port: number, use: 'look' | 'change'): RedisClient {
    const key = `${use} ${port}`;
    const known = this.#redis.get(key);
    if (known !== undefined) return known;
    const client = new RedisClient(this.#link, port, this.#secrets.get('redis.password'));
    this.#redis.set(key, client);
    return client;
  }

  /** Through sudo and the mariadb client, with the statement on stdin: it may hold a password. */
  async #byClient(sql: string, timeoutMs: number, signal: AbortSignal): Promise<readonly SqlRow[]> {
    const where = this.#link.host;
    const raw = await this.#rights.run(
      {
        argv: ['mariadb', '--xml', '--default-character-set=utf8mb4'],
        as: 'any',
        stdin: `${sql.replace(/;\s*$/, '')};\n`,
        timeoutMs: timeoutMs + channelGraceMs,
      },
      signal,
      (argv) => withEnvironment(withDeadline(argv, timeoutMs)),
    );
    const output = toOutput(raw);
    if (output.exitCode === 0 && !output.truncated) return parseSqlXml(output.stdout, where);
    throw clientFailure(output.exitCode, redactor(this.#secrets)(lastWords(output.stderr)), where);
  }
}

function clientFailure(exitCode: number, said: string, where: string): HpchaError {
  if (exitCode === 0)
    return new HpchaError({code: 'parse', where, what: 'the answer of the mariadb client was longer than the limit'});
  if (exitCode === 124) return new HpchaError({code: 'timeout', where, what: 'the SQL server did not answer in time'});
  if (exitCode === 127) return new HpchaError({code: 'missing', where, what: 'there is no program mariadb'});
  if (/ERROR 2002|Can't connect/.test(said))
    return new HpchaError({code: 'missing', where, what: `the SQL server does not listen: ${said}`});
  return new HpchaError({code: 'command', where, what: `the SQL server answered: ${said}`});
}

const rootLogin: Omit<SqlLogin, 'prepare'> = {
  target: {kind: 'unix', path: mariadbSocket},
  account: async () => ({user: 'root'}),
};

function monitorLogin(looks: Looks): Omit<SqlLogin, 'prepare'> {
  return {
    target: {kind: 'tcp', port: mariadbPort},
    account: async (signal) => {
      const look = {
        name: 'monitor-secret',
        argv: ['cat', monitorSecretFile],
        privileged: true,
        timeoutMs: queryMs,
      } as const;
      const {stdout} = await looks.one(look, signal);
      return {user: monitorUser, password: new Secret(stdout.trim())};
    },
  };
}

/** Takes known secrets out of an error's words: a server quotes the statement that it could not parse. */
function redactor(secrets: SecretValues): (text: string) => string {
  const values = [...secrets.values()].map((secret) => secret.reveal()).filter((value) => value.length >= 4);
  return (text) => values.reduce((masked, value) => masked.replaceAll(value, '•••'), text);
}
