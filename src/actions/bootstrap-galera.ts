// bootstrap-galera: brings a database cluster back that has no Primary component, without ever choosing the wrong node (ha-operations §3).

import type {Finding} from '../model/finding.ts';
import type {Danger, Plan, PlanResult, Stage, Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {type BootstrapCase, bootstrapCase} from './galera/bootstrap-case.ts';
import {type BootstrapDecision, decideBootstrap} from './galera/bootstrap-decide.ts';
import {bootstrapStages, bootstrapSteps, joinStep} from './galera/bootstrap-steps.ts';
import {evidenceTable} from './galera/evidence-table.ts';
import {pcBootstrapSteps, pcRecoveryStages, pcRecoverySteps, pcStages} from './galera/pc-steps.ts';
import {recoverStage, recoverSteps, waitStage, waitSteps} from './galera/recover-steps.ts';

export const bootstrapNeeds: readonly ProbeId[] = ['reach', 'mariadb', 'galeraRecovery'];

/** §3.5; scaled down where nothing but a lab waits for it. */
const waitSeconds = 30;
const labWaitSeconds = 10;

type Decided = Exclude<BootstrapDecision, {kind: 'refuse'}>;

/** One plan for what the evidence says, a wish for evidence, or everything that stands against it. Never a second candidate by itself. */
export function planBootstrap(context: ActionContext<object>): PlanResult {
  const given = bootstrapCase(context.snapshot, context.config, context.overrides);
  const decision = decideBootstrap(given);
  if (decision.kind === 'refuse') {
    return {kind: 'refusal', findings: decision.findings, evidence: evidenceTable(given)};
  }
  const plan = planFor(decision, given, context);
  if (decision.kind === 'recover' || decision.kind === 'wait') {
    return {kind: 'needs-evidence', plan, why: whyEvidence(decision)};
  }
  return {kind: 'plan', plan};
}

function whyEvidence(decision: Extract<Decided, {kind: 'recover' | 'wait'}>): string {
  return decision.kind === 'recover'
    ? `how far ${decision.on.join(', ')} came is not known, and only the data themselves can tell`
    : `Galera may re-form by itself when its members have found each other (${decision.on.join(', ')})`;
}

function planFor(decision: Decided, given: BootstrapCase, {config}: ActionContext<object>): Plan {
  const {title, danger, stages, steps, mayLose} = shapeOf(decision, given, config);
  const used = new Set(steps.map(({stage}) => stage));
  const attested = 'without' in decision ? decision.without.filter((host) => isUnseen(host, given)) : [];
  return {
    action: 'bootstrap-galera',
    title,
    danger,
    target: config.cluster.name,
    stages: stages.filter(({id}) => used.has(id)),
    steps,
    mayLose,
    notes: 'accepted' in decision ? decision.accepted.map(asWarning) : [],
    evidence: evidenceTable(given, 'on' in decision && typeof decision.on === 'string' ? decision.on : undefined),
    ...(attested.length === 0 ? {} : {without: attested}),
    decidedBy: decidedBy(decision, attested),
  };
}

type Shape = Pick<Plan, 'title' | 'mayLose'> & {
  readonly danger: Danger;
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
};

const nothingLost = 'Nothing:';

function shapeOf(decision: Decided, given: BootstrapCase, config: ActionContext<object>['config']): Shape {
  switch (decision.kind) {
    case 'recover':
      return {
        title: `recover the positions of ${decision.on.join(', ')}`,
        danger: 'safe',
        stages: [recoverStage],
        steps: recoverSteps(decision.on),
        mayLose: `${nothingLost} each stopped server recovers its own data, as its next start would do anyway.`,
      };
    case 'wait':
      return {
        title: 'wait whether Galera becomes Primary by itself',
        danger: 'safe',
        stages: [waitStage],
        steps: waitSteps(decision.on, config.lab ? labWaitSeconds : waitSeconds),
        mayLose: `${nothingLost} this only watches.`,
      };
    case 'join':
      return {
        title: `start ${decision.missing.join(', ')} into the running cluster`,
        danger: 'safe',
        stages: bootstrapStages,
        steps: decision.missing.flatMap((host) => joinStep(host, decision.primary[0] ?? host)),
        mayLose: `${nothingLost} ${decision.primary.join(', ')} already serve, so nothing is bootstrapped.`,
      };
    case 'pc-recovery':
      return {
        title: `start ${decision.hosts.join(', ')} together, so that their component re-forms`,
        danger: 'safe',
        stages: pcRecoveryStages,
        steps: pcRecoverySteps(decision),
        mayLose: `${nothingLost} Galera itself re-forms the component that all of them saved; no file is edited.`,
      };
    case 'pc-bootstrap':
      return {
        title: `make the component of ${decision.members.join(', ')} Primary again`,
        danger: 'destructive',
        stages: pcStages,
        steps: pcBootstrapSteps(decision),
        mayLose: lossOf(decision.seqno, decision.without, 'no other node can be ahead of this component'),
      };
    case 'bootstrap':
      return {
        title: `bootstrap ${config.cluster.name} from ${decision.on} at ${decision.seqno} (${decision.row}: ${decision.because})`,
        danger: 'destructive',
        stages: bootstrapStages,
        steps: bootstrapSteps(decision, given, config),
        mayLose: lossOf(decision.seqno, decision.without, `${decision.on} is as far as the furthest of all nodes`),
      };
  }
}

/** §3.6.1: one sentence about what may be lost. */
function lossOf(seqno: bigint, without: readonly HostName[], sure: string): string {
  if (without.length === 0) return `${nothingLost} ${sure}, and every node was seen.`;
  return `Commits after ${seqno} that only ${without.join(', ')} may hold.`;
}

function isUnseen(host: HostName, {unseen}: BootstrapCase): boolean {
  return unseen.some((each) => each.host === host);
}

function asWarning(finding: Finding): Finding {
  return {...finding, level: 'warning'};
}

/** Everything that the choice rests on: a changed position, flag or sight makes it another plan. */
function decidedBy(decision: Decided, attested: readonly HostName[]): Plan['decidedBy'] {
  const base = {row: decision.row, attested: attested.join(' ')};
  switch (decision.kind) {
    case 'bootstrap':
      return {...base, on: decision.on, uuid: decision.uuid, seqno: String(decision.seqno), gap: String(decision.gap)};
    case 'pc-bootstrap':
      return {
        ...base,
        on: decision.on,
        uuid: decision.uuid,
        seqno: String(decision.seqno),
        members: decision.members.join(' '),
      };
    case 'pc-recovery':
      return {...base, view: decision.view};
    case 'wait':
      return {...base, component: decision.component};
    case 'recover':
      return {...base, on: decision.on.join(' ')};
    case 'join':
      return {...base, primary: decision.primary.join(' ')};
  }
}
