// The page of one service: its verdict, its findings worst first, and a table with a row a fact and a column a controller.

import type {HostName, ServiceId} from '../../model/service.ts';
import type {Cell, ServiceVerdict} from '../../model/verdict.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import {wordKey} from '../../state/last-words.ts';
import {listedFindings} from '../../state/listed-findings.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {selectAge} from '../../state/select-age.ts';
import {cellSpans} from '../kit/cell-spans.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {toneOfLevel} from '../kit/theme.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import type {FactDefinition} from './fact-definitions.ts';
import {definitionsOf} from './fact-definitions.ts';
import {factTitle} from './fact-title.ts';
import type {Fact, FactText} from './fact-value.ts';
import {factValue} from './fact-value.ts';

type Line = {readonly key: string; readonly rows: readonly Row[]};
type Table = {readonly hosts: readonly HostName[]; readonly label: number; readonly width: number};

export function servicePage(context: PageContext & {readonly service: ServiceId}): Page {
  const {state, style, size, service} = context;
  const verdict = state.judgement?.services[service];
  const cursor = topLayer(state).cursor;
  const selectedOf = (keys: readonly string[]) => keys[indexOfItem(cursor, keys)] ?? null;
  const keyed = listedFindings(state);
  const draft = factLines(context, verdict, null);
  const items = [...keyed.map((one) => one.key), ...draft.map((line) => line.key)];
  const selected = selectedOf(items);
  const findings = keyed.map(({key, finding}) =>
    findingRows(finding, {style, width: size.width, selected: key === selected, maxLines: 2}),
  );
  const head = [titleRow(service, verdict, style, size.width), ruleRow(size.width, style)];
  const findingHeight = Math.min(findings.flat().length, Math.max(2, Math.floor(size.height / 3)));
  const findingAt = keyed.findIndex((one) => one.key === selected);
  const shownFindings = windowRows(findings, findingHeight, Math.max(0, findingAt));
  const lines = factLines(context, verdict, selected);
  const above = [...head, ...shownFindings, ...(shownFindings.length > 0 ? [ruleRow(size.width, style)] : [])];
  const table = [
    hostRow(state, style, tableOf(context)),
    ...windowRows(
      lines.map((line) => line.rows),
      size.height - above.length - 1,
      Math.max(
        0,
        lines.findIndex((line) => line.key === selected),
      ),
    ),
  ];
  return {rows: [...above, ...table], items, last: 0};
}

function titleRow(service: ServiceId, verdict: ServiceVerdict | undefined, style: Style, width: number): Row {
  const name = span(` ${style.say(`service.title.${service}`)}  `, 'strong');
  if (verdict === undefined) return spread([name, span(style.say('service.not-judged'), 'dim')], [], width, style);
  const tone = toneOfLevel(verdict.level);
  const tolerance: Row =
    verdict.tolerance === null
      ? []
      : [
          span(
            style.say('service.may-lose', {count: verdict.tolerance}),
            verdict.tolerance === 0 ? 'warning' : 'plain',
          ),
        ];
  const level = span(
    `${style.glyphs.level[verdict.level]} ${style.say(`level.${verdict.level}`)}  `,
    verdict.level === 'ok' ? 'ok' : tone,
  );
  return spread([name, level, span(style.read(verdict.line))], [...tolerance, span(' ')], width, style);
}

function tableOf({state, style, size, service}: PageContext & {readonly service: ServiceId}): Table {
  const titles = keysOf(state.judgement?.services[service]).map((key) => widthOf(factTitle(service, key, style)));
  const label = Math.min(26, Math.max(12, ...titles)) + 4;
  const hosts = state.summary.controllers;
  const most = Math.max(1, Math.floor((size.width - label) / 8));
  const shown = hosts.slice(0, most);
  return {hosts: shown, label, width: Math.min(36, Math.floor((size.width - label) / Math.max(1, shown.length)))};
}

