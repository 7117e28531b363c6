// Small makers of figures for the service screens: every one says what is not known, and none is ever empty.

import type {UnitFacts} from '../../model/facts.ts';
import {formatAge, formatBytes, formatCount, formatDuration} from '../../model/quantity.ts';
import type {Reading} from '../../model/reading.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {Series} from '../../state/series.ts';
import {newestOf, seriesOf} from '../../state/series.ts';
import {bar, sparkline} from '../kit/sparkline.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import type {FactText} from './fact-value.ts';

export type SectionContext = {
  readonly state: ConsoleState;
  readonly style: Style;
  readonly hosts: readonly HostName[];
  /** The column of the cursor in tables with a column a controller; 0 for none. */
  readonly column: number;
};

export function text(value: string, tone: Tone = 'plain'): FactText {
  return {text: value, tone};
}

export function orDash(value: string | null | undefined, style: Style, tone: Tone = 'plain'): FactText {
  return value === null || value === undefined || value === '' ? text(style.glyphs.dash, 'dim') : text(value, tone);
}

export function count(value: number | null | undefined, style: Style): FactText {
  return value === null || value === undefined ? text(style.glyphs.dash, 'dim') : text(formatCount(value));
}

export function bytes(value: number | null | undefined, style: Style): FactText {
  return value === null || value === undefined ? text(style.glyphs.dash, 'dim') : text(formatBytes(value));
}

/** yes or no; `bad` names the answer that an operator should not overlook. null: nobody said. */
export function yesNo(value: boolean | null | undefined, style: Style, bad?: boolean): FactText {
  if (value === null || value === undefined) return text(style.glyphs.level.unknown, 'unknown');
  return text(style.say(value ? 'fact-value.yes' : 'fact-value.no'), value === bad ? 'warning' : 'plain');
}

/** systemd's word; anything but active stands out, a unit that does not exist is a dash. */
export function unit(facts: UnitFacts | null | undefined, style: Style): FactText {
  if (facts === null || facts === undefined || facts.active === 'not-found') return text(style.glyphs.dash, 'dim');
  const {active, restarts} = facts;
  const word = restarts > 0 ? style.say('host.unit-restarts', {state: active, count: restarts}) : active;
  return text(word, active === 'active' ? 'plain' : active === 'failed' ? 'critical' : 'warning');
}

/** The figure of now and behind it how it went, as long as there is room; in narrow columns the figure alone. */
export function withHistory(values: Series['values'], shown: string, style: Style, room: number): FactText {
  const width = Math.min(15, values.length, room - widthOf(shown) - 2);
  return text(width < 3 ? shown : `${shown} ${sparkline(values, width, style)}`);
}

/** A bar of how full something is, and the figure; in narrow columns the figure alone. */
export function withBar(share: number, shown: string, style: Style, room: number): string {
  return widthOf(shown) + 8 <= room ? `${bar(share, 6, style)} ${shown}` : shown;
}

export function seriesHere(
  {state}: SectionContext,
  service: ServiceId,
  figure: string,
  host: HostName | 'cluster',
): {readonly values: Series['values']; readonly newest: number | null} {
  const values = seriesOf(state.series, service, figure, host);
  return {values, newest: newestOf(values)};
}

/** A rate a second with as many digits as it deserves. */
export function rateText(perSecond: number, style: Style): string {
  const rounded = perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10;
  return style.say('service.per-second', {count: formatCount(rounded)});
}

/** What was seen of a shared reading: now, or last and then with a remark for the section's title. */
export function sharedValue<T extends {readonly askedOf: HostName}>(
  reading: Reading<T> | undefined,
  {state, style}: SectionContext,
): {readonly value: T; readonly stale: boolean; readonly note: string} | null {
  if (reading === undefined || reading.kind === 'none') return null;
  if (reading.kind === 'seen') {
    const {value} = reading;
    return {value, stale: false, note: style.say('service.asked-of', {host: value.askedOf})};
  }
  if (reading.last === undefined) return null;
  const age = formatAge(Math.max(0, state.now - reading.last.at));
  const note = `${style.glyphs.level.unknown} ${style.say('service.as-last-seen', {age})}`;
  return {value: reading.last.value, stale: true, note};
}

/** The controller that has this address; the bare address where it is none of ours. */
export function nameOfAddress({state}: SectionContext, address: string): string {
  const known = Object.entries(state.judgement?.controllers ?? {}).find(([, one]) => one.address === address);
  return known?.[0] ?? address;
}

/** An uptime, in minutes at most: nobody needs its seconds, and they would move all the time. */
export function upText(seconds: number): string {
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  return seconds < 2 * 86_400 ? formatDuration(Math.floor(seconds / 60) * 60_000) : `${Math.floor(seconds / 86_400)} d`;
}
