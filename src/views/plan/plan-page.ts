// A plan, or the reasons against one: what would be done, what may be lost, and what it takes to run it.

import type {PlanResult} from '../../model/plan.ts';
import {formatAge} from '../../model/quantity.ts';
import {keyFindings} from '../../state/finding-key.ts';
import type {PlanLayer} from '../../state/layer.ts';
import {indexOfItem} from '../../state/move-cursor.ts';
import {planOf} from '../../state/reduce-plan.ts';
import {remedyText} from '../evidence/remedy-text.ts';
import {findingRows} from '../kit/finding-rows.ts';
import {frameCost, frameRows} from '../kit/frame.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import {wrap} from '../kit/text-width.ts';
import type {Tone} from '../kit/theme.ts';
import {windowRows} from '../kit/window.ts';
import type {Page, PageContext} from '../page.ts';
import {tableRows} from './evidence-table.ts';
import {fullPlanPage} from './full-plan-page.ts';

export function planPage(context: PageContext, layer: PlanLayer): Page {
  const {style} = context;
  const {status} = layer;
  const title = style.say('plan.title');
  if (status.kind === 'planning') {
    const age = formatAge(context.state.now - status.since);
    return noticePage(context, title, [style.say(`plan.${status.stage}`), style.say('plan.since', {age})], 'dim');
  }
  if (status.kind === 'failed') {
    const hint =
      status.error.hint === undefined ? [] : [`${style.say('plan.hint')}: ${style.words(status.error.hint)}`];
    return noticePage(context, style.say('plan.failed'), [style.words(status.error.what), ...hint], 'critical');
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
function refusalPage({state, style, size}: PageContext, layer: PlanLayer, result: PlanResult): Page {
  const keyed = keyFindings(result.kind === 'refusal' ? result.findings : []);
  const items = keyed.map((one) => one.key);
  const at = indexOfItem(layer.cursor, items);
  const inner = {width: size.width - frameCost.columns, height: size.height - frameCost.rows};
  const blocks = keyed.map(({key, finding}): readonly Row[] => [
    ...findingRows(finding, {style, width: inner.width, selected: key === items[at], maxLines: 6}),
    ...(finding.overridable === true
      ? wrap(style.say('refusal.override', {code: finding.code, where: finding.where}), inner.width - 7).map(
          (line): Row => [span(`       ${line}`, 'warning')],
        )
      : []),
    ...(finding.remedy === undefined
      ? []
      : [[span(`       ${style.say('plan.hint')}: ${remedyText(finding.remedy, state, style)}`, 'dim')] satisfies Row]),
  ]);
  const title = {left: style.say('plan.title'), right: style.say('plan.refused'), tone: 'critical' as const};
  const evidence = result.kind === 'refusal' ? result.evidence : undefined;
  const table = tableRows(evidence, style, inner.width, Math.floor(inner.height / 2));
  const list = windowRows(blocks, Math.max(1, inner.height - table.length), at);
  return {rows: frameRows(title, [...table, ...list], size.width, style), items, last: 0};
}
