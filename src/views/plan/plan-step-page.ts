// One step of a plan in full, with the difference that it would make.

import {topLayer} from '../../state/console-state.ts';
import {planBeneath} from '../../state/reduce-confirm.ts';
import {planOf} from '../../state/reduce-plan.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import type {Page, PageContext} from '../page.ts';
import {textPage} from '../page.ts';
import {sectionRows, stepRows} from './step-rows.ts';

export function planStepPage({state, style, size}: PageContext, id: string): Page {
  const status = planBeneath(state)?.status;
  const phasePlan = status?.kind === 'planned' || status?.kind === 'starting' ? status.plan : null;
  const plan = phasePlan === null ? null : planOf(phasePlan.result);
  const step = plan?.steps.find((one) => one.id === id);
  if (phasePlan === null || step === undefined) {
    return {rows: [[span(`   ${style.say('plan.step-gone')}`, 'dim')]], items: null, last: 0};
  }
  const preview = phasePlan.preview.find((one) => one.step === id);
  const word: readonly Row[] =
    preview === undefined
      ? []
      : [[span(`   ${style.say(`plan.${preview.verdict}`)}`, preview.verdict === 'change' ? 'accent' : 'dim')]];
  const lines = [
    ...stepRows({...step, operation: step.operation}, plan, style, size.width),
    ...word,
    ...sectionRows(style.say('step.diff'), preview?.diff ?? style.say('step.no-diff'), size.width),
  ];
  return textPage(lines, topLayer(state).cursor.line, size.height);
}
