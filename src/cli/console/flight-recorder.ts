// The flight recorder: everything that the reducer sees, compressed, in files of bounded size and number that only their owner reads.

import type {FileHandle} from 'node:fs/promises';
import {chmod, mkdir, open, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {constants, createGzip} from 'node:zlib';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {ConsoleSummary} from '../../state/console-deps.ts';
import type {ConsoleEvent} from '../../state/console-event.ts';
import {RecordLines} from '../../state/record-lines.ts';
import {version} from '../../version.ts';

/** A file is closed when it is this long or this old, and only so many are kept: at most 64 MiB a cluster. */
const fileBytes = 8 * 1024 * 1024;
const fileMs = 6 * 60 * 60_000;
const keptFiles = 8;
/** What is not written after this long is lost with a crash. */
const flushMs = 5000;
/** A disk that takes no more is not waited for: beyond this nothing is recorded until it does. */
const waitingBytes = 4 * 1024 * 1024;

export type FlightRecorder = {
  record(event: ConsoleEvent): void;
  /** Writes what is left. Never rejects. */
  close(): Promise<void>;
};

export type FlightRecorderOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly summary: ConsoleSummary;
  now(): {readonly at: number; readonly zoneOffsetMinutes: number};
  /** Told once, when recording is over because it cannot be written. */
  failed(thrown: unknown): void;
};

export function recordingsDirectory(env: FlightRecorderOptions['env'], cluster: string): string {
  return join(stateDirectory(env), 'recordings', cluster.replaceAll(/[^\w.-]/g, '_'));
}

/** Starts with the first event. A recorder that fails says so and stops; the console goes on. */
export function startFlightRecorder(options: FlightRecorderOptions): FlightRecorder {
  let current: RecordingFile | undefined;
  let broken = false;
  const fail = (thrown: unknown): void => {
    if (broken) return;
    broken = true;
    options.failed(thrown);
  };
  const fileNow = (): RecordingFile => {
    if (current !== undefined && !current.isFull()) return current;
    void current?.close();
    current = new RecordingFile(options, fail);
    return current;
  };
  return {
    record(event) {
      if (broken) return;
      try {
        fileNow().add(event);
      } catch (thrown) {
        fail(thrown);
      }
    },
    close: async () => current?.close(),
  };
}

class RecordingFile {
  readonly #lines: RecordLines;
  readonly #gzip = createGzip({level: 6});
  readonly #now: FlightRecorderOptions['now'];
  readonly #startedAt: number;
  readonly #flushing: NodeJS.Timeout;
  readonly #written: Promise<void>;
  #dirty = false;
  #bytes = 0;
  #waiting = 0;

  constructor({env, summary, now}: FlightRecorderOptions, failed: (thrown: unknown) => void) {
    const {at, zoneOffsetMinutes} = now();
    this.#now = now;
    this.#startedAt = at;
    this.#lines = new RecordLines(at);
    this.#written = this.#write(recordingsDirectory(env, summary.cluster)).catch(failed);
    this.#flushing = setInterval(() => this.#flush(), flushMs);
    this.#flushing.unref();
    this.#put(this.#lines.head({version, zoneOffsetMinutes, summary}));
  }

  isFull(): boolean {
    return this.#bytes >= fileBytes || this.#now().at - this.#startedAt >= fileMs;
  }

  add(event: ConsoleEvent): void {
    if (this.#waiting > waitingBytes) return;
    this.#put(this.#lines.line(event, this.#now().at));
  }

  async close(): Promise<void> {
    clearInterval(this.#flushing);
    this.#gzip.end();
    await this.#written;
  }

  #put(line: string): void {
    if (line === '') return;
    this.#dirty = true;
    this.#waiting += line.length;
    this.#gzip.write(line, () => {
      this.#waiting -= line.length;
    });
  }

  /** Whole blocks reach the file, so that a console that is killed leaves a recording that can be read. */
  #flush(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#gzip.flush(constants.Z_SYNC_FLUSH);
  }

  async #write(directory: string): Promise<void> {
    await mkdir(directory, {recursive: true, mode: 0o700});
    await chmod(directory, 0o700);
    await removeOldest(directory);
    const name = `${new Date(this.#startedAt).toISOString().replaceAll(':', '-')}.hpcha`;
    const file = await open(join(directory, name), 'ax', 0o600);
    try {
      await this.#drainTo(file);
    } finally {
      await file.close();
    }
  }

  async #drainTo(file: FileHandle): Promise<void> {
    for await (const chunk of this.#gzip) {
      if (!Buffer.isBuffer(chunk)) continue;
      this.#bytes += chunk.length;
      await file.write(chunk);
    }
  }
}

async function removeOldest(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.hpcha')).sort();
  await Promise.all(names.slice(0, Math.max(0, names.length - keptFiles + 1)).map((name) => rm(join(directory, name))));
}