function keysOf(verdict: ServiceVerdict | undefined): readonly string[] {
  if (verdict === undefined) return [];
  return [
    ...Object.values(verdict.controllers).flatMap((one) => Object.keys(one.facts)),
    ...Object.keys(verdict.facts),
  ];
}

function hostRow(state: ConsoleState, style: Style, table: Table): Row {
  return [
    span(' '.repeat(table.label)),
    ...table.hosts.flatMap((host) => {
      const reach = state.judgement?.controllers[host];
      const tone = reach?.reach === 'lost' ? (reach.confirmedLost ? 'critical' : 'unknown') : 'strong';
      return [cell(host, table.width - 1, style, tone), span(' ')];
    }),
  ];
}

/** State first, then how old it is where that matters, then the facts, then those of the cluster as a whole. */
function factLines(
  context: PageContext & {readonly service: ServiceId},
  verdict: ServiceVerdict | undefined,
  selected: string | null,
): readonly Line[] {
  const {state, style, service} = context;
  const table = tableOf(context);
  const cells = table.hosts.map((host) => verdict?.controllers[host]);
  const keys = new Set(cells.flatMap((one) => Object.keys(one?.facts ?? {})));
  const ages = cells.map((one) => (one === undefined ? null : selectAge(one, state.now)));
  const label = (key: string, title: string, dim = false): Row => [
    span(key === selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    cell(title, table.label - 4, style, dim ? 'dim' : key === selected ? 'strong' : 'dim'),
    span(' '),
  ];
  const line = (key: string, title: string, columns: readonly Row[]): Line => ({
    key,
    rows: [[...label(key, title), ...columns.flat()]],
  });
  const states = table.hosts.map((host, index) =>
    cellSpans(cells[index], {
      now: state.now,
      style,
      width: table.width,
      lastWord: state.lastWords[wordKey(service, host)],
    }),
  );
  const clusterKeys = new Set(Object.keys(verdict?.facts ?? {}));
  return [
    line('fact:@state', style.say('service.state'), states),
    ...(ages.some((age) => age !== null)
      ? [
          line(
            'fact:@age',
            style.say('service.as-of'),
            ages.map((age) => columnOf({text: age ?? '', tone: 'dim'}, table, style)),
          ),
        ]
      : []),
    ...definitionsOf(service, keys).map((definition) =>
      line(
        `fact:${definition.key}`,
        factTitle(service, definition.key, style),
        cells.map((one) => columnOf(shownFact(one, definition, style), table, style)),
      ),
    ),
    ...clusterLines(verdict, definitionsOf(service, clusterKeys), (key, title) => label(key, title), {service, style}),
  ];
}

/** What a lost controller said last is no fact of now: only its state line repeats it, with its age. */
function shownFact(seen: Cell | undefined, {key, unit}: FactDefinition, style: Style): FactText {
  if (seen === undefined || seen.reading === 'lost') return {text: style.glyphs.level.unknown, tone: 'dim'};
  return factValue(seen.facts[key], unit, style);
}

function columnOf(
  value: {readonly text: string; readonly tone: Parameters<typeof cell>[3]},
  table: Table,
  style: Style,
): Row {
  return [cell(value.text, table.width - 1, style, value.tone), span(' ')];
}

function clusterLines(
  verdict: ServiceVerdict | undefined,
  definitions: readonly FactDefinition[],
  label: (key: string, title: string) => Row,
  {service, style}: {readonly service: ServiceId; readonly style: Style},
): readonly Line[] {
  const facts: Readonly<Record<string, Fact>> = verdict?.facts ?? {};
  const head: readonly Line[] =
    definitions.length === 0
      ? []
      : [{key: 'fact:@cluster', rows: [[span(`   ${style.say('service.cluster')}`, 'strong')]]}];
  const lines = definitions.map(({key, unit}): Line => {
    const value = factValue(facts[key], unit, style);
    return {
      key: `fact:cluster.${key}`,
      rows: [[...label(`fact:cluster.${key}`, factTitle(service, key, style)), span(value.text, value.tone)]],
    };
  });
  return [...head, ...lines];
}
