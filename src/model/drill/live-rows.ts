// The rows of a drill while it happens: per stream or per service, what each moment was like, and the longest interruption so far.

import {type CanaryService, canaryServices, type StreamSpec} from './drill.ts';
import type {LiveDrill, StreamTick} from './live.ts';
import type {SliceKind} from './timeline.ts';

export type LiveRow = {
  readonly service: CanaryService;
  /** The controller, the address or the master that it goes through; null: several. */
  readonly through: string | null;
  /** null: from both vantages. */
  readonly vantage: StreamSpec['vantage'] | null;
  readonly slices: readonly SliceKind[];
  /** Milliseconds without an acknowledgement, where that is longer than usual; null: it is being acknowledged. */
  readonly silentMs: number | null;
  /** Longest time without one since the fault, where that was an interruption; 0: none. null before the fault. */
  readonly longestMs: number | null;
};

export type LiveMark = {readonly column: number; readonly mark: 'F' | 'R'};

export type LiveTimeline = {
  readonly rows: readonly LiveRow[];
  readonly marks: readonly LiveMark[];
  readonly secondsPerColumn: number;
};

/** A stream that is slower than this was interrupted: three periods, and what a loaded machine takes anyway. */
function patienceOf({periodMs}: StreamSpec): number {
  return Math.max(1_500, 3 * periodMs);
}

/** `columns`: how many moments fit beside each other; older ones are drawn closer together, never left out. */
export function liveTimeline(drill: LiveDrill, columns: number, by: 'stream' | 'service'): LiveTimeline {
  const {ticks} = drill;
  const from = (ticks[0]?.at ?? 0) - 1_000;
  const seconds = Math.max(1, Math.ceil(((ticks.at(-1)?.at ?? 0) - from) / 1_000));
  const secondsPerColumn = Math.max(1, Math.ceil(seconds / Math.max(1, columns)));
  const count = Math.min(columns, Math.ceil(seconds / secondsPerColumn));
  const columnOf = (at: number): number =>
    Math.max(0, Math.min(count - 1, Math.floor((at - from - 1) / 1_000 / secondsPerColumn)));
  const ordered = canaryServices.flatMap((service) => drill.spec.streams.filter((each) => each.service === service));
  const rows = ordered.map((stream) => streamRow(drill, stream, count, columnOf));
  const marks = marksOf(drill).flatMap(({at, mark}) => (ticks.length === 0 ? [] : [{column: columnOf(at), mark}]));
  const watched = rows.filter(({slices}) => slices.some((kind) => kind !== 'idle'));
  return {rows: by === 'stream' ? watched : serviceRows(watched), marks, secondsPerColumn};
}

function streamRow(drill: LiveDrill, stream: StreamSpec, count: number, columnOf: (at: number) => number): LiveRow {
  const slices: SliceKind[] = Array.from({length: count}, () => 'idle');
  const patience = patienceOf(stream);
  const faultAt = drill.states.find(({state}) => state === 'inject')?.at ?? null;
  let longest = 0;
  let silent: number | null = null;
  let began = false;
  for (const {at, streams} of drill.ticks) {
    const tick = streams.find(({id}) => id === stream.id);
    if (tick === undefined) continue;
    began ||= tick.acks > 0 || tick.fails > 0;
    // One that has never sung is not watched (a firewall between): it has no line of its own.
    if (!began) continue;
    const column = columnOf(at);
    slices[column] = together(slices[column] ?? 'idle', kindOf(tick, patience));
    silent = tick.sinceAckMs > patience ? tick.sinceAckMs : null;
    if (faultAt !== null && at > faultAt)
      longest = Math.max(longest, tick.longestMs ?? 0, Math.min(tick.sinceAckMs, at - faultAt));
  }
  const ended = drill.state === 'verify' || drill.state === 'reported';
  return {
    ...{service: stream.service, through: throughOf(stream), vantage: stream.vantage, slices},
    silentMs: ended ? null : silent,
    longestMs: faultAt === null ? null : longest > Math.max(300, 3 * stream.periodMs) ? Math.round(longest) : 0,
  };
}

function kindOf({acks, fails, sinceAckMs}: StreamTick, patience: number): SliceKind {
  if (acks > 0) return fails > 0 ? 'some' : 'ok';
  return fails > 0 || sinceAckMs > patience ? 'none' : 'ok';
}

function together(one: SliceKind, other: SliceKind): SliceKind {
  if (one === 'idle') return other;
  if (other === 'idle') return one;
  return one === other ? one : 'some';
}

function throughOf({way}: StreamSpec): string {
  switch (way.kind) {
    case 'knock':
    case 'web':
    case 'sql-vip':
      return 'vip';
    case 'redis':
      return 'master';
    default:
      return way.host;
  }
}

/** All streams of a service as one: its worst figures. */
function serviceRows(rows: readonly LiveRow[]): readonly LiveRow[] {
  return [...Map.groupBy(rows, ({service}) => service)].map(([service, list]): LiveRow => {
    const [first] = list;
    const silences = list.flatMap(({silentMs}) => (silentMs === null ? [] : [silentMs]));
    const gaps = list.flatMap(({longestMs}) => (longestMs === null ? [] : [longestMs]));
    return {
      ...{service, through: null, vantage: null},
      slices: (first?.slices ?? []).map((_, index) =>
        list.reduce<SliceKind>((kind, row) => together(kind, row.slices[index] ?? 'idle'), 'idle'),
      ),
      silentMs: silences.length === 0 ? null : Math.max(...silences),
      longestMs: gaps.length === 0 ? null : Math.max(...gaps),
    };
  });
}

function marksOf({states}: LiveDrill): readonly {readonly at: number; readonly mark: LiveMark['mark']}[] {
  const named = {inject: 'F', restore: 'R'} as const;
  return states.flatMap(({state, at}) => (state === 'inject' || state === 'restore' ? [{at, mark: named[state]}] : []));
}
