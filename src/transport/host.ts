// The two faces of a host: a HostReader can only look; a HostWriter can change, and only with a Permit.

import type {Argv} from '../model/argv.ts';
import type {Look} from '../model/look.ts';
import type {Permit} from '../model/permit.ts';
import type {HostName} from '../model/service.ts';

/** What a command gave back. Text is already free of terminal escapes and control characters (DESIGN §3). */
export type Output = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
  /** Output was longer than the limit (1 MiB a stream) and was cut. */
  readonly truncated: boolean;
};

/** A row as text: column name → value, NULL as null. */
export type SqlRow = Readonly<Record<string, string | null>>;

/** How to reach a SQL server through the host. */
export type SqlTarget =
  /** The local server's unix socket as the login user (root: unix_socket authentication, no password). */
  | {readonly kind: 'socket'}
  /** 127.0.0.1:3306 on the host, with an account whose password the transport was given by name. */
  | {readonly kind: 'account'; readonly user: string; readonly secret: string};

/** Nested arrays of text, as RESP has them. */
export type RedisReply = string | number | null | readonly RedisReply[];

/**
 * All methods reject with HpchaError: `unreachable` (no connection, lost connection, refused), `timeout`, `auth`, `host-key`,
 * `command` (an exit code that is not among the look's answers), `parse`, `cancelled`, `missing` (no such program or socket).
 */
export type HostReader = {
  readonly host: HostName;
  readonly address: string;
  look(look: Look, signal: AbortSignal): Promise<Output>;
  /**
   * Several looks over one channel, each under its own timeout, run side by side on the host; one that fails or hangs does
   * not delay or fail the others. Answers in the order of the looks; an error stands in its look's place.
   */
  lookAll(looks: readonly Look[], signal: AbortSignal): Promise<readonly LookResult[]>;
  /** Read-only queries (SHOW, SELECT) over one warm connection. */
  query(sql: string, signal: AbortSignal, options?: {readonly timeoutMs?: number}): Promise<readonly SqlRow[]>;
  /** Read commands to the Redis instance or sentinel on that port of the host, over one warm connection. */
  redis(
    port: number,
    command: readonly [string, ...string[]],
    signal: AbortSignal,
    options?: {readonly timeoutMs?: number},
  ): Promise<RedisReply>;
  /** Round trip and remote clock: a tiny command; `clockOffsetMs` is remote minus local, corrected by half the round trip. */
  ping(signal: AbortSignal): Promise<{readonly rttMs: number; readonly clockOffsetMs: number; readonly user: string}>;
};

/** Gets what a followed look writes, and whether it is being heard at all: silence alone is no news. */
export type StreamSink = {
  /** One complete line without its newline, cleaned; a longer one than 16 Ki characters comes in pieces. */
  onLine(line: string): void;
  onState(state: StreamState): void;
};

export type StreamState =
  | {readonly kind: 'open'}
  /** `retryMs`: when it is tried again. Lines written meanwhile are not heard. */
  | {readonly kind: 'lost'; readonly error: import('../model/error.ts').HpchaError; readonly retryMs: number};

export type LookResult =
  | {readonly kind: 'output'; readonly look: Look; readonly output: Output}
  | {readonly kind: 'error'; readonly look: Look; readonly error: import('../model/error.ts').HpchaError};

export type ChangeOptions = {
  readonly stdin?: string;
  /** Another account than root. */
  readonly user?: string;
  readonly timeoutMs: number;
  /** Called with complete lines of output while it runs. */
  readonly onLine?: (line: string) => void;
};

/** Everything as root (directly, or through sudo: DESIGN §6). A non-zero exit code is an Output, not an error. */
export type HostWriter = {
  readonly host: HostName;
  readonly address: string;
  run(argv: Argv, permit: Permit, options: ChangeOptions, signal: AbortSignal): Promise<Output>;
  /** Written beside the target, fsynced, then renamed, with mode and owner set before the rename. */
  writeFile(
    file: {
      readonly path: string;
      readonly content: string;
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
    },
    permit: Permit,
    signal: AbortSignal,
  ): Promise<void>;
  sql(
    statement: string,
    permit: Permit,
    signal: AbortSignal,
    options?: {readonly timeoutMs?: number},
  ): Promise<readonly SqlRow[]>;
  redis(
    port: number,
    command: readonly [string, ...string[]],
    permit: Permit,
    signal: AbortSignal,
  ): Promise<RedisReply>;
};

/** What operations use to look before they change; root's eyes, still without the power to change. */
export type HostInspector = {
  readonly host: HostName;
  /** Reads a file as root; null when there is none. */
  readFile(
    path: string,
    signal: AbortSignal,
  ): Promise<{readonly content: string; readonly mode: string; readonly owner: string; readonly group: string} | null>;
  /** A command that only looks (the `unless` of an operation). */
  inspect(
    argv: Argv,
    options: {readonly user?: string; readonly timeoutMs: number},
    signal: AbortSignal,
  ): Promise<Output>;
  query(sql: string, signal: AbortSignal, options?: {readonly timeoutMs?: number}): Promise<readonly SqlRow[]>;
  redis(port: number, command: readonly [string, ...string[]], signal: AbortSignal): Promise<RedisReply>;
};

/** One connection to one host, shared by all its faces. */
export type HostConnection = {
  readonly host: HostName;
  readonly reader: HostReader;
  /**
   * Follows a look that does not end by itself, until the signal aborts: begun again with backoff whenever it ends or the
   * connection is lost, which the sink is told each time. Never throws.
   */
  follow(look: Look, sink: StreamSink, signal: AbortSignal): void;
  readonly inspector: HostInspector;
  readonly writer: HostWriter;
  close(): Promise<void>;
};

/** Opens (lazily) and keeps one connection a host, reconnecting with backoff. */
export type Transport = {
  connection(host: HostName): HostConnection;
  close(): Promise<void>;
};
