// Above a plan's steps: how much, and what may be lost. Below them: what it takes to run it.

import type {Plan} from '../../model/plan.ts';
import type {StepPreview} from '../../state/console-deps.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {PlanLayer} from '../../state/layer.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';

export function planHead(
  state: ConsoleState,
  plan: Plan,
  preview: readonly StepPreview[],
  layer: PlanLayer,
  style: Style,
  width: number,
): readonly Row[] {
  const lose = wrap(`${style.say('plan.may-lose')}: ${style.words(plan.mayLose)}`, width).slice(0, 3);
  const loseTone = plan.danger === 'safe' ? 'plain' : plan.danger === 'disruptive' ? 'warning' : 'critical';
  return [
    ...evidenceRows(layer, style, width),
    ...overrideRows(layer, style, width),
    [span(countLine(plan, preview, style))],
    ...lose.map((line): Row => [span(line, loseTone)]),
    ...hiddenRows(preview, layer, style),
    ...unseenRows(state, preview, style, width),
    ...(allSame(plan, preview) ? [[span(style.say('plan.all-same'), 'ok')] satisfies Row] : []),
    [],
  ];
}

/** The third answer of an action: this small plan collects what is missing, then it is asked again. */
function evidenceRows(layer: PlanLayer, style: Style, width: number): readonly Row[] {
  const {status} = layer;
  if (status.kind !== 'planned' && status.kind !== 'starting') return [];
  const {result} = status.plan;
  if (result.kind !== 'needs-evidence') return [];
  const lines = [style.say('plan.evidence', {why: style.words(result.why)}), style.say('plan.evidence-next')];
  return lines.flatMap((line) => wrap(line, width)).map((line) => [span(line, 'warning')]);
}

/** What was overridden stands above everything else, as what it is. */
function overrideRows({request}: PlanLayer, style: Style, width: number): readonly Row[] {
  if (request.overrides.length === 0) return [];
  const text = `${style.say('plan.overridden')}: ${request.overrides.join(', ')}`;
  return wrap(text, width).map((line) => [span(line, 'critical')]);
}

function countLine(plan: Plan, preview: readonly StepPreview[], style: Style): string {
  if (preview.length === 0) {
    const hosts = new Set(plan.steps.map((step) => step.on)).size;
    return style.say('plan.steps', {steps: plan.steps.length, hosts});
  }
  const of = (verdict: StepPreview['verdict']) => preview.filter((one) => one.verdict === verdict).length;
  const [change, same, fail] = [of('change'), of('same'), of('fail')];
  return style.say('plan.counts', {
    steps: plan.steps.length,
    change,
    same,
    unknown: plan.steps.length - change - same - fail,
    failing: fail === 0 ? '' : style.say('plan.failing', {count: fail}),
  });
}

/** What is not shown is counted: a list that is shorter than it says would be a riddle. */
function hiddenRows(preview: readonly StepPreview[], layer: PlanLayer, style: Style): readonly Row[] {
  const count = preview.filter((one) => one.verdict === 'same').length;
  const hidden = !layer.showSame && count > 0 && count < preview.length;
  return hidden ? [[span(style.say('plan.hidden', {count}), 'dim')]] : [];
}

/** A console that can only watch does not look what each step would change: nobody should take that for no change. */
function unseenRows(
  {mode}: ConsoleState,
  preview: readonly StepPreview[],
  style: Style,
  width: number,
): readonly Row[] {
  if (preview.length > 0 || mode.kind !== 'watch' || !mode.locked) return [];
  return wrap(style.say('plan.no-preview'), width).map((line) => [span(line, 'dim')]);
}

function allSame(plan: Plan, preview: readonly StepPreview[]): boolean {
  return plan.steps.length > 0 && preview.length >= plan.steps.length && preview.every((one) => one.verdict === 'same');
}

/** Always the last line of a plan: how to run it, or why it cannot be run from here. */
export function askRows(
  state: ConsoleState,
  layer: PlanLayer,
  plan: Plan,
  style: Style,
  width: number,
): readonly Row[] {
  const rule: Row = [span(style.glyphs.rule.repeat(width), 'dim')];
  if (layer.status.kind === 'starting') return [rule, [span(style.say('plan.starting'), 'accent')]];
  if (state.mode.kind === 'watch') {
    return [rule, [span(style.say(state.mode.locked ? 'plan.watch-only' : 'plan.watch'), 'dim')]];
  }
  return [rule, [span(style.say(plan.danger === 'safe' ? 'plan.ask-safe' : 'plan.ask-typed'), 'operate')]];
}
