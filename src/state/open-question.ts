// An action that wanted evidence first: while a run collects it the question stays open, and is asked again by itself.

import type {ActionRequest} from '../model/action-offer.ts';
import type {RunResult} from '../model/run-event.ts';
import type {ActionPlan} from './console-deps.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {PlanLayer} from './layer.ts';
import {askForPlan} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled} from './reduction.ts';

export type OpenQuestion = {
  readonly request: ActionRequest;
  /** Of the dialog whose plan collects the evidence. */
  readonly ticket: number;
  /** null until the Runner has it. */
  readonly runId: string | null;
  readonly round: number;
};

/** Evidence that an action asks for leads to another plan, but not for ever (as on the command line). */
const mostRounds = 4;

/** A plan is being started: if it only collects evidence, what it is for is kept. */
export function rememberQuestion(state: ConsoleState, layer: PlanLayer, {result}: ActionPlan): ConsoleState {
  if (result.kind !== 'needs-evidence') return {...state, question: null};
  const {request, ticket, round} = layer;
  return {...state, question: {request, ticket, runId: null, round: round + 1}};
}

export function withRunOfQuestion(state: ConsoleState, ticket: number, runId: string): ConsoleState {
  const {question} = state;
  return question?.ticket === ticket ? {...state, question: {...question, runId}} : state;
}

/** The run has ended: the action is asked again, if this was its evidence and whoever asked is still looking at it. */
export function askAgain(state: ConsoleState, runId: string, result: RunResult): Reduction {
  const {question} = state;
  if (question?.runId !== runId) return settled(state);
  const closed: ConsoleState = {...state, question: null};
  const {action} = question.request;
  if (result !== 'done') return settled(notify(closed, 'notice.evidence-failed', {action}));
  if (question.round >= mostRounds) return settled(notify(closed, 'notice.evidence-rounds', {action}));
  const top = topLayer(closed);
  const looking = (top.kind === 'run' || top.kind === 'step' || top.kind === 'drill') && top.runId === runId;
  if (!looking) return settled(notify(closed, 'notice.evidence-ready', {action}));
  return askForPlan(notify(closed, 'notice.evidence-asked', {action}), question.request, question.round);
}
