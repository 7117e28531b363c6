// maintenance: takes a controller out of every service in the right order, keeps quorum or refuses, and brings it back (ha-operations §9.2).

import type {ControllerConfig} from '../config/schema.ts';
import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult, Stage, Step} from '../model/plan.ts';
import {seenValue} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import {type ProbeId, readingOf} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {partingEffects} from './parting/effects.ts';
import {leaveStages, leaveSteps, returnStages, returnSteps} from './parting/steps.ts';
import {apart, awayFrom, placedNodes} from './redis/cluster-places.ts';
import {swapStage, swapStep} from './redis/cluster-switch.ts';
import {masterOf, promotable, redisNodes} from './redis/masters.ts';
import {sentinelSwitchStages, sentinelSwitchSteps} from './redis/sentinel-switch.ts';
import {slurmControl} from './slurm/control.ts';
import {takeoverStages, takeoverSteps} from './slurm/takeover-steps.ts';
import {nextStandby} from './takeover-slurm.ts';
import {clearFlag, setFlag} from './vip/flag.ts';
import {moveStages, moveSteps} from './vip/move-steps.ts';
import {predictedWinner, vipView} from './vip/view.ts';

export type MaintenanceInput = {readonly host: HostName; readonly mode: 'on' | 'off'; readonly hours: number};

export const maintenanceNeeds: readonly ProbeId[] = [
  ...(['reach', 'host', 'glusterfs', 'glusterVolume', 'mariadb', 'redis', 'slurm', 'keepalived'] as const),
];

const spreadStage: Stage = {id: 'return-masters', title: 'let it hold Redis slots again', mode: 'rolling'};
const flagStage: Stage = {id: 'leave-vip', title: 'keep the address away from it', mode: 'parallel'};

export function planMaintenance(context: ActionContext<MaintenanceInput>): PlanResult {
  const controller = context.config.nodes.controllers.find(({hostname}) => hostname === context.input.host);
  if (controller === undefined) {
    return {kind: 'refusal', findings: partingEffects(context.snapshot, context.config, context.input.host)};
  }
  return context.input.mode === 'on' ? planOn(context, controller) : planOff(context, controller);
}

function planOn(context: ActionContext<MaintenanceInput>, controller: ControllerConfig): PlanResult {
  const {snapshot, config, input} = context;
  const effects = partingEffects(snapshot, config, input.host, 'orderly');
  const against = effects.filter(({level}) => level === 'critical');
  if (against.length > 0) return {kind: 'refusal', findings: against};
  const moves = [...addressMoves(context, controller), ...slurmMoves(context), ...redisMoves(context)];
  const steps = [...moves, ...leaveSteps(controller, config)];
  return {
    kind: 'plan',
    plan: compose(context, {
      title: `take ${input.host} out of service for ${input.hours} h`,
      stages: [...moveStages, flagStage, ...takeoverStages, ...sentinelSwitchStages, swapStage, ...leaveStages],
      steps,
      notes: effects,
      mayLose: `Nothing: ${input.host} leaves every service in order; until it is back, one controller less may fail.`,
    }),
  };
}

function planOff(context: ActionContext<MaintenanceInput>, controller: ControllerConfig): PlanResult {
  const {snapshot, config, input} = context;
  const reading = readingOf(snapshot, 'reach', input.host);
  if (reading.kind === 'lost') {
    const params = {why: reading.error.what};
    return {
      kind: 'refusal',
      findings: [{code: 'PartNotSeen', level: 'critical', where: input.host, service: 'host', params}],
    };
  }
  const flag = controller.services.keepalived ? [clearFlag('return-vip', input.host)] : [];
  return {
    kind: 'plan',
    plan: compose(context, {
      title: `bring ${input.host} back into service`,
      stages: [...returnStages.slice(0, -1), spreadStage, ...returnStages.slice(-1)],
      steps: [...returnSteps(controller, config), ...redisReturns(context, controller), ...flag],
      notes: failback(context),
      mayLose: 'Nothing: it receives what it has missed before it serves again.',
    }),
  };
}

type Shape = Pick<Plan, 'title' | 'stages' | 'steps' | 'notes' | 'mayLose'>;

function compose({input}: ActionContext<MaintenanceInput>, shape: Shape): Plan {
  const used = new Set(shape.steps.map(({stage}) => stage));
  return {
    ...shape,
    action: 'maintenance',
    danger: 'disruptive',
    target: input.host,
    stages: shape.stages.filter(({id}) => used.has(id)),
    decidedBy: {host: input.host, mode: input.mode, moves: shape.notes.map(({code}) => code).join(' ')},
  };
}

/** The flag first: from then on nothing sends clients there. If it holds the address, the address moves, watched and proven. */
function addressMoves(
  {snapshot, config, input}: ActionContext<MaintenanceInput>,
  {services}: ControllerConfig,
): readonly Step[] {
  if (!services.keepalived) return [];
  const view = vipView(snapshot, config);
  const from = view.owners.find(({host}) => host === input.host);
  const to = predictedWinner(view.candidates.filter(({host, against}) => host !== input.host && against.length === 0));
  if (from !== undefined && to !== undefined) {
    return moveSteps({
      view,
      from,
      to,
      config,
      keepFlagOnOwner: true,
      seconds: input.hours * 3600,
      reason: 'maintenance',
    });
  }
  return [setFlag({stage: flagStage.id, on: input.host, reason: 'maintenance', seconds: input.hours * 3600})];
}

function slurmMoves({snapshot, config, input}: ActionContext<MaintenanceInput>): readonly Step[] {
  const control = slurmControl(snapshot, config);
  if (control.inControl !== input.host) return [];
  const to = nextStandby(control, snapshot, [input.host]);
  return to === undefined ? [] : takeoverSteps(to, control, config);
}

function redisMoves({snapshot, config, input}: ActionContext<MaintenanceInput>): readonly Step[] {
  if (config.redis.mode === 'cluster')
    return awayFrom(placedNodes(snapshot, config) ?? [], input.host).map((swap) => swapStep(swap, swapStage.id));
  const nodes = redisNodes(snapshot, config);
  const {master} = masterOf(nodes);
  if (master?.host !== input.host) return [];
  const [to] = promotable(nodes, master, config);
  if (to === undefined) return [];
  return sentinelSwitchSteps(
    master,
    to,
    nodes.filter(({host}) => host !== master.host && host !== to.host),
    config,
  );
}

/**
 * In cluster mode its masters stay where they moved, two on one machine: whose loss would stop Redis. So one of them comes back
 * with it, once its replica there is in step again (the steps before wait for that).
 */
function redisReturns(
  {snapshot, config, input}: ActionContext<MaintenanceInput>,
  {services}: ControllerConfig,
): readonly Step[] {
  if (!services.redis || config.redis.mode !== 'cluster') return [];
  const placed = placedNodes(snapshot, config) ?? [];
  return apart(placed, ({host}) => host === input.host).map((swap) => swapStep(swap, spreadStage.id));
}

/** The first of SlurmctldHost takes control back when it starts (§6.1): a second short interruption, said beforehand. */
function failback({snapshot, config, input}: ActionContext<MaintenanceInput>): readonly Finding[] {
  const control = slurmControl(snapshot, config);
  const stopped = seenValue(readingOf(snapshot, 'slurm', input.host))?.slurmctld.active !== 'active';
  if (control.order[0] !== input.host || !stopped) return [];
  return [{code: 'PartMovesSlurm', level: 'info', where: input.host, service: 'slurm', params: {to: input.host}}];
}
