// Drill: plans one rehearsal of a failure from the catalogue, or says why it may not be run here and now.

import {controllersOf} from '../config/order.ts';
import type {DrillSpec, Predictions} from '../model/drill/drill.ts';
import type {Finding} from '../model/finding.ts';
import type {PlanResult, Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import {readingOf} from '../model/snapshot.ts';
import type {Action, ActionContext} from './action.ts';
import {aimsOf, drillById} from './drills/catalogue.ts';
import type {DrillContext, DrillDefinition} from './drills/drill-definition.ts';
import {roleNames, rolesOf} from './drills/roles.ts';
import {streamsOf, vantageFor, whyWebUnwatched} from './drills/streams.ts';
import {step} from './step.ts';

export type DrillInput = {
  readonly drill: string;
  /** Another controller than the drill would choose; where the drill is about a role it must have that role. */
  readonly target?: HostName;
};

export const drillNeeds: readonly ProbeId[] = [
  ...(['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const),
  ...(['glusterVolume', 'slurmCluster'] as const),
];

/** Real seconds of ha-operations §8.2, and those of a lab, where nobody works meanwhile. */
const waits = {
  real: {preflightMs: 300_000, baselineMs: 30_000, healMs: 900_000},
  lab: {preflightMs: 1_000, baselineMs: 6_000, healMs: 240_000},
} as const;

/** Cluster-wide state (green, no lock, cooldown) is the preflight's: it is looked at when the drill begins, not before. */
export function planDrill(context: ActionContext<DrillInput>): PlanResult {
  const {input, config, snapshot} = context;
  const definition = drillById(input.drill);
  if (definition === undefined) return refusal({code: 'DrillUnknown', where: 'cluster', params: {drill: input.drill}});
  const chosen = targetOf(definition, context);
  const against = [...forbidden(definition, context), ...(typeof chosen === 'string' ? [] : [chosen])];
  if (typeof chosen !== 'string' || against.length > 0) return {kind: 'refusal', findings: against};
  const roles = rolesOf(snapshot, config);
  const spec = specOf(definition, {config, snapshot, roles, target: chosen});
  return {
    kind: 'plan',
    plan: {
      action: 'drill',
      title: `drill ${definition.id}, ${definition.title.en}, on ${chosen}`,
      danger: definition.class === 'L' ? 'destructive' : 'disruptive',
      target: definition.class === 'L' ? config.cluster.name : chosen,
      stages: [{id: 'drill', title: `${definition.id}: ${definition.title.en}`, mode: 'parallel'}],
      steps: [drillStep(spec)],
      mayLose: lossOf(definition),
      notes: notesOf(spec),
      decidedBy: {drill: definition.id, target: chosen},
    },
  };
}

function drillStep(spec: DrillSpec): Step {
  const {waits: w, target} = spec;
  const whole = w.preflightMs + w.baselineMs + w.mostMs + w.healMs + 300_000;
  return step({
    stage: 'drill',
    on: target,
    title: `${spec.drill} ${spec.title}`,
    operation: {kind: 'drill', spec},
    timeoutMs: whole,
  });
}

function specOf(definition: DrillDefinition, context: DrillContext): DrillSpec {
  const {config, target} = context;
  const vantage = vantageFor(config, target);
  const webUnwatched = whyWebUnwatched(config, context.snapshot, target);
  const told = definition.predict(context);
  const predicted = webUnwatched === null ? withWeb(told) : told;
  const slowest = Math.max(0, ...Object.values(predicted).map((value) => value ?? 0));
  const observeMs = Math.max(slowest + 6_000, (definition.lasts ?? 8) * 1000);
  const mostMs = Math.max(2 * slowest + 15_000, observeMs + 15_000);
  const injected = injectionsOf(definition, context);
  return {
    drill: definition.id,
    class: definition.class,
    title: definition.title.en,
    target,
    vantage,
    ...injected,
    streams: streamsOf(config, target, vantage, webUnwatched === null).filter(
      ({way}) => definition.without?.includes(way.kind) !== true,
    ),
    ...(webUnwatched === null ? {} : {unwatched: {web: webUnwatched}}),
    waits: {...(config.lab ? waits.lab : waits.real), observeMs, mostMs},
    // The restore itself may need a few tries on a busy machine before the dead-man does the same.
    ttlSeconds: Math.ceil(mostMs / 1000) + (config.lab ? 20 : 60),
    predicted,
    aims: aimsOf(definition, context),
    lossless: ['mariadb', 'glusterfs'],
    recover: definition.extra?.recover ?? [],
    mustSee: definition.extra?.mustSee ?? [],
    mustRefuse: definition.extra?.mustRefuse ?? [],
  };
}

/** They are behind the address and share its gap; whatever else is lost, nginx and the services reach on another controller. */
function withWeb(predicted: Predictions): Predictions {
  return predicted.keepalived === undefined ? predicted : {...predicted, web: predicted.keepalived};
}

function notesOf({drill, unwatched = {}}: DrillSpec): readonly Finding[] {
  return Object.entries(unwatched).map(([service, why]) => ({
    ...({code: 'DrillServiceUnwatched', level: 'info', where: 'cluster'} as const),
    params: {drill, service, why},
  }));
}

function injectionsOf(definition: DrillDefinition, context: DrillContext): Pick<DrillSpec, 'injections' | 'restore'> {
  if (definition.injections !== undefined) return definition.injections(context);
  const on = context.target;
  if (definition.fault === undefined) return {injections: [{via: 'power', on}], restore: ''};
  const {inject, restore} = definition.fault(context);
  return {injections: [{via: 'script', on, script: inject}], restore};
}

function targetOf(
  definition: DrillDefinition,
  {snapshot, config, input}: ActionContext<DrillInput>,
): HostName | Finding {
  const roles = rolesOf(snapshot, config);
  const given = input.target;
  const hosts = config.nodes.controllers.map(({hostname}) => hostname);
  const base = {level: 'critical', params: {drill: definition.id}} as const;
  const wrong = (why: string): Finding => ({
    ...base,
    code: 'DrillWrongTarget',
    where: 'cluster',
    params: {...base.params, given: given ?? '', why},
  });
  if (given !== undefined && !hosts.includes(given)) return wrong('it is no controller of this cluster');
  if (definition.target === 'bystander') {
    if (given !== undefined) return given === roles.vipOwner ? wrong('it holds the virtual address') : given;
    const free = controllersOf(config, 'mariadb').filter(({hostname}) => hostname !== roles.vipOwner);
    return free.at(-1)?.hostname ?? wrong('no other controller is left');
  }
  const bearer = roles[definition.target];
  // Power may be taken from any controller; a role is what the others are about.
  if (definition.fault === undefined && given !== undefined) return given;
  if (bearer === null) {
    const role = roleNames[definition.target];
    return {...base, code: 'DrillNoTarget', where: 'cluster', params: {...base.params, role}};
  }
  return given === undefined || given === bearer ? bearer : wrong(`${bearer} is the one that it is about`);
}

function forbidden(definition: DrillDefinition, {config, snapshot}: ActionContext<DrillInput>): readonly Finding[] {
  const found: Finding[] = [];
  const params = {drill: definition.id, title: definition.title.en};
  if (definition.class === 'L' && !config.lab)
    found.push({code: 'DrillLabOnly', level: 'critical', where: 'cluster', params});
  const count = config.nodes.controllers.length;
  if (count < 3) found.push({code: 'DrillTooFew', level: 'critical', where: 'cluster', params: {count}});
  for (const {hostname} of config.nodes.controllers) {
    const reading = readingOf(snapshot, 'reach', hostname);
    if (reading.kind === 'seen') continue;
    const why = reading.kind === 'lost' ? reading.error.what : 'it was not looked at';
    found.push({code: 'ControllerUnseen', level: 'critical', where: hostname, service: 'host', params: {why}});
  }
  return found;
}

function refusal(finding: Omit<Finding, 'level'>): PlanResult {
  return {kind: 'refusal', findings: [{...finding, level: 'critical'}]};
}

function lossOf(definition: DrillDefinition): string {
  switch (definition.class) {
    case 'P':
      return 'Nothing that is stored: a service may answer late for seconds.';
    case 'W':
      return 'Nothing that Galera or Gluster acknowledged; Redis and Slurm within their windows (a second or two of writes). A brief outage is expected.';
    case 'L':
      return 'Possibly everything of this lab: faults of this class can destroy data where a service is not as safe as believed.';
  }
}

export const drillAction: Action<DrillInput> = {id: 'drill', needs: drillNeeds, plan: planDrill};
