// Events: the alerts that wait for somebody, then everything that happened, newest first.

import type {FindingLevel} from '../../model/level.ts';
import {compareLevels} from '../../model/level.ts';
import {formatClock} from '../../model/quantity.ts';
import type {Instant} from '../../model/reading.ts';
import type {Alert} from '../../state/alerts.ts';
import {isOpen} from '../../state/alerts.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {FeedEntry} from '../../state/feed.ts';
import type {LayerOf} from '../../state/layer.ts';
import {orderOf} from '../../state/list-order.ts';
import {openAlerts} from '../../state/reduce-alerts.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {feedRow} from '../kit/feed-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Page, PageContext} from '../page.ts';

export function eventsPage({state, style, size}: PageContext, layer: LayerOf<'events'>): Page {
  const told = [...alertEntries(state, style, size.width), ...feedEntries(state, style)].sort(orderOfEvents(layer));
  const entries = [...told.filter(({open}) => open), ...told.filter(({open}) => !open)];
  const {rows, items} = filteredList(entries, layer.cursor, size.height - 2);
  const waitingCount = openAlerts(state);
  const title: Row = [span(` ${style.say('feed.title')}`, 'strong')];
  const waiting: Row =
    waitingCount === 0
      ? [span(style.say('alerts.none'), 'dim')]
      : [span(style.say('alerts.waiting', {count: waitingCount}), 'warning')];
  const clock = formatClock(state.startedAt, state.zoneOffsetMinutes);
  const quiet: readonly Row[] =
    entries.length === 0 ? [[span(`   ${style.say('feed.quiet', {clock})}`, 'dim')]] : nothingLeft(rows, style);
  return {
    rows: [spread(title, [...waiting, span(' ')], size.width, style), ruleRow(size.width, style), ...quiet, ...rows],
    items,
    last: 0,
  };
}

function nothingLeft(rows: readonly Row[], style: Style): readonly Row[] {
  return rows.length > 0 ? [] : [[span(`   ${style.say('filter.nothing')}`, 'dim')]];
}

/** An entry with what it is sorted by. An alert that waits for somebody stands above everything else. */
type Event = ListEntry & {
  readonly at: Instant;
  readonly level: FindingLevel;
  readonly place: string;
  readonly open: boolean;
};

function orderOfEvents(layer: LayerOf<'events'>): (a: Event, b: Event) => number {
  const newest = (a: Event, b: Event): number => b.at - a.at;
  const order = orderOf(layer);
  if (order === 'worst') return (a, b) => compareLevels(a.level, b.level) || newest(a, b);
  return order === 'place' ? (a, b) => a.place.localeCompare(b.place) || newest(a, b) : newest;
}

function alertEntries(state: ConsoleState, style: Style, width: number): readonly Event[] {
  return state.alerts.map((alert) => ({
    ...alertEntry(alert, state, style, width),
    at: alert.acknowledged?.at ?? alert.latestAt,
    level: alert.level,
    place: alert.subject,
    open: isOpen(alert),
  }));
}

function feedEntries(state: ConsoleState, style: Style): readonly Event[] {
  return state.feed.map((entry, index) => ({
    key: `event:${state.feed.length - index}`,
    at: entry.at,
    level: entry.level === 'none' ? 'info' : entry.level,
    place: placeOf(entry),
    open: false,
    rows: (selected) => [marked(feedRow(entry, state, style), selected, style)],
  }));
}

function placeOf(entry: FeedEntry): string {
  return 'host' in entry ? entry.host : '';
}

/** Feed rows begin with three blank cells: the cursor stands there. */
function marked(row: Row, selected: boolean, style: Style): Row {
  const [first, ...rest] = row;
  if (!selected || first === undefined) return row;
  return [span(` ${style.glyphs.cursor} `, 'accent'), {...first, text: first.text.slice(3)}, ...rest];
}

function alertEntry(alert: Alert, state: ConsoleState, style: Style, width: number): ListEntry {
  const {subject, level, from, finding, acknowledged} = alert;
  const open = isOpen(alert);
  const name = subject === 'cluster' ? style.say('feed.cluster') : style.say(`service.title.${subject}`);
  const sign = open ? style.glyphs.level[level] : style.glyphs.level.ok;
  const change = `${style.say(`level.${from}`)} ${style.glyphs.arrow} ${style.say(`level.${level}`)}`;
  const often = alert.times > 1 ? `, ${style.say('alerts.times', {count: alert.times})}` : '';
  const now = open ? `, ${nowText(alert, state, style)}` : '';
  const said = finding === null ? '' : style.tell(finding);
  const tone = open ? level : 'dim';
  const detail = acknowledged === null ? said : acknowledgedText(alert, state, style);
  return {
    key: `alert:${alert.id}`,
    rows: (selected) => [
      [
        span(selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
        span(`${formatClock(alert.latestAt, state.zoneOffsetMinutes)}  `, 'dim'),
        span(`${sign} `, tone),
        cell(name, 12, style, open ? 'strong' : 'dim'),
        span(`${change}${often}${now}`, tone),
        ...(selected && open ? [span(`  ${style.say('alerts.key')}`, 'accent')] : []),
      ],
      ...wrap(detail, width - 16)
        .filter((line) => line !== '')
        .slice(0, 2)
        .map((line): Row => [span(' '.repeat(13)), span(line, open ? 'plain' : 'dim')]),
    ],
  };
}

/** What was bad may be well again; it still waits for somebody. */
function nowText({subject}: Alert, {judgement}: ConsoleState, style: Style): string {
  const level = subject === 'cluster' ? judgement?.level : judgement?.services[subject].level;
  return style.say('alerts.now', {level: style.say(`level.${level ?? 'unknown'}`)});
}

function acknowledgedText({acknowledged}: Alert, state: ConsoleState, style: Style): string {
  if (acknowledged === null) return '';
  const {by, at, comment} = acknowledged;
  return style.say('alerts.acknowledged', {by, clock: formatClock(at, state.zoneOffsetMinutes), comment});
}
