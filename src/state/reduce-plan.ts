// Plans: asking for one, what came back, and handing a confirmed one to the Runner.

import type {ActionRequest} from '../model/action-offer.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {ReadError} from '../model/reading.ts';
import type {ActionPlan, PlanStage} from './console-deps.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {PlanLayer, PlanStatus} from './layer.ts';
import {atStart} from './layer.ts';
import {dropLayers, pushLayer, replaceTop} from './layer-stack.ts';
import {rememberQuestion, withRunOfQuestion} from './open-question.ts';
import {closeConfirmation, judgeConfirmation, planBeneath} from './reduce-confirm.ts';
import {needOperate} from './reduce-mode.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';
import {emptyRunView} from './run-view.ts';

/** The plan that a run would carry out; a refusal has none. */
export function planOf(result: PlanResult): Plan | null {
  return result.kind === 'refusal' ? null : result.plan;
}

/** `round`: how often evidence was collected for the same request before. */
export function askForPlan(state: ConsoleState, request: ActionRequest, round = 0): Reduction {
  const ticket = state.nextTicket;
  const layer: PlanLayer = {
    kind: 'plan',
    cursor: atStart,
    ticket,
    request,
    status: {kind: 'planning', stage: 'reading', since: state.now},
    round,
    showSame: false,
  };
  return withEffect(pushLayer({...state, nextTicket: ticket + 1}, layer), {type: 'plan-action', ticket, request});
}

export function planArrived(state: ConsoleState, ticket: number, plan: ActionPlan): ConsoleState {
  return withPlanStatus(state, ticket, {kind: 'planned', plan});
}

export function planProgress(state: ConsoleState, ticket: number, stage: PlanStage): ConsoleState {
  const layer = state.layers.find((one) => one.kind === 'plan' && one.ticket === ticket);
  if (layer?.kind !== 'plan' || layer.status.kind !== 'planning') return state;
  return withPlanStatus(state, ticket, {...layer.status, stage});
}

export function planFailed(state: ConsoleState, ticket: number, error: ReadError): ConsoleState {
  return withPlanStatus(state, ticket, {kind: 'failed', error});
}

/** An answer for a dialog that was closed meanwhile finds no layer with its ticket and changes nothing. */
function withPlanStatus(state: ConsoleState, ticket: number, status: PlanStatus): ConsoleState {
  return {
    ...state,
    layers: state.layers.map((layer) =>
      layer.kind === 'plan' && layer.ticket === ticket ? {...layer, status} : layer,
    ),
  };
}

/** `y` on a plan: a safe one starts, others ask for a name first. In watch nothing is started, whatever the keys. */
export function acceptPlan(state: ConsoleState, layer: PlanLayer): Reduction {
  if (layer.status.kind !== 'planned') return settled(state);
  const plan = planOf(layer.status.plan.result);
  if (plan === null) return settled(state);
  if (state.mode.kind === 'watch') return settled(needOperate(state));
  if (plan.danger === 'safe') return startRun(state, layer, layer.status.plan, plan, null);
  return settled(
    pushLayer(state, {kind: 'confirm', cursor: atStart, field: 'name', name: '', reason: '', fault: null}),
  );
}

/** Enter in the confirmation. */
export function submitConfirmation(state: ConsoleState): Reduction {
  const layer = topLayer(state);
  const beneath = planBeneath(state);
  if (layer.kind !== 'confirm' || beneath?.status.kind !== 'planned' || state.mode.kind !== 'operate') {
    return settled(state);
  }
  const plan = planOf(beneath.status.plan.result);
  if (plan === null) return settled(state);
  const verdict = judgeConfirmation(state, layer, plan);
  if (!verdict.confirmed) return settled(replaceTop(state, verdict.layer));
  return startRun(closeConfirmation(state), beneath, beneath.status.plan, plan, verdict.reason);
}

function startRun(
  state: ConsoleState,
  layer: PlanLayer,
  actionPlan: ActionPlan,
  plan: Plan,
  reason: string | null,
): Reduction {
  const following = rememberQuestion(state, layer, actionPlan);
  const starting = withPlanStatus(following, layer.ticket, {kind: 'starting', plan: actionPlan});
  return withEffect(starting, {type: 'start-run', ticket: layer.ticket, plan, reason});
}

const asking: ReadonlySet<string> = new Set(['actions', 'choose', 'field', 'phases', 'plan', 'plan-step', 'confirm']);

/** The Runner has it: its dialogs close and its journal opens. */
export function runAccepted(state: ConsoleState, ticket: number, runId: string): Reduction {
  const watched = topLayer(state);
  const stillThere = watched.kind === 'plan' && watched.ticket === ticket;
  const known = withRunOfQuestion(state, ticket, runId);
  const closed = dropLayers(known, (layer) => asking.has(layer.kind));
  return stillThere ? openRun(closed, runId) : attach(known, runId);
}

export function runDeclined(state: ConsoleState, ticket: number, error: ReadError): ConsoleState {
  return withPlanStatus(state, ticket, {kind: 'failed', error});
}

/** Opens the run's pane and follows its journal. */
export function openRun(state: ConsoleState, runId: string): Reduction {
  return attach(pushLayer(state, {kind: 'run', cursor: atStart, runId, follow: true}), runId);
}

/** Follows a run's journal. One run at a time: another is let go, which does nothing to it. */
function attach(state: ConsoleState, runId: string): Reduction {
  if (state.run?.runId === runId && state.run.fault === null) return settled(state);
  return withEffect({...state, run: emptyRunView(runId)}, {type: 'attach-run', runId});
}
