// The overview: matrix, findings worst first, and what happened lately. The first page, and the one to return to.

import {formatClock} from '../../model/quantity.ts';
import {services} from '../../model/service.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import {listedFindings} from '../../state/listed-findings.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {wideColumns} from '../../state/visible-change.ts';
import {feedRow} from '../kit/feed-rows.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row, Size} from '../kit/row.ts';
import {fitRow, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {windowOf} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {bannerRows} from './banner-rows.ts';
import {figureRows} from './figures-block.ts';
import {matrixRows} from './matrix.ts';

/** Findings and events keep so many lines of a wide screen, and fewer figures than these are not worth their place. */
const leastUpper = 9;
const leastFigures = 10;
const matrixHeight = services.length + 1;

export function overviewPage({state, style, size}: PageContext): Page {
  const keyed = listedFindings(state);
  const items = [...services.map((service) => `service:${service}`), ...keyed.map((one) => one.key)];
  const selected = items[indexOfItem(topLayer(state).cursor, items)] ?? null;
  const service = services.find((one) => selected === `service:${one}`) ?? null;
  const ruled = size.height >= 16;
  const banners = bannerRows(state, style, size.width);
  const below = size.height - matrixHeight - banners.length - (ruled ? 1 : 0);
  const rows = [
    ...banners,
    ...matrixRows(state, style, size.width, service, topLayer(state).cursor.column),
    ...(ruled ? [ruleRow(size.width, style)] : []),
    ...lowerRows({state, style, size: {width: size.width, height: below}}, selected),
  ];
  return {rows, items, last: 0};
}

/** Findings above events, or beside them where the screen is wide. */
function lowerRows({state, style, size}: PageContext, selected: string | null): readonly Row[] {
  if (size.width >= wideColumns) {
    // The newest and the worst first; the figures get what those leave over.
    const upper = Math.min(size.height, Math.max(leastUpper, Math.floor(size.height / 3)));
    const room = size.height - upper - 1;
    const figures = room < leastFigures ? [] : figureRows(state, style, {width: size.width, height: room});
    const sides = sideRows(
      state,
      style,
      {width: size.width, height: figures.length === 0 ? size.height : upper},
      selected,
    );
    return figures.length === 0 ? sides : [...sides, [], ...figures];
  }
  const wanted = findingBlock(state, style, {width: size.width, height: findingRoom(size.height)}, selected);
  const left = size.height - wanted.length;
  return left >= 3 ? [...wanted, [], ...eventBlock(state, style, left - 1, true)] : wanted;
}

/** Findings at the left, events at the right; exactly as many rows as there is height. */
function sideRows(state: ConsoleState, style: Style, size: Size, selected: string | null): readonly Row[] {
  const left = Math.floor(size.width * 0.58);
  const findings = findingBlock(state, style, {width: left, height: size.height}, selected);
  const events = eventBlock(state, style, size.height, true);
  return Array.from({length: size.height}, (_, line) => [
    ...fitRow(findings[line] ?? [], left, style),
    ...(events[line] ?? []),
  ]);
}

/** On a low screen the findings get everything; else events keep a few lines. */
function findingRoom(height: number): number {
  return height < 8 ? height : height - Math.min(5, Math.floor(height / 3));
}

function findingBlock(
  state: ConsoleState,
  style: Style,
  size: {readonly width: number; readonly height: number},
  selected: string | null,
): readonly Row[] {
  const keyed = listedFindings(state);
  if (keyed.length === 0) {
    // A filter that hides everything must not read as a cluster that has nothing to report.
    const hidden = (state.judgement?.findings.length ?? 0) > 0;
    const quiet = state.judgement === null ? 'findings.waiting' : hidden ? 'filter.nothing' : 'findings.none';
    return [[span(`   ${style.say(quiet)}`, 'dim')]];
  }
  const at = Math.max(
    0,
    keyed.findIndex((one) => one.key === selected),
  );
  const inLines = (maxLines: number) =>
    keyed.map(({key, finding}) =>
      findingRows(finding, {style, width: size.width, selected: key === selected, maxLines}),
    );
  const full = inLines(2);
  const blocks = full.flat().length <= size.height ? full : inLines(1);
  const fits = blocks.flat().length <= size.height;
  const height = fits ? size.height : size.height - 1;
  const {first, end} = windowOf(
    blocks.map((block) => block.length),
    height,
    at,
  );
  const rest = keyed.length - end + first;
  const more: readonly Row[] = fits ? [] : [[span(`     ${style.say('findings.more', {count: rest})}`, 'dim')]];
  return [...blocks.slice(first, end).flat(), ...more];
}

function eventBlock(state: ConsoleState, style: Style, height: number, titled: boolean): readonly Row[] {
  const clock = formatClock(state.startedAt, state.zoneOffsetMinutes);
  const title: readonly Row[] = titled ? [[span(`   ${style.say('feed.title')}`, 'dim')]] : [];
  const entries: readonly Row[] =
    state.feed.length === 0
      ? [[span(`   ${style.say('feed.quiet', {clock})}`, 'dim')]]
      : state.feed.slice(0, height).map((entry) => feedRow(entry, state, style));
  return [...title, ...entries].slice(0, height);
}
