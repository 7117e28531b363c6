// Keeps, for each reading, the last conversation with the controller: commands as sent, raw answers, how long each took.

import {quoteArgv} from '../../model/argv.ts';
import {toHpchaError} from '../../model/error.ts';
import type {Exchange} from '../../model/exchange.ts';
import type {Look} from '../../model/look.ts';
import type {Instant} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {ProbeId} from '../../model/snapshot.ts';
import type {
  HostConnection,
  HostReader,
  LookResult,
  Output,
  RedisReply,
  SqlRow,
  Transport,
} from '../../transport/host.ts';

/** An answer is kept up to this many characters, and a reading up to this many exchanges: about 2 MB for five controllers. */
const answerLimit = 8000;
const exchangeLimit = 32;

type Draft = {readonly reader: HostReader; keep(): void};

/** One conversation a reading; a newer one replaces it as a whole, when it has ended. */
export class ExchangeLog {
  readonly #kept = new Map<string, readonly Exchange[]>();
  readonly #now: () => Instant;

  constructor(now: () => Instant = Date.now) {
    this.#now = now;
  }

  recall(probe: ProbeId, host: HostName | 'cluster'): readonly Exchange[] {
    return this.#kept.get(`${probe}@${host}`) ?? [];
  }

  /** A reader that writes down what goes through it; `keep` puts it in place of the last conversation. */
  begin(probe: ProbeId, host: HostName | 'cluster', reader: HostReader): Draft {
    const written: Exchange[] = [];
    return {
      reader: writingReader(reader, written, this.#now),
      keep: () => {
        // A look that was given up may still answer into the draft: what is kept does not change any more.
        if (written.length > 0) this.#kept.set(`${probe}@${host}`, written.slice(0, exchangeLimit));
      },
    };
  }

  /** The same for whatever controllers a probe of the whole cluster turns to; answers of all of them are kept together. */
  beginShared(
    probe: ProbeId,
    transport: Pick<Transport, 'connection'>,
  ): {
    readonly transport: Pick<Transport, 'connection'>;
    keep(): void;
  } {
    const drafts: Exchange[] = [];
    const connection = (host: HostName): HostConnection => {
      const real = transport.connection(host);
      const reader = writingReader(real.reader, drafts, this.#now, `${host}: `);
      return {
        host: real.host,
        reader,
        // Nobody who only looks ever touches these.
        get inspector() {
          return real.inspector;
        },
        get writer() {
          return real.writer;
        },
        follow: (look, sink, signal) => real.follow(look, sink, signal),
        close: () => real.close(),
      };
    };
    return {
      transport: {connection},
      keep: () => {
        if (drafts.length > 0) this.#kept.set(`${probe}@cluster`, drafts.slice(-exchangeLimit));
      },
    };
  }
}

function writingReader(reader: HostReader, written: Exchange[], now: () => Instant, prefix = ''): HostReader {
  const write = (command: string, kind: Exchange['kind'], answer: string, at: Instant, tookMs?: number): void => {
    if (written.length >= exchangeLimit * 2) return;
    const kept = answer.slice(0, answerLimit);
    const took = tookMs ?? now() - at;
    written.push({command: prefix + command, kind, answer: kept, at, tookMs: took, cut: answer.length - kept.length});
  };
  const asked = async <T>(command: string, ask: () => Promise<T>, text: (answer: T) => string): Promise<T> => {
    const at = now();
    try {
      const answer = await ask();
      write(command, 'answer', text(answer), at);
      return answer;
    } catch (thrown) {
      write(command, 'failed', toHpchaError(thrown, reader.host).what, at);
      throw thrown;
    }
  };
  return {
    host: reader.host,
    address: reader.address,
    look: (look, signal) => asked(lineOf(look), () => reader.look(look, signal), outputText),
    async lookAll(looks, signal) {
      const at = now();
      const results = await reader.lookAll(looks, signal);
      for (const result of results) {
        const {kind, text, tookMs} = resultText(result);
        write(lineOf(result.look), kind, text, at, tookMs);
      }
      return results;
    },
    query: (sql, signal, options) => asked(sql, () => reader.query(sql, signal, options), rowsText),
    redis: (port, command, signal, options) =>
      asked(`redis ${port}: ${command.join(' ')}`, () => reader.redis(port, command, signal, options), replyText),
    ping: (signal) =>
      asked(
        'ping',
        () => reader.ping(signal),
        ({user, rttMs}) => `${user}, ${rttMs.toFixed(1)} ms`,
      ),
  };
}

function lineOf(look: Look): string {
  return quoteArgv(look.argv);
}

function outputText({stdout, stderr, exitCode}: Output): string {
  const parts = [stdout.trimEnd(), stderr.trimEnd(), exitCode === 0 ? '' : `exit code ${exitCode}`];
  return parts.filter((part) => part !== '').join('\n');
}

function resultText(result: LookResult): {
  readonly kind: Exchange['kind'];
  readonly text: string;
  readonly tookMs?: number;
} {
  if (result.kind === 'error') return {kind: 'failed', text: result.error.what};
  return {kind: 'answer', text: outputText(result.output), tookMs: result.output.tookMs};
}

/** One row a line; a row of name and value as the client of MariaDB prints it. */
function rowsText(rows: readonly SqlRow[]): string {
  return rows
    .map((row) =>
      Object.values(row)
        .map((value) => value ?? 'NULL')
        .join('\t'),
    )
    .join('\n');
}

/** Nested replies as indented lines. */
function replyText(reply: RedisReply, depth = 0): string {
  const space = '  '.repeat(depth);
  if (reply === null) return `${space}(nil)`;
  if (typeof reply === 'string' || typeof reply === 'number') return `${space}${String(reply).trimEnd()}`;
  return reply.map((each) => replyText(each, depth + 1)).join('\n');
}
