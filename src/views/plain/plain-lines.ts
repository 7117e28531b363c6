// The console as lines for a screen reader: what changed since the last time, and a page as text without frames and columns' air.

import {findingText} from '../../model/messages.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import {keyFindings} from '../../state/finding-key.ts';
import {findingsOnTop} from '../../state/open-item.ts';
import {bodyPage} from '../body-page.ts';
import {layerName} from '../command/breadcrumbs.ts';
import {headerRows} from '../header.ts';
import {feedRow} from '../kit/feed-rows.ts';
import {toAscii} from '../kit/glyphs.ts';
import type {Row} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';

/** Wide enough that little is cut, high enough that nothing is scrolled away. */
const page = {width: 120, height: 300} as const;

/** What an operator should hear of between two states; nothing where nothing changed. */
export function changeLines(before: ConsoleState, after: ConsoleState, style: Style): readonly string[] {
  const first = before.judgement === null && after.judgement !== null;
  return [
    ...(first
      ? overviewLines(after, style)
      : [...feedLines(before, after, style), ...findingLines(before, after, style)]),
    ...noticeLines(before, after, style),
  ].map((line) => plainText(line, style));
}

/** The two lines of the header, and what is found, worst first. */
export function overviewLines(state: ConsoleState, style: Style): readonly string[] {
  const findings = state.judgement?.findings ?? [];
  const services = Object.entries(state.judgement?.services ?? {}).flatMap(([name, {level, line}]) =>
    level === 'none' ? [] : [`${name}: ${style.say(`level.${level}`)}. ${line[style.language]}`],
  );
  return [
    ...headerRows(state, style, page.width).map(rowText),
    ...services,
    ...(findings.length === 0 ? [style.say('findings.none')] : findings.map((finding) => sentence(finding, style))),
  ].map((line) => plainText(line, style));
}

export type PlainPage = {
  readonly lines: readonly string[];
  /** What a typed number opens: the first is number 1. */
  readonly items: readonly string[];
};

/** The page on top as text. What can be opened is said once, with its number; lists are nothing but that. */
export function pageLines(state: ConsoleState, style: Style): PlainPage {
  const layer = topLayer(state);
  const {rows, items} = bodyPage({state, style, size: page});
  const named = (items ?? []).flatMap((item): readonly {readonly item: string; readonly name: string}[] => {
    const name = itemName(item, state, style);
    return name === undefined ? [] : [{item, name}];
  });
  const title = layer.kind === 'overview' ? [] : [`${layerName(layer, style)}:`];
  const text = layer.kind === 'overview' ? overviewLines(state, style) : isList(layer.kind) ? [] : rows.map(rowText);
  const numbered = named.map(({name}, index) => style.say('plain.number', {number: index + 1, what: name}));
  const lines = [...title, ...text, ...numbered].map((line) => plainText(line, style)).filter((line) => line !== '');
  return {lines, items: named.map(({item}) => item)};
}

/** Pages that are nothing but a list of what can be opened. */
function isList(kind: string): boolean {
  return ['actions', 'choose', 'runs', 'sites'].includes(kind);
}

/** What an entry is, in a sentence; undefined for one that the page's text tells already. */
function itemName(item: string, state: ConsoleState, style: Style): string | undefined {
  const name = item.slice(item.indexOf(':') + 1);
  if (item.startsWith('finding:')) {
    const found = keyFindings(findingsOnTop(state)).find(({key}) => key === item);
    return found === undefined ? undefined : sentence(found.finding, style);
  }
  if (item.startsWith('action:')) {
    const offer = state.summary.actions.find(({id}) => id === name);
    return offer === undefined
      ? name
      : `${name}: ${offer.title[style.language]}, ${style.say(`danger.${offer.danger}`)}`;
  }
  if (item.startsWith('choice:')) return name === '' ? style.say('choose.decide') : name;
  if (item.startsWith('run:')) {
    const run = state.runs?.find(({runId}) => runId === name);
    return run === undefined
      ? name
      : `${name}: ${style.words(run.title)}, ${style.say(`run.state.${run.state}`)}, ${run.actor}`;
  }
  if (item.startsWith('alert:')) {
    const alert = state.alerts.find(({id}) => id === name);
    if (alert === undefined || alert.acknowledged !== null) return undefined;
    return `${alert.subject} ${style.say(`level.${alert.level}`)}, ${style.say('alerts.key')}`;
  }
  return item.startsWith('site:') ? siteName(name, state, style) : undefined;
}

function siteName(name: string, {sites}: ConsoleState, style: Style): string {
  const site = sites.find((one) => one.name === name);
  return `${name}: ${style.say(`level.${site?.level ?? 'unknown'}`)}`;
}

function feedLines(before: ConsoleState, after: ConsoleState, style: Style): readonly string[] {
  const known = before.feed[0];
  const count = known === undefined ? after.feed.length : after.feed.indexOf(known);
  const fresh = count < 0 ? after.feed : after.feed.slice(0, count);
  return [...fresh].reverse().map((entry) => rowText(feedRow(entry, after, style)));
}

function findingLines(before: ConsoleState, after: ConsoleState, style: Style): readonly string[] {
  const were = keyFindings(before.judgement?.findings ?? []);
  const are = keyFindings(after.judgement?.findings ?? []);
  if (before.judgement === after.judgement) return [];
  const had = new Set(were.map(({key}) => key));
  const have = new Set(are.map(({key}) => key));
  return [
    ...are.filter(({key}) => !had.has(key)).map(({finding}) => sentence(finding, style)),
    ...were
      .filter(({key}) => !have.has(key))
      .map(({finding}) => style.say('plain.gone', {what: findingText(finding, style.language)})),
  ];
}

function sentence(finding: Parameters<Style['tell']>[0], style: Style): string {
  const where = finding.where === 'cluster' ? '' : `${finding.where}: `;
  return `${style.say(`level.${finding.level}`)}: ${where}${style.tell(finding)}`;
}

function noticeLines(before: ConsoleState, {notice}: ConsoleState, style: Style): readonly string[] {
  return notice === null || notice === before.notice ? [] : [style.say(notice.text, notice.params)];
}

function rowText(row: Row): string {
  return row.map(({text}) => text).join('');
}

/** Without what is there for the eye alone: frames, rules, bars, and runs of spaces. */
function plainText(text: string, style: Style): string {
  const words = text
    .replace(/[┌┐└┘│─█░›▏●○]/g, ' ')
    .replace(/(^|\s)([-+|#.=>_])\2{2,}(?=\s|$)/g, ' ')
    .replace(/^[|+>]\s|\s[|+]$/g, ' ')
    .replace(/\s{2,}/g, '  ')
    .trim();
  return style.glyphs.name === 'ascii' ? toAscii(words).replace(/[^\x20-\x7e]/gu, '?') : words;
}
