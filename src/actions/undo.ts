// Undo: the ways back that a run's own plan names, in reverse order, for exactly the steps that changed something.

import type {ActionInput} from '../model/action-offer.ts';
import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult, Stage, Step} from '../model/plan.ts';
import type {RunProgress} from '../model/run-progress.ts';
import type {ActionContext} from './action.ts';

/** Reach is all that is asked: what a step finds it looks at itself, every operation does. */
export const undoNeeds = ['reach'] as const;

/** Offered, never done by itself. Refuses where the run changed nothing that has a way back, or still goes on. */
export function planUndo(
  {input, overrides, config}: ActionContext<ActionInput>,
  progress: RunProgress | undefined,
): PlanResult {
  const run = String(input['run'] ?? '');
  const plan = progress?.started?.plan;
  if (progress === undefined || plan === undefined) return refused('UndoRunUnknown', run);
  if (progress.finished === null) return refused('UndoRunGoesOn', run);
  const undone = undoSteps(plan, progress);
  if (undone.length === 0) return refused('UndoNothing', run);
  const stages = undoStages(plan, undone);
  return {
    kind: 'plan',
    plan: {
      action: 'undo',
      title: `undo of run ${run}: ${plan.title}`,
      danger: overrides.length > 0 ? 'destructive' : plan.danger,
      target: plan.danger === 'destructive' ? config.cluster.name : plan.target,
      stages,
      steps: undone,
      mayLose: `What the run had brought about: ${undone.length} of its steps are taken back, the others have no way back.`,
      notes: [],
      decidedBy: {run},
    },
  };
}

/** Steps of the run that changed something and name how it is taken back, the last one first. */
export function undoSteps(plan: Plan, progress: Pick<RunProgress, 'steps'>): readonly Step[] {
  return plan.steps
    .flatMap((step): readonly Step[] => {
      if (step.undo === undefined || progress.steps[step.id]?.state !== 'changed') return [];
      const {undo: operation, undoAfter: after = [], ...rest} = step;
      return [{...rest, id: `undo-${step.id}`, title: `undo: ${step.title}`, operation, before: [], after}];
    })
    .reverse();
}

function undoStages(plan: Plan, steps: readonly Step[]): readonly Stage[] {
  const used = new Set(steps.map(({stage}) => stage));
  return plan.stages
    .filter(({id}) => used.has(id))
    .map(({id, title}): Stage => ({id, title: `undo: ${title}`, mode: 'rolling'}))
    .reverse();
}

function refused(code: string, run: string): PlanResult {
  const finding: Finding = {code, level: 'critical', where: 'cluster', params: {run}};
  return {kind: 'refusal', findings: [finding]};
}
