// A recorded conversation with real hosts, and a transport that answers from it: whole probes are tested on what was really said.

import type {ErrorCode} from '../../src/model/error.ts';
import {HpchaError} from '../../src/model/error.ts';
import type {Look} from '../../src/model/look.ts';
import type {HostName} from '../../src/model/service.ts';
import type {HostReader, LookResult, Output, RedisReply, SqlRow, Transport} from '../../src/transport/host.ts';

type Failure = {readonly error: {readonly code: ErrorCode; readonly what: string}};
type Ping = Awaited<ReturnType<HostReader['ping']>>;

export type HostTranscript = {
  readonly ping: Ping | Failure;
  /** By the look's argv, words joined by a space. */
  readonly looks: Readonly<Record<string, Pick<Output, 'exitCode' | 'stdout' | 'stderr'> | Failure>>;
  /** By `PORT WORD WORD …`. */
  readonly redis: Readonly<Record<string, {readonly reply: RedisReply} | Failure>>;
  /** By the query's text. */
  readonly sql?: Readonly<Record<string, {readonly rows: readonly SqlRow[]} | Failure>>;
};

export type Transcript = {
  /** What was the matter when it was recorded. */
  readonly scene: string;
  /** Instants at which the snapshots were made; replay uses them as its clock. */
  readonly at: number;
  readonly hosts: Readonly<Record<HostName, HostTranscript>>;
};

type Faces = Pick<Transport, 'connection'>;

/** How much later than the answers of the others a host that cannot be reached is given up, as it was when recorded. */
const givenUpAfterMs = 4000;

/**
 * Answers from the transcript alone; what was never asked is a fault of the test. `now` is the clock of the scene: it stands
 * still while hosts answer, and moves on when one is given up.
 */
export function replay(transcript: Transcript): {readonly transport: Faces; now(): number} {
  let now = transcript.at;
  const giveUp = (): void => {
    now = transcript.at + givenUpAfterMs;
  };
  return {now: () => now, transport: replayFaces(transcript, giveUp)};
}

function replayFaces(transcript: Transcript, giveUp: () => void): Faces {
  return {
    connection: (host) => {
      const refuse = (): never => {
        throw new Error(`a replay of ${host} was asked for more than its reader`);
      };
      return {
        host,
        reader: replayReader(host, transcript.hosts[host], giveUp),
        get inspector() {
          return refuse();
        },
        get writer() {
          return refuse();
        },
        follow: refuse,
        close: refuse,
      };
    },
  };
}

function replayReader(host: HostName, recorded: HostTranscript | undefined, giveUp: () => void): HostReader {
  if (recorded === undefined) throw new Error(`the transcript has no ${host}`);
  const answer = (look: Look): Output => {
    const said = recorded.looks[look.argv.join(' ')] ?? unitsHeard(recorded, look) ?? newerThan(recorded, look);
    if (said === undefined) throw new Error(`${host} was never asked ${look.argv.join(' ')}`);
    if ('error' in said) throw thrown(host, said);
    return {...said, tookMs: 5, truncated: false};
  };
  return {
    host,
    address: host,
    look: async (look) => answer(look),
    lookAll: async (looks) => looks.map((look) => resultOf(look, () => answer(look))),
    query: async (sql) => {
      const said = recorded.sql?.[sql];
      if (said === undefined) throw new Error(`${host} was never asked ${sql}`);
      if ('error' in said) throw thrown(host, said);
      return said.rows;
    },
    redis: async (port, command) => {
      const said = recorded.redis[`${port} ${command.join(' ')}`];
      if (said === undefined) throw new Error(`${host} was never asked ${port} ${command.join(' ')}`);
      if ('error' in said) throw thrown(host, said);
      return said.reply;
    },
    ping: async () => {
      if (!('error' in recorded.ping)) return recorded.ping;
      // Everybody else has answered by the next turn of the event loop: nothing in a replay waits for anything.
      await new Promise((resolve) => setImmediate(resolve));
      giveUp();
      throw thrown(host, recorded.ping);
    },
  };
}

/** What systemd says of a unit does not depend on the units that it was asked of beside it. */
function unitsHeard(recorded: HostTranscript, look: Look): HostTranscript['looks'][string] | undefined {
  const cut = look.argv.indexOf('--');
  const words = look.argv.slice(0, cut + 1).join(' ');
  if (cut < 0 || !words.startsWith('systemctl show ')) return undefined;
  const heard = new Map<string, string>();
  for (const [asked, said] of Object.entries(recorded.looks)) {
    if (!asked.startsWith(`${words} `)) continue;
    if ('error' in said) return said;
    const blocks = said.stdout.trim().split('\n\n');
    for (const [index, unit] of asked
      .slice(words.length + 1)
      .split(' ')
      .entries())
      heard.set(unit, blocks[index] ?? '');
  }
  const blocks = look.argv.slice(cut + 1).map((unit) => heard.get(unit));
  return blocks.includes(undefined) ? undefined : {exitCode: 0, stdout: `${blocks.join('\n\n')}\n`, stderr: ''};
}

