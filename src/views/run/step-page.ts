// One step of a run: what it does, what was seen, what it changed.

import {formatDuration} from '../../model/quantity.ts';
import type {LayerOf} from '../../state/layer.ts';
import {span} from '../kit/row.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {sectionRows, stepRows} from '../plan/step-rows.ts';
import {stepSign, stepTone} from './run-words.ts';

export function stepPage({state, style, size}: PageContext, layer: LayerOf<'step'>): Page {
  const run = state.run?.runId === layer.runId ? state.run : null;
  const step = run?.plan?.steps.find((one) => one.id === layer.step);
  if (run === null || step === undefined) {
    return {rows: [[span(`   ${style.say('plan.step-gone')}`, 'dim')]], items: null, last: 0};
  }
  const view = run.steps[step.id];
  const state_ = view?.state ?? 'waiting';
  const took = view === undefined || view.tookMs === null ? '' : `  ${formatDuration(view.tookMs)}`;
  const lines = [
    [span(` ${stepSign(state_, style)} ${style.say(`step.state.${state_}`)}${took}`, stepTone(state_))],
    ...(view?.line ? [[span(`   ${view.line}`, 'dim' as const)]] : []),
    ...stepRows(step, run.plan, style, size.width),
    ...sectionRows(style.say('run.saw'), view?.saw ?? '', size.width),
    ...sectionRows(style.say('run.diff'), view?.diff ?? '', size.width),
  ];
  return textPage(lines, layer.cursor.line, size.height);
}
