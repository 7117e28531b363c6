// How each action is planned: what must be known beforehand, what its input must be, and the pure function that plans it.

import type {ActionInput} from '../model/action-offer.ts';
import {HpchaError} from '../model/error.ts';
import type {PlanResult} from '../model/plan.ts';
import {services} from '../model/service.ts';
import type {ProbeId} from '../model/snapshot.ts';
import {acknowledgeNeeds, planAcknowledge} from './acknowledge.ts';
import type {ActionContext} from './action.ts';
import {alignNeeds, planAlign} from './align-primary.ts';
import {bootstrapNeeds, planBootstrap} from './bootstrap-galera.ts';
import {type DrillInput, drillNeeds, planDrill} from './drill.ts';
import {failoverNeeds, planFailover} from './failover-vip.ts';
import {glusterNeeds} from './gluster/volume.ts';
import {planHeal} from './heal-gluster.ts';
import {type MaintenanceInput, maintenanceNeeds, planMaintenance} from './maintenance.ts';
import type {ActionId} from './offers.ts';
import {guarded} from './past/guard.ts';
import {planRepairVip, repairVipNeeds} from './repair-vip.ts';
import {planReplaceBrick} from './replace-brick.ts';
import {isUserName, planResetPassword, type ResetInput, resetNeeds} from './reset-web-password.ts';
import {planResolve, resolveNeeds} from './resolve-split-brain.ts';
import {planRestartGalera, restartGaleraNeeds} from './restart-galera.ts';
import {planSettleEntry} from './settle-gluster-entry.ts';
import {planPhases, setupNeeds} from './setup.ts';
import {type JobInput, type NodeInput, planJob, planNodes, slurmWorkNeeds} from './slurm-work.ts';
import type {StopInput} from './stop/stop-part.ts';
import {planStop, stopNeeds} from './stop.ts';
import {planSwitchRedis, switchNeeds} from './switch-redis.ts';
import {planTakeover, takeoverNeeds} from './takeover-slurm.ts';
import {testNames} from './test/scenario.ts';
import type {TestInput} from './test.ts';
import {planTest, testNeeds} from './test.ts';
import {planUndo, undoNeeds} from './undo.ts';

/** An action whose input has not been read yet: what faces and the Runner ask. */
export type Planner = {
  /** Readings that must be fresh (at most 10 s old) before it is asked. */
  readonly needs: readonly ProbeId[];
  /** Throws HpchaError `usage` for an input that it cannot take. */
  plan(context: ActionContext<ActionInput>): PlanResult;
};

/** Joins an action with the reading of its input. `read` throws HpchaError `usage`; what is not the action's is ignored. */
export function planner<Input>(
  needs: readonly ProbeId[],
  read: (given: ActionInput) => Input,
  plan: (context: ActionContext<Input>) => PlanResult,
): Planner {
  return {needs, plan: (context) => plan({...context, input: read(context.input)})};
}

const planners: Readonly<Record<ActionId, Planner>> = {
  acknowledge: {needs: acknowledgeNeeds, plan: planAcknowledge},
  undo: {needs: undoNeeds, plan: (context) => planUndo(context, context.run)},
  phases: planner(setupNeeds, readRange, planPhases),
  stop: planner(stopNeeds, readStop, planStop),
  drill: planner(drillNeeds, readDrill, planDrill),
  test: planner(testNeeds, readTest, planTest),
  'bootstrap-galera': planner(bootstrapNeeds, () => ({}), planBootstrap),
  'failover-vip': planner(failoverNeeds, readTarget, planFailover),
  'switch-redis': planner(switchNeeds, readTarget, planSwitchRedis),
  'takeover-slurm': planner(takeoverNeeds, readTarget, planTakeover),
  'align-primary': planner(alignNeeds, readTarget, planAlign),
  maintenance: planner(maintenanceNeeds, readMaintenance, planMaintenance),
  'restart-galera': planner(restartGaleraNeeds, () => ({}), planRestartGalera),
  'resolve-split-brain': planner(resolveNeeds, ({keep}) => (typeof keep === 'string' ? {keep} : {}), planResolve),
  'heal-gluster': planner(glusterNeeds, () => ({}), planHeal),
  'settle-gluster-entry': planner(glusterNeeds, readEntry, planSettleEntry),
  'replace-brick': planner(glusterNeeds, ({host}) => ({host: textOf('replace-brick', 'host', host)}), planReplaceBrick),
  'slurm-node': planner(slurmWorkNeeds, readNodes, planNodes),
  'slurm-job': planner(slurmWorkNeeds, readJob, planJob),
  'repair-vip': planner(repairVipNeeds, () => ({}), planRepairVip),
  'reset-web-password': planner(resetNeeds, readUser, planResetPassword),
};

