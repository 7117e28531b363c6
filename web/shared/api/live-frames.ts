// The frames of the WebSocket (docs/decisions/0018, Events), read from text.

import type {Patch} from '../live/json-patch.ts';
import type {Of, Shape} from './shape.ts';
import {
  anything,
  isRecord,
  list,
  Misfit,
  maybe,
  moment,
  number,
  object,
  oneOf,
  orElse,
  record,
  string,
} from './shape.ts';

/** What is told beside the snapshots: jobs, runs, alerts. Which fields there are depends on the kind. */
const eventBody = record(anything);

export type LiveEvent = {readonly id: string; readonly event: Of<typeof eventBody>};

export type Frame =
  | {readonly type: 'hello'; readonly node: string; readonly cluster: string}
  | {readonly type: 'snapshot'; readonly seq: number; readonly status: unknown}
  | {readonly type: 'delta'; readonly seq: number; readonly from: number; readonly patch: Patch}
  | ({readonly type: 'event'} & LiveEvent)
  | {readonly type: 'gap'; readonly reason: string}
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
  hello: tagged('hello', object({node: string, cluster: string})),
  snapshot: tagged('snapshot', object({seq: number, at: maybe(moment), status: anything})),
  delta: tagged('delta', object({seq: number, from: number, patch: list(step) as Shape<Patch>})),
  event: tagged('event', object({id: string, event: eventBody})),
  gap: tagged('gap', object({reason: string})),
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
