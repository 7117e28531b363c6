// Does in the world what the reducer asked for, and reports back as events. The only place that calls the console's deps.

import {toHpchaError} from '../model/error.ts';
import type {ReadError} from '../model/reading.ts';
import type {ConsoleDeps, Stop} from './console-deps.ts';
import type {ConsoleEvent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import type {Effect} from './effect.ts';

export type EffectTargets = {
  readonly deps: ConsoleDeps;
  dispatch(event: ConsoleEvent): void;
  quit(): void;
  redraw(): void;
  /** The screen as it is shown, as text, and the state that it shows. */
  screen?(): {readonly text: string; readonly state: ConsoleState};
  /** The bell, and a notice for a desktop that shows such. */
  ring(text: string): void;
  /** Shows another cluster of this console. */
  enterSite(name: string): void;
};

export type EffectPerformer = {perform(effect: Effect): void; close(): void};

export function performEffects(targets: EffectTargets): EffectPerformer {
  const {deps, dispatch} = targets;
  let attached: Stop | undefined;
  let following: Stop | undefined;
  let listing = false;
  const planning = new Map<number, AbortController>();

  const listRuns = (): void => {
    // An overlapping listing is dropped, not queued.
    if (listing) return;
    listing = true;
    deps
      .listRuns()
      .then(
        (runs) => dispatch({type: 'runs-listed', runs}),
        (thrown: unknown) => dispatch({type: 'failed', error: readError(thrown)}),
      )
      .finally(() => {
        listing = false;
      });
  };

  /** What cannot be kept is said; it stops nothing. */
  const keep = (kept: Promise<void>): void => {
    kept.catch((thrown: unknown) => dispatch({type: 'failed', error: readError(thrown)}));
  };

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'refresh':
        deps.refresh();
        return;
      case 'plan-action':
        planAction(targets, effect, planning);
        return;
      case 'abandon-plan':
        planning.get(effect.ticket)?.abort();
        planning.delete(effect.ticket);
        return;
      case 'start-run':
        startRun(targets, effect);
        return;
      case 'cancel-run':
        operatorOf(deps)
          .then((operator) => operator.cancelRun(effect.runId))
          .catch((thrown: unknown) => dispatch({type: 'failed', error: readError(thrown)}));
        return;
      case 'attach-run':
        attached?.();
        attached = deps.attachRun(
          effect.runId,
          (event) => dispatch({type: 'run-event', runId: effect.runId, event}),
          (error) => dispatch({type: 'run-lost', runId: effect.runId, error: readError(error)}),
        );
        return;
      case 'detach-run':
        attached?.();
        attached = undefined;
        return;
      case 'list-runs':
        listRuns();
        return;
      case 'recall': {
        const {probe, host} = effect.about;
        dispatch({type: 'recalled', about: effect.about, exchanges: deps.recall(probe, host)});
        return;
      }
      case 'replay':
        deps.replay?.control(effect.control);
        return;
      case 'follow-logs':
        following?.();
        following = deps.followLogs?.(
          effect.span,
          (lines) => dispatch({type: 'logged', lines}),
          (host, open, why) => dispatch({type: 'log-source', host, open, why}),
        );
        return;
      case 'close-logs':
        following?.();
        following = undefined;
        return;
      case 'save-ticket':
        saveTicket(targets);
        return;
      case 'read-line':
        dispatch({type: 'line-read', line: effect.line, meaning: deps.commandLine.read(effect.line)});
        return;
      case 'complete-line':
        dispatch({type: 'completed', ...deps.commandLine.complete(effect.line)});
        return;
      case 'keep-line':
        keep(deps.memory.keepLine(effect.line));
        return;
      case 'keep-alert':
        keep(deps.memory.keepAlert(effect.record));
        return;
      case 'ring':
        targets.ring(effect.text);
        return;
      case 'enter-site':
        targets.enterSite(effect.name);
        return;
      case 'redraw':
        targets.redraw();
        return;
      case 'quit':
        targets.quit();
        return;
    }
  };
  const close = (): void => {
    attached?.();
    following?.();
    for (const abort of planning.values()) abort.abort();
  };
  return {perform, close};
}

function planAction(
  {deps, dispatch}: EffectTargets,
  {ticket, request}: Extract<Effect, {type: 'plan-action'}>,
  planning: Map<number, AbortController>,
): void {
  const abort = new AbortController();
  planning.set(ticket, abort);
  deps
    .planAction(request, (stage) => dispatch({type: 'plan-progress', ticket, stage}), abort.signal)
    .then(
      (plan) => dispatch({type: 'planned', ticket, plan}),
      (thrown: unknown) => dispatch({type: 'plan-failed', ticket, error: readError(thrown)}),
    )
    .finally(() => planning.delete(ticket));
}

function startRun({deps, dispatch}: EffectTargets, effect: Extract<Effect, {type: 'start-run'}>): void {
  operatorOf(deps)
    .then((operator) => operator.startRun(effect.plan, effect.reason))
    .then(
      (runId) => dispatch({type: 'run-accepted', ticket: effect.ticket, runId}),
      (thrown: unknown) => dispatch({type: 'run-declined', ticket: effect.ticket, error: readError(thrown)}),
    );
}

function saveTicket({deps, dispatch, screen}: EffectTargets): void {
  const shown = screen?.();
  if (shown === undefined || deps.saveTicket === undefined) return;
  deps.saveTicket(shown.text, shown.state).then(
    (path) => dispatch({type: 'ticket-saved', path}),
    (thrown: unknown) => dispatch({type: 'failed', error: readError(thrown)}),
  );
}

/** A console without an operator has nobody to ask: the reducer never gets here with one, and this is the second lock. */
async function operatorOf(deps: ConsoleDeps): Promise<NonNullable<ConsoleDeps['operator']>> {
  if (deps.operator === null) throw new Error('this console was started with --watch and cannot change anything');
  return deps.operator;
}

export function readError(thrown: unknown): ReadError {
  const {code, what, hint} = toHpchaError(thrown, 'console');
  return hint === undefined ? {code, what} : {code, what, hint};
}
