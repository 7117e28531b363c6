// The page of a run: what it is, how far, what each controller does now, what failed, and every step.

import type {Step} from '../../model/plan.ts';
import {formatDuration} from '../../model/quantity.ts';
import {keyFindings} from '../../state/finding-key.ts';
import type {LayerOf} from '../../state/layer.ts';
import type {RunView, StepView} from '../../state/run-view.ts';
import type {ListEntry} from '../command/filtered-list.ts';
import {filteredList} from '../command/filtered-list.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {ruleRow} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import type {Page, PageContext} from '../page.ts';
import {runHead} from './run-head.ts';
import {stepSign, stepTone} from './run-words.ts';

export function runPage({state, style, size}: PageContext, layer: LayerOf<'run'>): Page {
  const run = state.run;
  if (run === null || run.runId !== layer.runId || run.plan === null) {
    const title = style.say('run.title', {run: layer.runId});
    const fault = run?.runId === layer.runId ? run.fault : null;
    const what = span(fault ?? style.say('run.waiting'), fault === null ? 'dim' : 'critical');
    return {rows: [[span(` ${title}  `, 'strong'), what]], items: [], last: 0};
  }
  const notes = keyFindings(run.notes);
  const head = runHead(run, style, size);
  const entries: readonly ListEntry[] = [
    ...notes.map(
      ({key, finding}): ListEntry => ({
        key,
        rows: (selected) => findingRows(finding, {style, width: size.width, selected, maxLines: 2}),
      }),
    ),
    ...stepEntries(run, style, size.width),
  ];
  const {rows, items} = filteredList(entries, layer.cursor, size.height - head.length - 1);
  return {rows: [...head, ruleRow(size.width, style), ...rows], items, last: 0};
}

/** One entry a step; the first step of a stage carries the stage's title above it. */
function stepEntries(run: RunView, style: Style, width: number): readonly ListEntry[] {
  const plan = run.plan;
  if (plan === null) return [];
  const hostWidth = Math.min(16, Math.max(6, ...plan.steps.map((step) => step.on.length)));
  return plan.steps.map((step, index) => {
    const first = plan.steps[index - 1]?.stage !== step.stage;
    const stage = plan.stages.find((one) => one.id === step.stage);
    const title: readonly Row[] = first
      ? [
          [
            span(
              `   ${stage?.phase === undefined ? '' : `${stage.phase} `}${stage === undefined ? step.stage : style.words(stage.title)}`,
              'strong',
            ),
          ],
        ]
      : [];
    return {
      key: `step:${step.id}`,
      rows: (selected) => [...title, stepRow(step, run.steps[step.id], {style, width, hostWidth, selected})],
    };
  });
}

type StepRowOptions = {
  readonly style: Style;
  readonly width: number;
  readonly hostWidth: number;
  readonly selected: boolean;
};

function stepRow(step: Step, view: StepView | undefined, {style, width, hostWidth, selected}: StepRowOptions): Row {
  const state = view?.state ?? 'waiting';
  const tone = stepTone(state);
  const took = view === undefined || view.tookMs === null ? '' : formatDuration(view.tookMs);
  const said = state === 'running' && view?.line ? view.line : style.say(`step.state.${state}`);
  const outcome = `${said}${took === '' ? '' : `  ${took}`}`;
  const right = Math.min(Math.max(22, Math.floor(width * 0.4)), 70);
  return [
    span(selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    span(`${stepSign(state, style)} `, tone),
    cell(step.on, hostWidth + 1, style),
    cell(
      style.words(step.title),
      Math.max(8, width - hostWidth - right - 7),
      style,
      state === 'waiting' ? 'dim' : 'plain',
    ),
    span(' '),
    cell(outcome, right, style, tone),
  ];
}
