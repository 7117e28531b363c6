// Reads a recording: what is damaged is an error that names the line; a file that a crash cut short is read as far as it goes.

import {readFile} from 'node:fs/promises';
import {constants, gunzipSync} from 'node:zlib';
import {z} from 'zod';
import {HpchaError} from '../../model/error.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {Judgement} from '../../model/verdict.ts';
import type {ConsoleSummary} from '../../state/console-deps.ts';
import type {ConsoleEvent} from '../../state/console-event.ts';
import type {Delta} from '../../state/record-delta.ts';
import {decodeValue, withDelta} from '../../state/record-delta.ts';
import type {RecordedJudgement, RecordingHead} from '../../state/record-lines.ts';
import {recordingSchema} from '../../state/record-lines.ts';
import type {RecordedEvent, Recording} from '../../state/replay-player.ts';

/** A recorder closes its file at 8 MiB; more than this unpacked is no recording. */
const largest = 512 * 1024 * 1024;

const level = z.enum(['ok', 'warning', 'critical', 'unknown']);
const cellLevel = z.enum(['ok', 'warning', 'critical', 'unknown', 'none']);
const message = z.looseObject({en: z.string(), ko: z.string()});
const cell = z.looseObject({
  reading: z.enum(['none', 'seen', 'lost']),
  level: cellLevel,
  word: message,
  at: z.number().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
const service = z.looseObject({
  level: cellLevel,
  line: message,
  tolerance: z.number().nullable(),
  controllers: z.record(z.string(), cell),
  facts: z.record(z.string(), z.unknown()),
});
const judgement = z.looseObject({
  cluster: z.string(),
  at: z.number(),
  level,
  tolerance: z.number().nullable(),
  vip: z.looseObject({address: z.string(), owners: z.array(z.string())}),
  controllers: z.record(z.string(), z.looseObject({reach: z.enum(['none', 'seen', 'lost'])})),
  services: z.record(z.string(), service),
  findings: z.array(z.looseObject({code: z.string(), level: z.string(), where: z.string(), params: z.looseObject({})})),
});
const snapshot = z.looseObject({
  cluster: z.string(),
  at: z.number(),
  hosts: z.record(z.string(), z.record(z.string(), z.looseObject({kind: z.enum(['none', 'seen', 'lost'])}))),
  shared: z.record(z.string(), z.looseObject({kind: z.enum(['none', 'seen', 'lost'])})),
});
const summary = z.looseObject({
  cluster: z.string(),
  vip: z.string(),
  lab: z.boolean(),
  controllers: z.array(z.string()).min(1),
  computeNodes: z.number(),
  phases: z.array(z.looseObject({number: z.number(), name: z.string()})),
});
const isA =
  <T>(schema: z.ZodType) =>
  (value: unknown): value is T =>
    schema.safeParse(value).success;

const headSchema = z.object({
  hpcha: z.literal('recording'),
  schema: z.literal(recordingSchema),
  version: z.string(),
  at: z.number(),
  zoneOffsetMinutes: z.number(),
  summary: z.custom<ConsoleSummary>(isA<ConsoleSummary>(summary)),
});
const deltaSchema: z.ZodType<Delta> = z.lazy(() =>
  z.union([
    z.tuple([z.literal(0), z.unknown()]),
    z.tuple([z.literal(1), z.record(z.string(), deltaSchema), z.array(z.string())]),
  ]),
);
const judgedSchema = z.object({
  judgement: z.custom<Judgement>(isA<Judgement>(judgement)),
  snapshot: z.custom<Snapshot>(isA<Snapshot>(snapshot)).optional(),
});
/** Of the events that a replay plays every member that the reducer reads is checked; the others are only marked. */
const played: Readonly<Record<string, z.ZodType>> = {
  heard: z.looseObject({at: z.number(), host: z.string(), open: z.boolean(), why: z.string().nullable()}),
  tick: z.looseObject({at: z.number(), zoneOffsetMinutes: z.number()}),
  'runs-listed': z.looseObject({
    runs: z.array(z.looseObject({runId: z.string(), title: z.string(), actor: z.string(), state: z.string()})),
  }),
  'run-event': z.looseObject({
    runId: z.string(),
    event: z.looseObject({type: z.string(), at: z.number(), seq: z.number()}),
  }),
  failed: z.looseObject({error: z.looseObject({code: z.string(), what: z.string()})}),
  recalled: z.looseObject({
    about: z.looseObject({probe: z.string(), host: z.string()}),
    exchanges: z.array(z.looseObject({command: z.string(), answer: z.string()})),
  }),
};
const eventSchema = z.custom<ConsoleEvent>((value) => {
  const read = z.looseObject({type: z.string()}).safeParse(value);
  return read.success && (played[read.data.type]?.safeParse(value).success ?? true);
});
const lineSchema = z.union([
  z.strictObject({t: z.number().min(0), j: deltaSchema}),
  z.strictObject({t: z.number().min(0), e: eventSchema}),
]);

/** Rejects with HpchaError: `missing` (no such file), `bad-data` (no recording, or damaged: the line is named). */
export async function readRecording(path: string): Promise<Recording> {
  const lines = unpack(await bytesOf(path), path).split('\n');
  const head = headOf(lines[0] ?? '', path);
  const events: RecordedEvent[] = [];
  let last: RecordedJudgement | undefined;
  // After the last newline there is nothing, or a line that was cut short with its file.
  for (const [index, line] of lines.slice(1, -1).entries()) {
    const number = index + 2;
    const read = lineSchema.safeParse(decoded(line, path, number));
    if (!read.success) throw damaged(path, number, 'is no event of a recording');
    const at = head.at + read.data.t;
    if (at < (events.at(-1)?.at ?? 0)) throw damaged(path, number, 'is older than the line before it');
    if ('e' in read.data) {
      events.push({at, event: read.data.e});
      continue;
    }
    last = judgedAfter(last, read.data.j, path, number);
    events.push({at, event: {type: 'judged', ...last}});
  }
  return {head, events};
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (thrown) {
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new HpchaError({
      code: absent ? 'missing' : 'bad-data',
      where: path,
      what: absent ? 'there is no such file' : `cannot be read: ${String(thrown)}`,
      cause: thrown,
    });
  }
}

/** Plain lines or gzip; a gzip file without its end, as a killed console leaves it, gives what is whole. */
function unpack(bytes: Buffer, path: string): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, {finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: largest}).toString('utf8');
  } catch (thrown) {
    throw new HpchaError({
      code: 'bad-data',
      where: path,
      what: `cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      hint: 'copy it again from where it was recorded',
    });
  }
}

function headOf(line: string, path: string): RecordingHead {
  const read = headSchema.safeParse(decoded(line, path, 1));
  if (read.success) return read.data;
  throw damaged(path, 1, `is not the head of a recording of schema ${recordingSchema}`);
}

function decoded(line: string, path: string, number: number): unknown {
  try {
    return decodeValue(line);
  } catch {
    throw damaged(path, number, 'is no JSON');
  }
}

function judgedAfter(
  last: RecordedJudgement | undefined,
  delta: Delta,
  path: string,
  number: number,
): RecordedJudgement {
  try {
    const {judgement: judged, snapshot: seen} = judgedSchema.parse(withDelta(last, delta));
    return seen === undefined ? {judgement: judged} : {judgement: judged, snapshot: seen};
  } catch {
    throw damaged(path, number, 'does not fit to what was recorded before it');
  }
}

function damaged(path: string, line: number, what: string): HpchaError {
  return new HpchaError({code: 'bad-data', where: `${path}:${line}`, what: `this line ${what}`});
}
