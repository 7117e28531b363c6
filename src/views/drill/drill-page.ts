// The page of a drill while it happens: how far it is, when it is restored, and a time line a service or stream.

import type {LiveDrill} from '../../model/drill/live.ts';
import {type LiveTimeline, liveTimeline} from '../../model/drill/live-rows.ts';
import type {LayerOf} from '../../state/layer.ts';
import {isGoingOn} from '../../state/run-view.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row, Size} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {drillHead, drillTail} from './drill-head.ts';
import {headRow, legendRow, marksRow, timelineRow, timelineWidth} from './drill-rows.ts';

export function drillPage({state, style, size}: PageContext, layer: LayerOf<'drill'>): Page {
  const {run} = state;
  const drill = run?.runId === layer.runId ? run.drill : null;
  if (run === null || drill === null) {
    const what = span(` ${style.say('run.title', {run: layer.runId})}  ${style.say('run.waiting')}`, 'dim');
    return {rows: [[what]], items: null, last: 0};
  }
  const head = [...drillHead(run, drill, style, size.width), ruleRow(size.width, style)];
  const tail = drillTail(run, style, size.width);
  const body = timeline(drill, isGoingOn(run), style, {...size, height: size.height - head.length - tail.length});
  const page = textPage([...body, ...tail], layer.cursor.line, Math.max(1, size.height - head.length));
  return {...page, rows: [...head, ...page.rows].slice(0, size.height)};
}

/** Every stream where there is room for all of them, otherwise a line a service: nothing is cut off in the middle. */
function timeline(drill: LiveDrill, goingOn: boolean, style: Style, {width, height}: Size): readonly Row[] {
  const columns = timelineWidth(width);
  const streams = liveTimeline(drill, columns, 'stream');
  if (streams.rows.length === 0) return [[span(` ${style.say('drill.waiting')}`, 'dim')]];
  const fixed = 3;
  const shown = streams.rows.length + fixed <= height ? streams : liveTimeline(drill, columns, 'service');
  return rowsOf(shown, drill, goingOn, style, width);
}

function rowsOf(shown: LiveTimeline, drill: LiveDrill, goingOn: boolean, style: Style, width: number): readonly Row[] {
  return [
    headRow(style, width),
    ...shown.rows.map((row, index) => {
      const first = shown.rows[index - 1]?.service !== row.service;
      return timelineRow(row, {spec: drill.spec, first, goingOn}, style, width);
    }),
    marksRow(shown, style, width),
    legendRow(shown, style),
  ];
}
