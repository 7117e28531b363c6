// The two lines that are always on top: is it well, what may still break, and may this console change anything.

import type {Judgement} from '../model/verdict.ts';
import type {ConsoleState} from '../state/console-state.ts';
import type {Row, Span} from './kit/row.ts';
import {cell, rowWidth, span, spread} from './kit/row.ts';
import type {Style} from './kit/style.ts';
import {widthOf} from './kit/text-width.ts';
import {toneOfLevel} from './kit/theme.ts';

export function headerRows(state: ConsoleState, style: Style, width: number): readonly Row[] {
  return [verdictRow(state, style, width), placeRow(state, style, width)];
}

function verdictRow(state: ConsoleState, style: Style, width: number): Row {
  const mode = modeSpans(state, style);
  const verdict = verdictSpans(state, style);
  const taken = rowWidth(mode) + rowWidth(verdict) + 5;
  const name = Math.max(4, Math.min(widthOf(state.summary.cluster), width - taken, Math.floor(width / 3)));
  const gap = Math.max(1, Math.min(12, Math.floor((width - taken - name) / 3)));
  const left = [span(' '), cell(state.summary.cluster, name, style, 'strong'), span(' '.repeat(gap)), ...verdict];
  return spread(left, [...mode, span(' ')], width, style);
}

function verdictSpans({judgement, summary}: ConsoleState, style: Style): Row {
  if (judgement === null) {
    const asking = style.say('header.asking', {count: summary.controllers.length});
    return [span(`${style.glyphs.level.unknown} ${style.say('level.unknown')}`, 'unknown'), dot(style), span(asking)];
  }
  const {level} = judgement;
  const word = `${style.glyphs.level[level]} ${style.say(`level.${level}`)}`;
  const tone = level === 'ok' ? 'ok' : toneOfLevel(level);
  return [span(word, tone), dot(style), toleranceSpan(judgement, style)];
}

function dot(style: Style): Span {
  return span(` ${style.glyphs.dot} `, 'dim');
}

/** Nothing may be lost any more is a warning of its own, also when everything is green (ha-operations §2.1). */
function toleranceSpan({tolerance}: Judgement, style: Style): Span {
  if (tolerance === null) return span(style.say('header.may-lose-unknown'), 'dim');
  if (tolerance <= 0) return span(style.say('header.may-lose-0'), 'warning');
  if (tolerance === 1) return span(style.say('header.may-lose-1'));
  return span(style.say('header.may-lose-n', {count: tolerance}));
}

function modeSpans({mode, summary}: ConsoleState, style: Style): Row {
  const lab: Row = summary.lab ? [span(style.say('header.lab'), 'accent'), span(' ')] : [];
  if (mode.kind === 'operate') return [...lab, span(style.say('mode.operate'), 'operate')];
  return [...lab, span(style.say(mode.locked ? 'mode.watch-only' : 'mode.watch'), 'dim')];
}

/** The address and its owners stay whole; of the counts the last ones go where there is no room. */
function placeRow(state: ConsoleState, style: Style, width: number): Row {
  const left: Row = [span(' '), vipSpan(state, style)];
  let counts = countSpans(state, style);
  const joined = (): Row => counts.flatMap((one, index) => (index === 0 ? [one] : [dot(style), one]));
  while (counts.length > 1 && rowWidth(left) + rowWidth(joined()) + 3 > width) counts = counts.slice(0, -1);
  return spread(left, [...joined(), span(' ')], width, style);
}

function vipSpan({judgement, summary}: ConsoleState, style: Style): Span {
  const {vip} = summary;
  const owners = judgement?.vip.owners ?? [];
  if (owners.length === 1) return span(style.say('header.vip-on', {vip, owners: owners.join()}));
  if (owners.length > 1) return span(style.say('header.vip-on', {vip, owners: owners.join(' + ')}), 'critical');
  const level = judgement?.services.keepalived.level;
  if (level === 'none') return span(style.say('header.vip-unused', {vip}), 'dim');
  if (judgement === null || level === 'unknown') return span(style.say('header.vip-unknown', {vip}), 'dim');
  return span(style.say('header.vip-nowhere', {vip}), 'critical');
}

/** A run that is going on and a controller that does not answer are told before the mere counts. */
function countSpans(state: ConsoleState, style: Style): readonly Span[] {
  const {summary, judgement} = state;
  const running = state.runs?.find((run) => run.state === 'running');
  const count = summary.controllers.length;
  const unheard = Object.keys(state.unheard).filter((host) => judgement?.controllers[host]?.reach === 'seen').length;
  const silent = Object.values(judgement?.controllers ?? {}).filter((one) => one.reach === 'lost').length;
  const nodes = style.say(summary.computeNodes === 1 ? 'header.nodes-1' : 'header.nodes-n', {
    count: summary.computeNodes,
  });
  return [
    ...(running === undefined ? [] : [span(style.say('header.run', {run: running.runId}), 'accent')]),
    silent === 0
      ? span(style.say('header.controllers', {count}))
      : span(style.say('header.controllers-seen', {seen: count - silent, count}), 'warning'),
    ...(unheard === 0 ? [] : [span(style.say('header.unheard', {count: unheard}), 'dim')]),
    ...(summary.computeNodes > 0 ? [span(nodes)] : []),
  ];
}
