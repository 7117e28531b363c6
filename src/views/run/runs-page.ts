// The history: what was run from this machine, by whom, why, when, how long it took and how it ended.

import {formatDuration, formatMoment} from '../../model/quantity.ts';
import type {RunSummary} from '../../state/console-deps.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {LayerOf} from '../../state/layer.ts';
import {orderOf} from '../../state/list-order.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Page, PageContext} from '../page.ts';
import {runSign, runTone} from './run-words.ts';

export function runsPage({state, style, size}: PageContext, layer: LayerOf<'runs'>): Page {
  const runs = [...(state.runs ?? [])].sort(orderRuns(layer));
  const title: Row = [span(` ${style.say('crumb.runs')}`, 'strong')];
  if (runs.length === 0) return {rows: [title, [], [span(`   ${style.say('runs.none')}`, 'dim')]], items: [], last: 0};
  const actorWidth = size.width >= 100 ? 24 : 14;
  const options = {state, style, width: size.width, actorWidth};
  const entries = runs.map(
    (run): ListEntry => ({
      key: `run:${run.runId}`,
      rows: (selected) => runRows(run, selected, options),
    }),
  );
  const {rows, items} = filteredList(entries, layer.cursor, size.height - 3);
  const nothing: readonly Row[] = rows.length > 0 ? [] : [[span(`   ${style.say('filter.nothing')}`, 'dim')]];
  return {rows: [title, ruleRow(size.width, style), headRow(style, actorWidth), ...nothing, ...rows], items, last: 0};
}

function orderRuns(layer: LayerOf<'runs'>): (a: RunSummary, b: RunSummary) => number {
  const newest = (a: RunSummary, b: RunSummary): number => b.startedAt - a.startedAt;
  const order = orderOf(layer);
  if (order === 'result') return (a, b) => a.state.localeCompare(b.state) || newest(a, b);
  return order === 'actor' ? (a, b) => a.actor.localeCompare(b.actor) || newest(a, b) : newest;
}

const widths = {id: 10, when: 13, took: 10, result: 13} as const;

function headRow(style: Style, actorWidth: number): Row {
  return [
    span('     '),
    cell('', widths.id, style),
    cell(style.say('runs.when'), widths.when, style, 'dim'),
    cell(style.say('runs.result'), widths.result, style, 'dim'),
    cell(style.say('runs.took'), widths.took, style, 'dim'),
    cell(style.say('runs.who'), actorWidth, style, 'dim'),
    span(style.say('runs.what'), 'dim'),
  ];
}

type RunRowOptions = {
  readonly state: ConsoleState;
  readonly style: Style;
  readonly width: number;
  readonly actorWidth: number;
};

/** One line; under the cursor also why it was run, whole, and what became of an orphan. */
function runRows(run: RunSummary, selected: boolean, {state, style, width, actorWidth}: RunRowOptions): readonly Row[] {
  const line: Row = [
    span(selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    span(`${runSign(run.state, style)} `, runTone(run.state)),
    cell(run.runId, widths.id, style, selected ? 'strong' : 'plain'),
    cell(formatMoment(run.startedAt, state.now, state.zoneOffsetMinutes), widths.when, style, 'dim'),
    cell(style.say(`run.state.${run.state}`), widths.result, style, runTone(run.state)),
    cell(run.tookMs === null ? style.glyphs.dash : formatDuration(run.tookMs), widths.took, style, 'dim'),
    cell(run.actor, actorWidth, style, 'dim'),
    span(style.words(run.title)),
  ];
  if (!selected) return [line];
  const why = run.reason === null ? style.say('runs.no-reason') : style.say('runs.why', {reason: run.reason});
  const orphan = run.state === 'orphaned' ? [style.say('runs.orphaned', {run: run.runId})] : [];
  const below = [`${style.words(run.title)} ${style.glyphs.dot} ${why}`, ...orphan];
  return [
    line,
    ...below.flatMap((text) => wrap(text, width - 8)).map((text): Row => [span('       '), span(text, 'dim')]),
  ];
}
