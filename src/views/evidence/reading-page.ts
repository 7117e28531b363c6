// Why a cell says what it says: its verdict, how its reading went, the findings about it, and the conversation behind it.

import {formatAge, formatClock, formatDuration} from '../../model/quantity.ts';
import type {Reading} from '../../model/reading.ts';
import {notAsked} from '../../model/reading.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {LayerOf, ReadingRef} from '../../state/layer.ts';
import {findingRows} from '../kit/finding-rows.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {exchangeRows} from './exchange-rows.ts';

export function readingPage({state, style, size}: PageContext, {about, cursor}: LayerOf<'reading'>): Page {
  const lines = [
    titleRow(about, state, style),
    ...howRows(about, state, style, size.width),
    ...aboutRows(about, state, style, size.width),
    [],
    ...conversationRows(about, state, style, size.width),
  ];
  return textPage(lines, cursor.line, size.height);
}

function titleRow({service, host}: ReadingRef, {judgement}: ConsoleState, style: Style): Row {
  const verdict = judgement?.services[service];
  const cell = host === 'cluster' ? undefined : verdict?.controllers[host];
  const level = cell?.level ?? verdict?.level ?? 'unknown';
  const said = cell?.word ?? verdict?.line;
  const place = host === 'cluster' ? style.say('feed.cluster') : host;
  return [
    span(` ${style.say(`service.title.${service}`)} ${style.glyphs.dot} ${place}  `, 'strong'),
    span(`${style.glyphs.level[level]} `, level === 'ok' ? 'ok' : toneOfLevel(level)),
    span(said === undefined ? '' : style.read(said), toneOfLevel(level)),
  ];
}

/** When it was read and how long that took; of a lost one why, and how old the last good answer is. */
function howRows(about: ReadingRef, state: ConsoleState, style: Style, width: number): readonly Row[] {
  const reading = readingAt(about, state);
  const clock = (at: number): string => formatClock(at, state.zoneOffsetMinutes);
  const age = (at: number): string => formatAge(Math.max(0, state.now - at));
  switch (reading.kind) {
    case 'none':
      return [[span(`   ${style.say(`reading.${reading.why}`)}`, 'dim')]];
    case 'seen': {
      const params = {clock: clock(reading.at), age: age(reading.at), took: formatDuration(reading.tookMs)};
      return [[span(`   ${style.say('reading.seen', params)}`, 'dim')]];
    }
    case 'lost': {
      const {error, last} = reading;
      const lost = style.say('reading.lost', {what: style.words(error.what), clock: clock(reading.at)});
      const was =
        last === undefined
          ? style.say('reading.never')
          : style.say('reading.last', {clock: clock(last.at), age: age(last.at)});
      const hint: readonly string[] = error.hint === undefined ? [] : [style.words(error.hint)];
      return [...wrap(lost, width - 6), ...wrap(was, width - 6), ...hint.flatMap((line) => wrap(line, width - 6))].map(
        (line, index): Row => [
          span(index === 0 ? `   ${style.glyphs.level.unknown} ` : '     ', 'unknown'),
          span(line),
        ],
      );
    }
  }
}

function readingAt({probe, host}: ReadingRef, {snapshot}: ConsoleState): Reading<unknown> {
  if (snapshot === null) return notAsked;
  if (probe === 'glusterVolume' || probe === 'slurmCluster') return snapshot.shared[probe];
  return snapshot.hosts[probe][host] ?? notAsked;
}

function aboutRows(
  {service, host}: ReadingRef,
  {judgement}: ConsoleState,
  style: Style,
  width: number,
): readonly Row[] {
  const findings = (judgement?.findings ?? []).filter((one) => one.service === service && one.where === host);
  if (findings.length === 0) return [];
  return [[], ...findings.flatMap((one) => findingRows(one, {style, width, selected: false, maxLines: 3}))];
}

function conversationRows(about: ReadingRef, state: ConsoleState, style: Style, width: number): readonly Row[] {
  const {recalled} = state;
  if (recalled === null || recalled.about.probe !== about.probe || recalled.about.host !== about.host) {
    return [[span(`   ${style.say('evidence.not-kept')}`, 'dim')]];
  }
  if (recalled.exchanges.length === 0) return [[span(`   ${style.say('evidence.not-kept')}`, 'dim')]];
  return [
    [span(`   ${style.say('evidence.asked', {count: recalled.exchanges.length})}`, 'dim')],
    [],
    ...exchangeRows(recalled.exchanges, state, style, width),
  ];
}