/** Looks that were not asked yet when the oldest scenes were recorded, as on a host where they find nothing. */
const newer: ReadonlySet<string> = new Set([
  'gluster-index',
  'gluster-clients',
  'ip-addresses',
  'keepalived-setup',
  'slurmctld-files',
]);

/** A host that answered nothing else answers nothing to these either. */
function newerThan(recorded: HostTranscript, look: Look): HostTranscript['looks'][string] | undefined {
  if (!newer.has(look.name)) return undefined;
  return (
    Object.values(recorded.looks).find((said) => 'error' in said && said.error.code === 'unreachable') ?? {
      exitCode: (look.answers ?? [0]).at(-1) ?? 0,
      stdout: '',
      stderr: '',
    }
  );
}

function resultOf(look: Look, answer: () => Output): LookResult {
  try {
    return {kind: 'output', look, output: answer()};
  } catch (error) {
    if (!(error instanceof HpchaError)) throw error;
    return {kind: 'error', look, error};
  }
}

function thrown(where: HostName, {error}: Failure): HpchaError {
  return new HpchaError({...error, where});
}

/** Passes every question on to the real transport and keeps what came back. */
export class Recorder {
  readonly #inner: Faces;
  readonly #hosts = new Map<
    HostName,
    {
      ping: HostTranscript['ping'];
      looks: Record<string, HostTranscript['looks'][string]>;
      redis: Record<string, HostTranscript['redis'][string]>;
      sql?: Record<string, NonNullable<HostTranscript['sql']>[string]>;
    }
  >();

  constructor(inner: Faces) {
    this.#inner = inner;
  }

  get transport(): Faces {
    return {connection: (host) => ({...this.#inner.connection(host), reader: this.#reader(host)})};
  }

  transcript(scene: string, at: number): Transcript {
    return {scene, at, hosts: Object.fromEntries(this.#hosts)};
  }

  #reader(host: HostName): HostReader {
    const inner = this.#inner.connection(host).reader;
    const kept = this.#hosts.get(host) ?? {
      ping: {error: {code: 'bug' as const, what: 'was not asked'}},
      looks: {},
      redis: {},
    };
    this.#hosts.set(host, kept);
    const keepLook = (look: Look, said: HostTranscript['looks'][string]): void => {
      kept.looks[look.argv.join(' ')] = said;
    };
    const failure = (error: unknown): Failure => {
      if (!(error instanceof HpchaError)) throw error;
      return {error: {code: error.code, what: error.what}};
    };
    const plain = ({exitCode, stdout, stderr}: Output): Pick<Output, 'exitCode' | 'stdout' | 'stderr'> => ({
      exitCode,
      stdout,
      stderr,
    });
    return {
      ...inner,
      host,
      address: inner.address,
      query: async (sql, signal, options) =>
        inner.query(sql, signal, options).then(
          (rows) => {
            kept.sql = {...kept.sql, [sql]: {rows}};
            return rows;
          },
          (error: unknown) => {
            kept.sql = {...kept.sql, [sql]: failure(error)};
            throw error;
          },
        ),
      look: async (look, signal) =>
        inner.look(look, signal).then(
          (output) => {
            keepLook(look, plain(output));
            return output;
          },
          (error: unknown) => {
            keepLook(look, failure(error));
            throw error;
          },
        ),
      lookAll: async (looks, signal) => {
        const results = await inner.lookAll(looks, signal);
        for (const result of results) {
          keepLook(result.look, result.kind === 'output' ? plain(result.output) : failure(result.error));
        }
        return results;
      },
      redis: async (port, command, signal, options) =>
        inner.redis(port, command, signal, options).then(
          (reply) => {
            kept.redis[`${port} ${command.join(' ')}`] = {reply};
            return reply;
          },
          (error: unknown) => {
            kept.redis[`${port} ${command.join(' ')}`] = failure(error);
            throw error;
          },
        ),
      ping: async (signal) =>
        inner.ping(signal).then(
          (ping) => {
            kept.ping = ping;
            return ping;
          },
          (error: unknown) => {
            kept.ping = failure(error);
            throw error;
          },
        ),
    };
  }
}
