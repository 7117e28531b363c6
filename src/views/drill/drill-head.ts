// The upper part of a drill's page: what is done to whom, how far it is, and when it is taken back if nobody does.

import {type DrillState, drillStates} from '../../model/drill/drill.ts';
import type {LiveDrill} from '../../model/drill/live.ts';
import {formatSeconds} from '../../model/quantity.ts';
import {isGoingOn, type RunView} from '../../state/run-view.ts';
import type {Row, Span} from '../kit/row.ts';
import {rowWidth, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import {runSign, runTone} from '../run/run-words.ts';

export function drillHead(run: RunView, drill: LiveDrill, style: Style, width: number): readonly Row[] {
  const {spec} = drill;
  const state = run.finished?.result ?? (run.fault === null ? 'running' : 'orphaned');
  const title: Row = [
    span(` ${spec.drill} ${style.words(spec.title)}`, 'strong'),
    span(`  ${style.say('drill.on', {target: spec.target})}`),
  ];
  const right: Row = [span(`${runSign(state, style)} ${style.say(`run.state.${state}`)} `, runTone(state))];
  const line = run.steps[run.plan?.steps[0]?.id ?? '']?.line ?? '';
  return [
    spread(title, right, width, style),
    pathRow(drill, isGoingOn(run), style, width),
    faultRow(run, drill, style),
    ...(isGoingOn(run) && line !== '' ? [[span(` ${style.words(line)}`, 'dim')] satisfies Row] : []),
  ];
}

/** The states that it goes through: past, present and to come. A narrow screen shows those around the present one. */
function pathRow(drill: LiveDrill, goingOn: boolean, style: Style, width: number): Row {
  const now = drill.state === null ? -1 : drillStates.indexOf(drill.state);
  const words = drillStates.map((state, index): Row => [stateSpan(state, index - now, goingOn, style), span('  ')]);
  const all: Row = [span(' '), ...words.flat()];
  if (rowWidth(all) <= width) return all;
  const around = words.slice(Math.max(0, now - 1), Math.max(0, now - 1) + 4).flat();
  return [span(` ${style.glyphs.ellipsis} `, 'dim'), ...around, span(style.glyphs.ellipsis, 'dim')];
}

function stateSpan(state: DrillState, distance: number, goingOn: boolean, style: Style): Span {
  const {level, running, waiting} = style.glyphs;
  const word = style.say(`drill.state.${state}`);
  if (distance > 0) return span(`${waiting} ${word}`, 'dim');
  if (distance < 0 || (!goingOn && state === 'reported')) return span(`${level.ok} ${word}`, 'ok');
  // It ended there, before its time.
  if (!goingOn) return span(`${level.critical} ${word}`, 'critical');
  return span(`${running} ${word}`, 'accent');
}

function faultRow(run: RunView, drill: LiveDrill, style: Style): Row {
  const {spec} = drill;
  const at = (wanted: DrillState): number | null => drill.states.find(({state}) => state === wanted)?.at ?? null;
  const now = Math.max(drill.ticks.at(-1)?.at ?? 0, drill.states.at(-1)?.at ?? 0);
  const [faultAt, restoredAt, armedAt] = [at('inject'), at('restore'), at('armed')];
  if (restoredAt !== null)
    return [span(` ${style.say('drill.restored', {since: formatSeconds(now - restoredAt)})}`, 'ok')];
  if (faultAt === null) return [span(` ${style.say('drill.before')}`, 'dim')];
  const broken = span(` ${style.say('drill.broken', {since: formatSeconds(now - faultAt)})}  `, 'warning');
  if (armedAt === null || spec.injections.length === 0) return [broken];
  // Without its Runner the journal stands still: what is left is not known then, only that the target does it by itself.
  if (!isGoingOn(run)) return [broken, span(style.say('drill.overdue'), 'warning')];
  const power = spec.injections.some(({via}) => via === 'power');
  const left = formatSeconds(spec.ttlSeconds * 1000 - (now - armedAt));
  const params = {target: spec.target, left};
  return [broken, span(style.say(power ? 'drill.dead-man-power' : 'drill.dead-man', params), 'dim')];
}

/** How it ended, in the Runner's own words, and where the report is. */
export function drillTail(run: RunView, style: Style, width: number): readonly Row[] {
  if (isGoingOn(run)) return [];
  const result = style.say(`run.state.${run.finished?.result ?? 'orphaned'}`);
  const seen = Object.values(run.steps).map(({saw}) => saw);
  const said = [run.fault ?? '', ...seen, run.finished?.account ?? ''].filter((text) => text !== '');
  const lines = said
    .flatMap((text) => text.split('\n'))
    .flatMap((text) => wrap(style.words(text), Math.max(20, width - 3)));
  return [
    [span(` ${style.say('drill.ended', {result})}`, runTone(run.finished?.result ?? 'orphaned'))],
    ...lines.slice(0, 8).map((line): Row => [span(`   ${line}`)]),
    [span(` ${style.say('drill.report', {run: run.runId})}`, 'dim')],
  ];
}
