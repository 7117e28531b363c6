// Typing the name of what is at stake, and for destructive plans a reason.

import type {Plan} from '../../model/plan.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import type {ConfirmLayer} from '../../state/layer.ts';
import {nameToType, planBeneath} from '../../state/reduce-confirm.ts';
import {planOf} from '../../state/reduce-plan.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf, wrap} from '../kit/text-width.ts';
import {typedText} from '../kit/typed-text.ts';
import type {Page, PageContext} from '../page.ts';

export function confirmPage({state, style, size}: PageContext, layer: ConfirmLayer): Page {
  const plan = plannedBeneath(state);
  const width = Math.min(size.width, 84);
  if (plan === null) return {rows: [], items: [], last: 0};
  const target = nameToType(state, plan);
  const inner = width - frameCost.columns;
  const fields = plan.danger === 'destructive' ? (['name', 'reason'] as const) : (['name'] as const);
  const labels = {name: style.say('confirm.name', {target}), reason: style.say('confirm.reason')};
  const labelWidth = Math.min(Math.floor(inner / 2), Math.max(...fields.map((field) => widthOf(labels[field]))) + 3);
  const tone = plan.danger === 'destructive' ? 'critical' : 'warning';
  const rows: readonly Row[] = [
    ...wrap(
      `${style.words(plan.title)} ${style.glyphs.dash} ${style.say('plan.may-lose')}: ${style.words(plan.mayLose)}`,
      inner,
    )
      .slice(0, 4)
      .map((line): Row => [span(line)]),
    [],
    ...fields.map((field) => fieldRow(layer, field, labels[field], labelWidth, state.afterCaret, style)),
    [],
    faultRow(layer, target, style),
    [span(style.say('confirm.explain'), 'dim')],
  ];
  const title = {left: style.say('confirm.title'), right: style.say(`danger.${plan.danger}`), tone} as const;
  return {rows: frameRows(title, rows, width, style), items: [], last: 0};
}

function plannedBeneath(state: ConsoleState): Plan | null {
  const status = planBeneath(state)?.status;
  return status?.kind === 'planned' || status?.kind === 'starting' ? planOf(status.plan.result) : null;
}

function fieldRow(
  layer: ConfirmLayer,
  field: 'name' | 'reason',
  label: string,
  width: number,
  afterCaret: number,
  style: Style,
): Row {
  const here = layer.field === field;
  return [
    span(here ? `${style.glyphs.cursor} ` : '  ', 'accent'),
    cell(label, width, style, here ? 'strong' : 'dim'),
    ...(here ? typedText(layer[field], afterCaret, style) : [span(layer[field])]),
  ];
}

function faultRow(layer: ConfirmLayer, target: string, style: Style): Row {
  if (layer.fault === 'name') return [span(style.say('confirm.wrong', {target}), 'critical')];
  return layer.fault === 'reason' ? [span(style.say('confirm.no-reason'), 'critical')] : [];
}
