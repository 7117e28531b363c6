// Setup and start: composes the phases of a range into one plan, or refuses with everything that stands against it.

import type {Finding} from '../model/finding.ts';
import {sortFindings} from '../model/finding.ts';
import type {Danger, Plan, PlanResult, Stage, Step} from '../model/plan.ts';
import type {ServiceId} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import type {Action, ActionContext} from './action.ts';
import {mergePackageSteps} from './package-step.ts';
import {phases} from './phases/order.ts';
import type {Phase, PhasePart} from './phases/phase.ts';
import {platformNotes, platformRefusals} from './platform.ts';

export type PhaseRange = {readonly from: number; readonly to: number};

/** What must be known, fresh, before a plan of phases is made. */
export const setupNeeds: readonly ProbeId[] = [
  ...(['reach', 'survey', 'host', 'glusterfs', 'glusterVolume', 'mariadb', 'redis', 'slurm', 'keepalived'] as const),
];

/** Which service a phase belongs to; 0 and 7 belong to all. */
const serviceOfPhase: Readonly<Record<number, ServiceId>> = {
  1: 'glusterfs',
  2: 'mariadb',
  3: 'redis',
  4: 'slurm',
  5: 'keepalived',
  6: 'web',
};

/**
 * The plan for phases `from` to `to` (0–7, both included) for everything that the configuration enables. Computable from
 * bare machines; on a deployed cluster every step finds its work done. Refuses with all findings of all phases at once.
 */
export function planPhases(context: ActionContext<PhaseRange>): PlanResult {
  const {snapshot, config, input, overrides} = context;
  const chosen = phases.filter((phase) => phase.number >= input.from && phase.number <= input.to);
  const wanted = chosen.flatMap((phase) => serviceOfPhase[phase.number] ?? []);
  const platform = platformRefusals(snapshot, config, wanted);
  if (platform.length > 0) return {kind: 'refusal', findings: sortFindings(platform)};
  const parts = chosen.map((phase) => ({phase, part: phase.plan(snapshot, config)}));
  const against = parts
    .flatMap(({part}) => (part.kind === 'refusal' ? part.findings : []))
    .filter((finding) => !isOverridden(finding, overrides));
  if (against.length > 0) return {kind: 'refusal', findings: sortFindings(against)};
  return {kind: 'plan', plan: compose(context, parts, platformNotes(snapshot, config))};
}

type Planned = {readonly phase: Phase; readonly part: PhasePart};

function compose(
  {config, input, overrides}: ActionContext<PhaseRange>,
  planned: readonly Planned[],
  platform: readonly Finding[],
): Plan {
  const steps = mergePackageSteps(planned.flatMap(({part}) => (part.kind === 'part' ? part.steps : [])));
  const used = new Set(steps.map(({stage}) => stage));
  const sideBySide = builtSideBySide(input, planned);
  const whole = input.from === 0 && input.to === 7;
  return {
    action: whole ? 'setup' : 'start',
    title: whole ? `set up ${config.cluster.name}` : `converge ${rangeTitle(planned)} of ${config.cluster.name}`,
    danger: dangerOf(steps, overrides),
    target: config.cluster.name,
    stages: planned.flatMap((each) => stagesOf(each, sideBySide)).filter(({id}) => used.has(id)),
    steps,
    mayLose: 'Nothing: what exists is kept, and whatever has to be restarted is restarted one controller at a time.',
    notes: sortFindings([...platform, ...planned.flatMap(({part}) => notesOf(part))]),
    decidedBy: Object.assign({}, {from: input.from, to: input.to}, ...planned.map(decidedBy)),
  };
}

function rangeTitle(planned: readonly Planned[]): string {
  return `phase${planned.length === 1 ? '' : 's'} ${planned.map(({phase}) => phase.name).join(', ')}`;
}

/** Gluster, MariaDB and Redis need nothing of each other. */
const independentPhases = new Set([1, 2, 3]);

/**
 * Side by side only where phase 0 has installed all packages and nobody uses the cluster yet (B7, the first bootstrap): on a
 * cluster that serves, restarts of two services must not take two controllers at once.
 */
function builtSideBySide(input: PhaseRange, planned: readonly Planned[]): boolean {
  return input.from === 0 && planned.some(({part}) => part.kind === 'part' && part.decidedBy['row'] === 'B7');
}

function stagesOf({phase, part}: Planned, sideBySide: boolean): readonly Stage[] {
  if (part.kind !== 'part') return [];
  const lane = sideBySide && independentPhases.has(phase.number) ? {lane: phase.name} : {};
  return part.stages.map((stage) => ({...stage, phase: phase.number, ...lane}));
}

function notesOf(part: PhasePart): readonly Finding[] {
  return part.kind === 'refusal' ? part.findings : part.notes;
}

function decidedBy({phase, part}: Planned): Readonly<Record<string, string | number | boolean>> {
  if (part.kind !== 'part') return {};
  return Object.fromEntries(Object.entries(part.decidedBy).map(([key, value]) => [`${phase.name}.${key}`, value]));
}

/** A restart is disruptive even behind its gate; an override is always the operator's own risk (DESIGN §3). */
function dangerOf(steps: readonly Step[], overrides: readonly string[]): Danger {
  if (overrides.length > 0) return 'destructive';
  return steps.some(({operation}) => operation.kind === 'restart' && servesUsers(operation.unit))
    ? 'disruptive'
    : 'safe';
}

/** Our own small units, the clock and the firewall table restart without anybody noticing. */
function servesUsers(unit: string): boolean {
  return !unit.startsWith('hpcha-') && unit !== 'chrony.service';
}

function isOverridden(finding: Finding, overrides: readonly string[]): boolean {
  if (finding.overridable !== true) return false;
  return overrides.some((given) => given === finding.code || given === `${finding.code}:${finding.where}`);
}

export const setupAction: Action<PhaseRange> = {id: 'setup', needs: setupNeeds, plan: planPhases};
