// The time line of a recording: where it stands, how fast it goes, and where something happened.

import {formatClock} from '../../model/quantity.ts';
import type {ReplayMark, ReplayView} from '../../state/replay-view.ts';
import type {Row, Span} from '../kit/row.ts';
import {rowWidth, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {toneOfLevel} from '../kit/theme.ts';

/** One line of exactly `width` cells. */
export function timeLine(view: ReplayView, zoneOffsetMinutes: number, width: number, style: Style): Row {
  const clock = (at: number): string => formatClock(at, zoneOffsetMinutes);
  const state = style.say(view.playing ? 'replay.playing' : 'replay.paused', {speed: view.speed});
  const left: Row = [span(` ${state} `, 'accent'), span(` ${clock(view.at)}  `, 'strong')];
  const right: Row = [span(`  ${clock(view.until)} `, 'dim')];
  const room = width - rowWidth(left) - rowWidth(right);
  return room < 10 ? left : [...left, ...track(view, room, style), ...right];
}

/** A mark is drawn with its level's sign; what is already past is a heavier line than what is to come. */
function track(view: ReplayView, width: number, style: Style): readonly Span[] {
  const length = Math.max(1, view.until - view.from);
  const column = (at: number): number => Math.min(width - 1, Math.floor(((at - view.from) / length) * (width - 1)));
  const here = column(view.at);
  const marks = new Map<number, ReplayMark>();
  // The worse of two that fall into one column stays.
  for (const mark of view.marks) {
    const before = marks.get(column(mark.at));
    if (before === undefined || weight(mark) >= weight(before)) marks.set(column(mark.at), mark);
  }
  return Array.from({length: width}, (_, index) => {
    if (index === here) return span(style.glyphs.cursor, 'strong');
    const mark = marks.get(index);
    if (mark !== undefined) return span(style.glyphs.level[mark.level], toneOfLevel(mark.level));
    return span(style.glyphs.rule, index < here ? 'accent' : 'dim');
  });
}

function weight({level}: ReplayMark): number {
  return {none: 0, ok: 1, warning: 2, unknown: 3, critical: 4}[level];
}
