// acknowledge: says that somebody has looked at a run that ended badly, which opens its class again (ha-operations §9.2).

import type {ActionInput} from '../model/action-offer.ts';
import type {Finding} from '../model/finding.ts';
import {endedBadly, isSettled} from '../model/past-operation.ts';
import type {PlanResult} from '../model/plan.ts';
import type {ActionContext} from './action.ts';

export const acknowledgeNeeds = ['reach'] as const;

/** No step: what counts is the line in the audit journal, with who and why, which every run leaves on every controller. */
export function planAcknowledge({input, past = []}: ActionContext<ActionInput>): PlanResult {
  const given = String(input['run'] ?? '').trim();
  const found = past.filter(({runId}) => given !== '' && runId.startsWith(given));
  const [run] = found;
  if (run === undefined || found.length > 1) {
    const open = past.filter((each) => endedBadly(each) && !isSettled(each, past)).map(({runId}) => runId);
    return refused('AcknowledgeUnknown', {run: given, open: open.join(', ') || '-'});
  }
  if (!endedBadly(run) || isSettled(run, past)) return refused('AcknowledgeNothing', {run: run.runId});
  return {
    kind: 'plan',
    plan: {
      action: 'acknowledge',
      title: `say that run ${run.runId} was looked at: ${run.title} (${run.result})`,
      danger: 'disruptive',
      target: run.action,
      stages: [],
      steps: [],
      mayLose: `Nothing now: ${run.action} may be run again on what that run left behind.`,
      notes: [],
      decidedBy: {acknowledges: run.runId},
    },
  };
}

function refused(code: string, params: Finding['params']): PlanResult {
  return {kind: 'refusal', findings: [{code, level: 'critical', where: 'cluster', params}]};
}
