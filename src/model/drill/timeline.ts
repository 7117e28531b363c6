// The time line of a drill: per stream, when it was acknowledged and when not; the same data for report and screen.

import type {Attempt} from './attempt.ts';
import type {Moments} from './measure.ts';
import {reportWords} from './report-words.ts';

/** How a slice of time went: all acknowledged, some of it, none, or nothing was tried. */
export type SliceKind = 'ok' | 'some' | 'none' | 'idle';

export type TimelineRow = {readonly stream: string; readonly slices: readonly SliceKind[]};

export type Timeline = {
  /** Milliseconds of one slice; slice 0 begins at `from`. */
  readonly from: number;
  readonly sliceMs: number;
  readonly rows: readonly TimelineRow[];
};

/** At most `columns` slices between `from` and `to`, of whole tenths of a second. */
export function timelineOf(
  streams: readonly string[],
  attempts: readonly Attempt[],
  range: {readonly from: number; readonly to: number},
  columns: number,
): Timeline {
  const sliceMs = Math.max(100, Math.ceil((range.to - range.from) / columns / 100) * 100);
  const count = Math.max(1, Math.ceil((range.to - range.from) / sliceMs));
  const byStream = Map.groupBy(attempts, ({stream}) => stream);
  const rows = streams.map((stream) => ({
    stream,
    slices: slicesOf(byStream.get(stream) ?? [], range.from, sliceMs, count),
  }));
  return {from: range.from, sliceMs, rows};
}

/** An attempt without acknowledgement covers every slice that it hung in; an acknowledgement lights the slice in which it came. */
function slicesOf(attempts: readonly Attempt[], from: number, sliceMs: number, count: number): readonly SliceKind[] {
  const good = new Set<number>();
  const bad = new Set<number>();
  for (const attempt of attempts) {
    const first = Math.max(0, Math.floor((attempt.from - from) / sliceMs));
    const last = Math.min(count - 1, Math.floor((attempt.to - from) / sliceMs));
    if (attempt.result === 'ok') {
      if (last >= 0) good.add(last);
      for (let slice = first; slice < last; slice += 1) if (attempt.to - attempt.from > 300) bad.add(slice);
    } else for (let slice = first; slice <= last; slice += 1) bad.add(slice);
  }
  return Array.from({length: count}, (_, slice) =>
    good.has(slice) ? (bad.has(slice) ? 'some' : 'ok') : bad.has(slice) ? 'none' : 'idle',
  );
}

const glyphs: Readonly<Record<SliceKind, string>> = {ok: '█', some: '▓', none: '·', idle: ' '};

/** The time line as lines of text with one column a slice, a row of marks (F fault, R restore, G green), and what they mean. */
export function drawTimeline(
  timeline: Timeline,
  moments: Moments,
  legend: (seconds: number) => string = reportWords.en.legend,
): readonly string[] {
  const width = Math.max(...timeline.rows.map(({stream}) => stream.length), 6);
  const columns = timeline.rows[0]?.slices.length ?? 0;
  const marks = Array.from({length: columns}, () => ' ');
  const mark = (at: number | null, glyph: string): void => {
    const slice = at === null ? -1 : Math.floor((at - timeline.from) / timeline.sliceMs);
    if (slice >= 0 && slice < columns) marks[slice] = glyph;
  };
  mark(moments.greenAt, 'G');
  mark(moments.restoreAt, 'R');
  mark(moments.injectAt, 'F');
  return [
    ...timeline.rows.map(
      ({stream, slices}) => `${stream.padEnd(width)} ${slices.map((kind) => glyphs[kind]).join('')}`,
    ),
    `${''.padEnd(width)} ${marks.join('').trimEnd()}`,
    `${''.padEnd(width)} ${legend(timeline.sliceMs / 1000)}`,
  ];
}
