// The frames of the WebSocket (docs/decisions/0018, Events), read from text.

import type {Patch} from '../live/json-patch.ts';
import type {Of, Shape} from './shape.ts';
import {
  anything,
  fact,
  isRecord,
  list,
  Misfit,
  maybe,
  moment,
  nullable,
  number,
  object,
  oneOf,
  orElse,
  record,
  string,
} from './shape.ts';

const level = oneOf('ok', 'warning', 'critical', 'unknown', 'info');

const jobEvent = object({
  kind: oneOf('job'),
  job: string,
  user: string,
  name: string,
  state: string,
  was: maybe(string),
  at: moment,
});
const alertEvent = object({
  kind: oneOf('alert'),
  code: string,
  where: string,
  /** null: it is over. */
  level: nullable(level),
  was: nullable(level),
  what: string,
  params: record(fact),
  at: moment,
});
const runEvent = object({
  kind: oneOf('run'),
  runId: string,
  action: string,
  title: string,
  operator: string,
  state: string,
  at: moment,
});

export type JobEvent = Of<typeof jobEvent>;
export type AlertEvent = Of<typeof alertEvent>;
export type RunEvent = Of<typeof runEvent>;

/** What is told beside the snapshots (src/web/realtime/live-event.ts). */
export type EventBody = JobEvent | AlertEvent | RunEvent;

const eventBody: Shape<EventBody> = (value, where) => {
  const kind = isRecord(value) ? value['kind'] : undefined;
  if (kind === 'job') return jobEvent(value, where);
  return kind === 'run' ? runEvent(value, where) : alertEvent(value, where);
};

export type LiveEvent = {readonly id: string; readonly event: EventBody};

export type Frame =
  | {readonly type: 'hello'; readonly node: string; readonly cluster: string; readonly last: string | null}
  | {readonly type: 'snapshot'; readonly seq: number; readonly status: unknown}
  | {readonly type: 'delta'; readonly seq: number; readonly from: number; readonly patch: Patch}
  | ({readonly type: 'event'} & LiveEvent)
  /** `last`: the newest event there is now; a gap is over with it. */
  | {readonly type: 'gap'; readonly reason: string; readonly last: string | null}
  | {readonly type: 'error'; readonly what: string}
  /** Something newer than this page: a sign of life and nothing else. */
  | {readonly type: 'other'};

const step = object({
  op: oneOf('add', 'replace', 'remove', 'move', 'copy', 'test'),
  path: string,
  from: orElse(string, ''),
  value: anything,
});

const shapes: Readonly<Record<string, Shape<Frame>>> = {
  hello: tagged('hello', object({node: string, cluster: string, last: maybe(string)})),
  snapshot: tagged('snapshot', object({seq: number, at: maybe(moment), status: anything})),
  delta: tagged('delta', object({seq: number, from: number, patch: list(step) as Shape<Patch>})),
  event: tagged('event', object({id: string, event: eventBody})),
  gap: tagged('gap', object({reason: string, last: maybe(string)})),
  error: (value, where) => {
    const {error} = object({error: object({what: string})})(value, where);
    return {type: 'error', what: error.what};
  },
};

function tagged<const T extends string, F extends object>(type: T, shape: Shape<F>): Shape<F & {readonly type: T}> {
  return (value, where) => ({...shape(value, where), type});
}

/** Throws a Misfit for what is no frame; a frame of a type that nobody here knows is `other`. */
export function readFrame(text: string): Frame {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || typeof value['type'] !== 'string') throw new Misfit('frame', 'a type');
  const {type} = value;
  return shapes[type]?.(value, `frame ${type}`) ?? {type: 'other'};
}
