// The lines of a drill's time line: one a stream or service, the marks below them, and what the signs mean.

import type {DrillSpec} from '../../model/drill/drill.ts';
import type {LiveRow, LiveTimeline} from '../../model/drill/live-rows.ts';
import type {SliceKind} from '../../model/drill/timeline.ts';
import {formatDuration, formatSeconds} from '../../model/quantity.ts';
import type {Row, Span} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import type {Tone} from '../kit/theme.ts';

const label = {service: 11, through: 10, from: 9} as const;
const right = {now: 14, gap: 8, predicted: 9} as const;
const before = 1 + label.service + label.through + label.from;
const behind = 1 + right.now + right.gap + right.predicted;
/** A narrow screen keeps the figures and gives up where it was seen from. */
const narrow = 90;

function beforeOf(width: number): number {
  return width < narrow ? before - label.from : before;
}

/** How many moments fit beside each other. */
export function timelineWidth(width: number): number {
  return Math.max(8, width - beforeOf(width) - behind - 1);
}

export function headRow(style: Style, width: number): Row {
  const say = (id: 'service' | 'through' | 'from' | 'now' | 'gap' | 'predicted'): string =>
    style.say(`drill.column.${id}`);
  return [
    span(' '),
    cell(say('service'), label.service, style, 'dim'),
    cell(say('through'), label.through, style, 'dim'),
    ...(width < narrow ? [] : [cell(say('from'), label.from, style, 'dim')]),
    cell('', timelineWidth(width) + 1, style),
    cell(say('now'), right.now, style, 'dim'),
    cell(say('gap'), right.gap, style, 'dim', 'right'),
    cell(say('predicted'), right.predicted, style, 'dim', 'right'),
  ];
}

type RowPlace = {
  readonly spec: DrillSpec;
  /** The first line of its service, which carries the service's name and what is expected of it. */
  readonly first: boolean;
  /** What is now is told only while there is a now. */
  readonly goingOn: boolean;
};

export function timelineRow(row: LiveRow, {spec, first, goingOn}: RowPlace, style: Style, width: number): Row {
  const predicted = spec.predicted[row.service] ?? null;
  const from =
    row.vantage === null
      ? style.say('drill.both')
      : row.vantage === 'console'
        ? style.say('drill.here')
        : (spec.vantage ?? '');
  return [
    span(' '),
    cell(first ? row.service : '', label.service, style, 'strong'),
    cell(row.through ?? style.say('drill.both'), label.through, style),
    ...(width < narrow ? [] : [cell(from, label.from, style, 'dim')]),
    ...slices(row.slices, timelineWidth(width), style),
    span(' '),
    goingOn ? nowCell(row, style) : cell('', right.now, style),
    cell(gapText(row, style), right.gap, style, gapTone(row, predicted), 'right'),
    cell(first ? predictedText(predicted, style) : '', right.predicted, style, 'dim', 'right'),
  ];
}

/** No interruption is expected of what the drill does not break. */
function predictedText(predicted: number | null, style: Style): string {
  if (predicted === null) return '';
  return predicted === 0 ? style.glyphs.dash : formatDuration(predicted);
}

function nowCell({silentMs, slices: kinds}: LiveRow, style: Style): Span {
  if (silentMs !== null) {
    const since = formatSeconds(silentMs);
    return cell(`${style.glyphs.level.critical} ${style.say('drill.silent', {since})}`, right.now, style, 'critical');
  }
  const last = kinds.at(-1) ?? 'idle';
  const tone = toneOf(last);
  return cell(
    `${last === 'ok' ? style.glyphs.level.ok : style.glyphs.level.warning} ${style.say('drill.acks')}`,
    right.now,
    style,
    tone,
  );
}

function gapText({longestMs}: LiveRow, style: Style): string {
  if (longestMs === null) return '';
  return longestMs === 0 ? style.glyphs.dash : formatDuration(longestMs);
}

/** Longer than predicted by as much as the report calls disagreement (ha-operations §8.4). */
function gapTone({longestMs}: LiveRow, predicted: number | null): Tone {
  if (longestMs === null || longestMs === 0) return 'plain';
  return predicted !== null && longestMs > predicted * 1.5 + 500 ? 'critical' : 'warning';
}

function slices(kinds: readonly SliceKind[], width: number, style: Style): readonly Span[] {
  const runs: {kind: SliceKind; length: number}[] = [];
  for (const kind of kinds) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.length += 1;
    else runs.push({kind, length: 1});
  }
  const drawn = runs.map(({kind, length}) => span(signOf(kind, style).repeat(length), toneOf(kind)));
  return [...drawn, span(' '.repeat(Math.max(0, width - kinds.length)))];
}

/** Told apart without colour: full, half and no ink. */
function signOf(kind: SliceKind, style: Style): string {
  const {full, empty, dot} = style.glyphs;
  if (style.glyphs.name === 'ascii') return {ok: '#', some: '+', none: '.', idle: ' '}[kind];
  return {ok: full, some: empty, none: dot, idle: ' '}[kind];
}

function toneOf(kind: SliceKind): Tone {
  const tones: Readonly<Record<SliceKind, Tone>> = {ok: 'ok', some: 'warning', none: 'critical', idle: 'dim'};
  return tones[kind];
}

export function marksRow({marks}: LiveTimeline, style: Style, width: number): Row {
  const columns = Array.from({length: timelineWidth(width)}, () => ' ');
  for (const {column, mark} of marks) columns[column] = mark;
  return [cell('', beforeOf(width), style), span(columns.join('').trimEnd(), 'accent')];
}

export function legendRow({secondsPerColumn}: LiveTimeline, style: Style): Row {
  const params = {
    seconds: secondsPerColumn,
    ok: signOf('ok', style),
    some: signOf('some', style),
    none: signOf('none', style),
  };
  return [span(` ${style.say('drill.legend', params)}`, 'dim')];
}
