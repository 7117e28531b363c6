// A plan, or the reasons against one: what would be done, what may be lost, and what it takes to run it.

import type {Plan, PlanResult, Step} from '../../model/plan.ts';
import {formatAge} from '../../model/quantity.ts';
import type {StepPreview} from '../../state/console-deps.ts';
import type {KeyedFinding} from '../../state/finding-key.ts';
import {keyFindings} from '../../state/finding-key.ts';
import type {PlanLayer} from '../../state/layer.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {planOf} from '../../state/reduce-plan.ts';
import {remedyText} from '../evidence-page.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {askRows, planHead} from './plan-head.ts';

export function planPage(context: PageContext, layer: PlanLayer): Page {
  const {style} = context;
  const {status} = layer;
  const title = style.say('plan.title');
  if (status.kind === 'planning') {
    const age = formatAge(context.state.now - status.since);
    return noticePage(context, title, [style.say(`plan.${status.stage}`), style.say('plan.since', {age})], 'dim');
  }
  if (status.kind === 'failed') {
    const hint = status.error.hint === undefined ? [] : [`${style.say('plan.hint')}: ${status.error.hint}`];
    return noticePage(context, style.say('plan.failed'), [status.error.what, ...hint], 'critical');
  }
  const {result, preview} = status.plan;
  const plan = planOf(result);
  return result.kind === 'refusal' || plan === null
    ? refusalPage(context, layer, result)
    : fullPlanPage(context, layer, plan, preview);
}

function noticePage({style, size}: PageContext, title: string, lines: readonly string[], tone: Tone): Page {
  const inner = size.width - frameCost.columns;
  const rows = lines.flatMap((line) => wrap(line, inner)).map((line): Row => [span(line)]);
  return {rows: frameRows({left: title, tone}, rows, size.width, style), items: [], last: 0};
}

/** A refusal is as clear as a plan: every unmet condition, and what to do about it. */
function refusalPage({style, size}: PageContext, layer: PlanLayer, result: PlanResult): Page {
  const keyed = keyFindings(result.kind === 'refusal' ? result.findings : []);
  const items = keyed.map((one) => one.key);
  const at = indexOfItem(layer.cursor, items);
  const inner = {width: size.width - frameCost.columns, height: size.height - frameCost.rows};
  const blocks = keyed.map(({key, finding}): readonly Row[] => [
    ...findingRows(finding, {style, width: inner.width, selected: key === items[at], maxLines: 6}),
    ...(finding.remedy === undefined
      ? []
      : [[span(`       ${style.say('plan.hint')}: ${remedyText(finding.remedy, style)}`, 'dim')] satisfies Row]),
  ]);
  const title = {left: style.say('plan.title'), right: style.say('plan.refused'), tone: 'critical' as const};
  return {rows: frameRows(title, windowRows(blocks, inner.height, at), size.width, style), items, last: 0};
}

function fullPlanPage(context: PageContext, layer: PlanLayer, plan: Plan, preview: readonly StepPreview[]): Page {
  const {state, style, size} = context;
  const inner = {width: size.width - frameCost.columns, height: size.height - frameCost.rows};
  const keyed = keyFindings(plan.notes);
  // Warnings stand above the steps; what is only good to know stands below them.
  const [above, below] = [keyed.filter(isWarning), keyed.filter((one) => !isWarning(one))];
  const keysOf = (notes: typeof keyed): readonly string[] => notes.map((one) => one.key);
  const items = [...keysOf(above), ...plan.steps.map((step) => `step:${step.id}`), ...keysOf(below)];
  const at = indexOfItem(layer.cursor, items);
  const selected = items[at] ?? null;
  const head = planHead(plan, preview, layer, style, inner.width);
  const ask = askRows(state, layer, plan, style, inner.width);
  const noteBlocks = (notes: typeof keyed) =>
    notes.map(({key, finding}) =>
      findingRows(finding, {style, width: inner.width, selected: key === selected, maxLines: 2}),
    );
  const blocks = [
    ...noteBlocks(above),
    ...stepBlocks(plan, preview, style, inner.width, selected),
    ...noteBlocks(below),
  ];
  const room = Math.max(1, inner.height - head.length - ask.length);
  const list = windowRows(blocks, room, at);
  const filler = Array.from({length: Math.max(0, room - list.length)}, (): Row => []);
  const tone = {safe: 'plain', disruptive: 'warning', destructive: 'critical'} as const;
  const title = {
    left: `${style.say('plan.title')}: ${plan.title}`,
    right: style.say(`danger.${plan.danger}`),
    tone: tone[plan.danger],
  };
  return {rows: frameRows(title, [...head, ...list, ...filler, ...ask], size.width, style), items, last: 0};
}

function isWarning({finding}: KeyedFinding): boolean {
  return finding.level !== 'info' && finding.level !== 'ok';
}

function stepBlocks(
  plan: Plan,
  preview: readonly StepPreview[],
  style: Style,
  width: number,
  selected: string | null,
): readonly (readonly Row[])[] {
  const verdicts = new Map(preview.map((one) => [one.step, one.verdict]));
  const hostWidth = Math.min(16, Math.max(6, ...plan.steps.map((step) => step.on.length)));
  return plan.steps.map((step, index) => {
    const stage = plan.stages.find((one) => one.id === step.stage);
    const phase = stage?.phase === undefined ? '' : `${stage.phase} `;
    const title: readonly Row[] =
      plan.steps[index - 1]?.stage === step.stage ? [] : [[span(`   ${phase}${stage?.title ?? step.stage}`, 'strong')]];
    return [...title, stepRow(step, verdicts.get(step.id), selected === `step:${step.id}`)];
  });

  function stepRow(step: Step, verdict: StepPreview['verdict'] | undefined, here: boolean): Row {
    const tones = {change: 'plain', same: 'dim', unknown: 'plain', fail: 'critical'} as const;
    const tone = verdict === undefined ? 'plain' : tones[verdict];
    const word = verdict === undefined ? '' : style.say(`plan.${verdict}`);
    return [
      span(here ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
      cell(step.on, hostWidth + 2, style, tone),
      cell(step.title, width - hostWidth - 17, style, here ? 'strong' : tone),
      cell(word, 12, style, verdict === 'change' ? 'accent' : verdict === 'fail' ? 'critical' : 'dim', 'right'),
    ];
  }
}
