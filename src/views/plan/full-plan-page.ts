// A plan that could be run: what it amounts to, its warnings, its steps, and at the bottom what it takes to run it.

import type {Plan, Step} from '../../model/plan.ts';
import type {StepPreview} from '../../state/console-deps.ts';
import type {KeyedFinding} from '../../state/finding-key.ts';
import {keyFindings} from '../../state/finding-key.ts';
import type {PlanLayer} from '../../state/layer.ts';
import {filteredList} from '../command/filtered-list.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {cell, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf, wrap} from '../kit/text-width.ts';
import type {Page, PageContext} from '../page.ts';
import {tableRows} from './evidence-table.ts';
import {askRows, planHead} from './plan-head.ts';

type Block = {readonly key: string; rows(selected: boolean): readonly Row[]};
type Verdicts = ReadonlyMap<string, StepPreview['verdict']>;

export function fullPlanPage(
  {state, style, size}: PageContext,
  layer: PlanLayer,
  plan: Plan,
  preview: readonly StepPreview[],
): Page {
  const inner = {width: size.width - frameCost.columns, height: size.height - frameCost.rows};
  const blocks = blocksOf(plan, preview, layer.showSame, style, inner.width);
  const frame = titleOf(plan, style, size.width);
  const head = [...frame.rest(inner.width), ...planHead(state, plan, preview, layer, style, inner.width)];
  const table = tableRows(plan.evidence, style, inner.width, Math.floor(inner.height / 3));
  const ask = askRows(state, layer, plan, style, inner.width);
  // Whoever confirms must know that there is more than a filter shows.
  const filtered: readonly Row[] =
    layer.cursor.filter === '' ? [] : [[span(style.say('filter.plan', {filter: layer.cursor.filter}), 'warning')]];
  const room = Math.max(1, inner.height - table.length - head.length - filtered.length - ask.length);
  const {rows: list, items} = filteredList(blocks, layer.cursor, room);
  const filler = Array.from({length: Math.max(0, room - list.length)}, (): Row => []);
  return {
    rows: frameRows(frame.title, [...table, ...head, ...filtered, ...list, ...filler, ...ask], size.width, style),
    items,
    last: 0,
  };
}

/** A title that does not fit into the frame stands whole below it: the cause of a bootstrap is at its end. */
function titleOf(plan: Plan, style: Style, width: number) {
  const tone = ({safe: 'plain', disruptive: 'warning', destructive: 'critical'} as const)[plan.danger];
  const right = style.say(`danger.${plan.danger}`);
  const said = style.words(plan.title);
  const whole = `${style.say('plan.title')}: ${said}`;
  const fits = widthOf(whole) + widthOf(right) + frameCost.columns + 4 <= width;
  const left = fits ? whole : `${style.say('plan.title')}: ${plan.action}`;
  const rest = (inner: number): readonly Row[] => (fits ? [] : wrap(said, inner).map((line) => [span(line, 'strong')]));
  return {title: {left, right, tone}, rest};
}

/** Warnings stand above the steps; what is only good to know stands below them. */
function blocksOf(
  plan: Plan,
  preview: readonly StepPreview[],
  showSame: boolean,
  style: Style,
  width: number,
): readonly Block[] {
  const verdicts: Verdicts = new Map(preview.map((one) => [one.step, one.verdict]));
  const shown = plan.steps.filter((step) => showSame || verdicts.get(step.id) !== 'same');
  // A plan that changes nothing shows what it looked at, not an empty page.
  const steps = shown.length > 0 ? shown : plan.steps;
  const keyed = keyFindings(plan.notes);
  const note = ({key, finding}: KeyedFinding): Block => ({
    key,
    rows: (selected) => findingRows(finding, {style, width, selected, maxLines: 2}),
  });
  return [
    ...keyed.filter(isWarning).map(note),
    ...stepBlocks(plan, steps, verdicts, style, width),
    ...keyed.filter((one) => !isWarning(one)).map(note),
  ];
}

function isWarning({finding}: KeyedFinding): boolean {
  return finding.level !== 'info' && finding.level !== 'ok';
}

/** The first step of a stage carries the stage's title above it. */
function stepBlocks(
  plan: Plan,
  steps: readonly Step[],
  verdicts: Verdicts,
  style: Style,
  width: number,
): readonly Block[] {
  const hostWidth = Math.min(16, Math.max(6, ...plan.steps.map((step) => step.on.length)));
  return steps.map((step, index) => {
    const stage = plan.stages.find((one) => one.id === step.stage);
    const phase = stage?.phase === undefined ? '' : `${stage.phase} `;
    const title: readonly Row[] =
      steps[index - 1]?.stage === step.stage
        ? []
        : [[span(`   ${phase}${stage === undefined ? step.stage : style.words(stage.title)}`, 'strong')]];
    return {
      key: `step:${step.id}`,
      rows: (selected) => [...title, stepRow(step, verdicts.get(step.id), {selected, style, width, hostWidth})],
    };
  });
}

type StepRowOptions = {
  readonly selected: boolean;
  readonly style: Style;
  readonly width: number;
  readonly hostWidth: number;
};

function stepRow(step: Step, verdict: StepPreview['verdict'] | undefined, options: StepRowOptions): Row {
  const {selected, style, width, hostWidth} = options;
  const tones = {change: 'plain', same: 'dim', unknown: 'plain', fail: 'critical'} as const;
  const tone = verdict === undefined ? 'plain' : tones[verdict];
  const word = verdict === undefined ? '' : style.say(`plan.${verdict}`);
  return [
    span(selected ? ` ${style.glyphs.cursor} ` : '   ', 'accent'),
    cell(step.on, hostWidth + 2, style, tone),
    cell(style.words(step.title), width - hostWidth - 17, style, selected ? 'strong' : tone),
    cell(word, 12, style, verdict === 'change' ? 'accent' : verdict === 'fail' ? 'critical' : 'dim', 'right'),
  ];
}