/** The planner of that action; HpchaError `usage` where there is none. */
export function plannerOf(id: string): Planner {
  const found = Object.entries(planners).find(([name]) => name === id)?.[1];
  if (found !== undefined) return {needs: found.needs, plan: guarded(id, (context) => found.plan(context))};
  throw wrongInput(id, `there is no action ${id}`, `one of: ${Object.keys(planners).join(', ')}`);
}

export function wrongInput(action: string, what: string, hint?: string): HpchaError {
  return new HpchaError({code: 'usage', where: action, what, ...(hint === undefined ? {} : {hint})});
}

function readRange({from, to}: ActionInput): {readonly from: number; readonly to: number} {
  if (isPhase(from) && isPhase(to) && from <= to) return {from, to};
  throw wrongInput('phases', `phases ${String(from)} to ${String(to)}: expected two numbers from 0 to 7, in order`);
}

function isPhase(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 7;
}

function readStop({service}: ActionInput): StopInput {
  if (service === undefined) return {};
  const found = services.find((one) => one === service);
  if (found !== undefined && found !== 'host') return {service: found};
  const names = services.filter((one) => one !== 'host').join(', ');
  throw wrongInput('stop', `there is no service ${String(service)}`, `one of: ${names}`);
}

function readTest({test, webUser}: ActionInput): TestInput {
  const found = (['all', ...testNames] as const).find((one) => one === test);
  if (found === undefined) {
    throw wrongInput('test', `there is no test ${String(test)}`, `all, or one of: ${testNames.join(', ')}`);
  }
  if (webUser === undefined || webUser === '') return {test: found};
  // As useradd(8) takes it: it becomes a word of commands and a folder's name.
  if (typeof webUser === 'string' && /^[a-z_][a-z0-9_-]{0,31}$/.test(webUser)) return {test: found, webUser};
  throw wrongInput('test', `${String(webUser)} is no name of a Unix account`, '--web-user NAME');
}

function readTarget({to}: ActionInput): {readonly to?: string} {
  return typeof to === 'string' && to !== '' ? {to} : {};
}

function readDrill({drill, target}: ActionInput): DrillInput {
  if (typeof drill !== 'string') throw wrongInput('drill', 'no drill was named', 'hpcha-tui drill list');
  return {drill, ...(typeof target === 'string' ? {target} : {})};
}

/** Hours until the flag counts as forgotten; two where nothing is said (ha-operations §9.2). */
function readMaintenance({host, mode, hours}: ActionInput): MaintenanceInput {
  if (typeof host !== 'string' || host === '') throw wrongInput('maintenance', 'which controller?', '--host HOST');
  if (mode !== 'on' && mode !== 'off') throw wrongInput('maintenance', `--mode ${String(mode)}: one of on, off`);
  const wanted = hours ?? 2;
  if (typeof wanted === 'number' && wanted > 0 && wanted <= 720) return {host, mode, hours: wanted};
  throw wrongInput('maintenance', `--hours ${String(hours)}: more than 0 and at most 720`);
}

function textOf(action: string, field: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw wrongInput(action, `--${field} is needed`);
}

function readUser({user}: ActionInput): ResetInput {
  const name = textOf('reset-web-password', 'user', user).toLowerCase();
  if (isUserName(name)) return {user: name};
  throw wrongInput('reset-web-password', `--user ${name}: lower-case letters, digits and . _ @ -, at most 64`);
}

function readEntry({path, keep}: ActionInput): {readonly path: string; readonly keep: string} {
  const text = textOf('settle-gluster-entry', 'path', path);
  if (text.startsWith('/')) return {path: text, keep: textOf('settle-gluster-entry', 'keep', keep)};
  throw wrongInput('settle-gluster-entry', `--path ${text}: a path from the root of the volume, beginning with /`);
}

/** Slurm's own form of node names and lists; nothing else reaches its command line. */
function readNodes({nodes, mode, why}: ActionInput): NodeInput {
  const names = textOf('slurm-node', 'nodes', nodes);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.,[\]-]{0,500}$/.test(names))
    throw wrongInput('slurm-node', `--nodes ${names}: node001, or node[001-064]`);
  if (mode !== 'drain' && mode !== 'resume')
    throw wrongInput('slurm-node', `--mode ${String(mode)}: one of drain, resume`);
  return {nodes: names, mode, why: mode === 'drain' ? textOf('slurm-node', 'why', why).slice(0, 200) : ''};
}

function readJob({job, mode}: ActionInput): JobInput {
  const id = textOf('slurm-job', 'job', typeof job === 'number' ? String(job) : job);
  if (!/^\d+(_\d+)?$/.test(id)) throw wrongInput('slurm-job', `--job ${id}: a job number`);
  if (mode === 'hold' || mode === 'release' || mode === 'cancel') return {job: id, mode};
  throw wrongInput('slurm-job', `--mode ${String(mode)}: one of hold, release, cancel`);
}
