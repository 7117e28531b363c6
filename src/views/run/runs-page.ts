// The list of runs on this machine, newest first: what, who, when, how it ended.

import {formatClock} from '../../model/quantity.ts';
import {topLayer} from '../../state/console-state.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {runSign, runTone} from './run-words.ts';

export function runsPage({state, style, size}: PageContext): Page {
  const runs = [...(state.runs ?? [])].sort((a, b) => b.startedAt - a.startedAt);
  const items = runs.map((run) => `run:${run.runId}`);
  const at = indexOfItem(topLayer(state).cursor, items);
  const title: Row = [span(` ${style.say('runs.title')}`, 'strong')];
  if (runs.length === 0) return {rows: [title, [], [span(`   ${style.say('runs.none')}`, 'dim')]], items, last: 0};
  const actorWidth = size.width >= 100 ? 24 : 12;
  const rows = runs.map((run, index): Row => {
    const here = index === at;
    return [
      span(here ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
      span(`${runSign(run.state, style)} `, runTone(run.state)),
      cell(run.runId, 10, style, here ? 'strong' : 'plain'),
      cell(formatClock(run.startedAt, state.zoneOffsetMinutes), 10, style, 'dim'),
      cell(style.say(`run.state.${run.state}`), 11, style, runTone(run.state)),
      cell(run.actor, actorWidth, style, 'dim'),
      span(` ${run.title}`),
    ];
  });
  const list = windowRows(
    rows.map((row) => [row]),
    size.height - 2,
    at,
  );
  return {rows: [title, ruleRow(size.width, style), ...list], items, last: 0};
}
