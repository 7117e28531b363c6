// Stands before every action: what earlier operations say against it, and what an override costs (DESIGN §3, ha-operations §9.2).

import type {ActionInput} from '../../model/action-offer.ts';
import type {Finding} from '../../model/finding.ts';
import type {Plan, PlanResult} from '../../model/plan.ts';
import type {ActionContext} from '../action.ts';
import {weigh} from '../overrides.ts';
import {pastObjections} from './objections.ts';

type Ask = (context: ActionContext<ActionInput>) => PlanResult;

/** The same action, which also knows what was done before. */
export function guarded(action: string, ask: Ask): Ask {
  return (context) => {
    const {snapshot, config, input, overrides, past = []} = context;
    const answer = ask(context);
    const {against, accepted} = weigh(pastObjections({action, input, config, past, now: snapshot.at}), overrides);
    if (against.length > 0) return refusedToo(answer, against);
    if (answer.kind !== 'plan') return answer;
    const forced = accepted.length > 0 || (overrides.length > 0 && isRefused(ask({...context, overrides: []})));
    return forced ? {kind: 'plan', plan: asForced(answer.plan, config.cluster.name, accepted)} : answer;
  };
}

function isRefused({kind}: PlanResult): boolean {
  return kind === 'refusal';
}

/** Every unmet condition at once: its own and those of the past. */
function refusedToo(answer: PlanResult, against: readonly Finding[]): PlanResult {
  if (answer.kind !== 'refusal') return {kind: 'refusal', findings: against};
  return {...answer, findings: [...answer.findings, ...against]};
}

/** An override demands the destructive confirmation: the cluster's name and a reason. */
function asForced(plan: Plan, cluster: string, accepted: readonly Finding[]): Plan {
  const notes = [...plan.notes, ...accepted.map((finding): Finding => ({...finding, level: 'warning'}))];
  return {...plan, danger: 'destructive', target: cluster, notes};
}
