// align-primary: brings the virtual address and the control of Slurm onto one controller, when somebody wants them there (ha-operations §6.3).

import type {Plan, PlanResult} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {failoverNeeds, planFailover} from './failover-vip.ts';
import {slurmControl} from './slurm/control.ts';
import {planTakeover, takeoverNeeds} from './takeover-slurm.ts';
import {vipView} from './vip/view.ts';

/** Without a host: the address follows Slurm, which is the quicker of the two moves. */
export type AlignInput = {readonly to?: HostName};

export const alignNeeds: readonly ProbeId[] = [...new Set([...failoverNeeds, ...takeoverNeeds])];

export function planAlign(context: ActionContext<AlignInput>): PlanResult {
  const {snapshot, config, input} = context;
  const {inControl} = slurmControl(snapshot, config);
  const owners = vipView(snapshot, config).owners.map(({host}) => host);
  const to = input.to ?? inControl;
  if (to !== undefined && owners.length === 1 && owners[0] === to && inControl === to) {
    return {kind: 'refusal', findings: [{code: 'AlignNothing', level: 'info', where: to, params: {}}]};
  }
  const target = to === undefined ? {} : {to};
  const parts: PlanResult[] = [
    ...(to !== undefined && owners.length === 1 && owners[0] === to ? [] : [planFailover({...context, input: target})]),
    ...(to !== undefined && inControl === to ? [] : [planTakeover({...context, input: target})]),
  ];
  const refusals = parts.flatMap((part) => (part.kind === 'refusal' ? part.findings : []));
  if (refusals.length > 0) return {kind: 'refusal', findings: refusals};
  const plans = parts.flatMap((part) => (part.kind === 'plan' ? [part.plan] : []));
  return {kind: 'plan', plan: joined(plans, to ?? '')};
}

function joined(plans: readonly Plan[], to: HostName): Plan {
  return {
    action: 'align-primary',
    title: `bring the virtual address and the control of Slurm to ${to}`,
    danger: 'disruptive',
    target: to,
    stages: plans.flatMap(({stages}) => stages),
    steps: plans.flatMap(({steps}) => steps),
    mayLose: plans.map(({mayLose}) => mayLose).join(' '),
    notes: plans.flatMap(({notes}) => notes),
    decidedBy: Object.assign(
      {},
      ...plans.map(({action, decidedBy}) =>
        Object.fromEntries(Object.entries(decidedBy).map(([key, value]) => [`${action}.${key}`, value])),
      ),
    ),
  };
}
