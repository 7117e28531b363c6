// Everything that a run did, step by step, as the command that it was; and which of it has a way back.

import type {Step} from '../../model/plan.ts';
import {formatDuration} from '../../model/quantity.ts';
import type {LayerOf} from '../../state/layer.ts';
import type {RunView} from '../../state/run-view.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {operationLine} from '../plan/operation-text.ts';
import {stepSign, stepTone} from './run-words.ts';

export function commandsPage({state, style, size}: PageContext, layer: LayerOf<'commands'>): Page {
  const run = state.run?.runId === layer.runId ? state.run : null;
  if (run === null || run.plan === null) {
    return {rows: [[span(`   ${style.say('run.waiting')}`, 'dim')]], items: null, last: 0};
  }
  const {steps} = run.plan;
  const count = steps.filter((step) => isUndoable(step, run)).length;
  const undo = count === 0 ? style.say('commands.no-undo') : style.say('commands.undoable', {count});
  const lines = [
    [
      span(` ${style.say('run.title', {run: run.runId})}  `, 'dim'),
      span(style.words(run.plan.title), 'strong'),
    ] satisfies Row,
    [span(` ${undo}`, count === 0 ? 'dim' : 'accent')] satisfies Row,
    [],
    ...steps.flatMap((step) => stepRows(step, run, style, size.width)),
  ];
  return textPage(lines, layer.cursor.line, size.height);
}

function isUndoable(step: Step, run: RunView): boolean {
  return step.undo !== undefined && run.steps[step.id]?.state === 'changed';
}

function stepRows(step: Step, run: RunView, style: Style, width: number): readonly Row[] {
  const view = run.steps[step.id];
  const state = view?.state ?? 'waiting';
  const took = view === undefined || view.tookMs === null ? '' : formatDuration(view.tookMs);
  const head: Row = [
    span(` ${stepSign(state, style)} `, stepTone(state)),
    cell(step.on, 14, style, 'strong'),
    cell(took, 10, style, 'dim', 'right'),
    span(`  ${style.words(step.title)}`, 'dim'),
  ];
  const command = wrap(operationLine(step.operation), width - 8).map((line): Row => [span('      '), span(line)]);
  if (step.undo === undefined || !isUndoable(step, run)) return [head, ...command];
  const back = style.say('commands.undo', {operation: operationLine(step.undo)});
  return [head, ...command, ...wrap(back, width - 8).map((line): Row => [span('      '), span(line, 'accent')])];
}
