// The one reducer: everything that happens goes through here, and nothing else makes a new state. Pure.

import type {ReadError} from '../model/reading.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import type {RunSummary} from './console-deps.ts';
import type {ConsoleEvent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import {calmMs, topLayer} from './console-state.ts';
import {feedOfJudgements, feedOfRuns} from './feed.ts';
import {rememberWords} from './last-words.ts';
import {replaceTop} from './layer-stack.ts';
import {lineRead} from './line-meaning.ts';
import {offerRuns} from './offer-runs.ts';
import {showDrill} from './open-drill.ts';
import {askAgain} from './open-question.ts';
import {completed} from './prompt.ts';
import {raiseAlerts} from './reduce-alerts.ts';
import {reduceCommand} from './reduce-command.ts';
import {closeUnreadLogs, logged} from './reduce-logs.ts';
import {ticked, touched} from './reduce-mode.ts';
import {planArrived, planFailed, planProgress, runAccepted, runDeclined} from './reduce-plan.ts';
import {pasteText, settleCaret, typeText} from './reduce-text.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled, withEffect, withFeed} from './reduction.ts';
import {replayed} from './replay-view.ts';
import {foldRun} from './run-view.ts';
import {recordSeries} from './series.ts';

/** The state after the event, and what is to be done because of it. */
export function reduce(state: ConsoleState, event: ConsoleEvent): Reduction {
  const reduced = reduceEvent(state, event);
  const {state: next, effects: letGo} = closeUnreadLogs(state, settleCaret(state, reduced.state));
  const effects = [...reduced.effects, ...letGo];
  // Planning asks every controller many questions: it ends with the dialog that wanted to know.
  const awaited = new Set(ticketsAwaited(next));
  const abandoned = ticketsAwaited(state).filter((ticket) => !awaited.has(ticket) && isDialogClosed(next, ticket));
  return {state: next, effects: [...effects, ...abandoned.map((ticket) => ({type: 'abandon-plan', ticket}) as const)]};
}

function ticketsAwaited(state: ConsoleState): readonly number[] {
  return state.layers.flatMap((layer) =>
    layer.kind === 'plan' && layer.status.kind === 'planning' ? [layer.ticket] : [],
  );
}

function isDialogClosed(state: ConsoleState, ticket: number): boolean {
  return !state.layers.some((layer) => layer.kind === 'plan' && layer.ticket === ticket);
}

function reduceEvent(state: ConsoleState, event: ConsoleEvent): Reduction {
  switch (event.type) {
    case 'judged':
      return judged(state, event);
    case 'recalled':
      return settled({...state, recalled: {about: event.about, exchanges: event.exchanges}});
    case 'tick':
      return withEffect(ticked(state, event.at, event.zoneOffsetMinutes), {type: 'list-runs'});
    case 'heard':
      return settled(heard(state, event));
    case 'logged':
    case 'log-source':
      return settled(logged(state, event));
    case 'replayed':
      return settled(replayed(state, event.view, event.world, event.rewound));
    case 'ticket-saved':
      return settled(notify(state, 'notice.ticket', {path: event.path}));
    case 'resized':
      return settled({...state, size: {columns: event.columns, rows: event.rows}});
    case 'command':
      return reduceCommand(touched(state, event.at), event);
    case 'typed':
      return settled(typeText(touched(state, event.at), event.text));
    case 'pasted':
      return settled(pasteText(touched(state, event.at), event.text));
    case 'plan-progress':
      return settled(planProgress(state, event.ticket, event.stage));
    case 'planned':
      return settled(planArrived(state, event.ticket, event.plan));
    case 'plan-failed':
      return settled(planFailed(state, event.ticket, event.error));
    case 'run-accepted':
      return runAccepted(state, event.ticket, event.runId);
    case 'run-declined':
      return settled(runDeclined(state, event.ticket, event.error));
    case 'runs-listed':
      return settled(runsListed(state, event.runs));
    case 'run-event':
      return runEvent(state, event);
    case 'run-lost':
      return withEffect(runLost(state, event.runId, event.error), {type: 'list-runs'});
    case 'line-read':
      return lineRead(state, event.line, event.meaning);
    case 'completed':
      return settled(completed(state, event.text, event.candidates));
    case 'sites-seen':
      return settled({...state, sites: event.sites});
    case 'failed':
      return settled(notify(state, 'notice.failed', {what: event.error.what}));
  }
}

function judged(state: ConsoleState, {judgement, snapshot}: Extract<ConsoleEvent, {type: 'judged'}>): Reduction {
  const next: ConsoleState = {
    ...state,
    judgement,
    snapshot: snapshot ?? null,
    calm: calmOf(state, judgement, snapshot ?? null),
    lastWords: rememberWords(state.lastWords, judgement),
    series: recordSeries(state.series, judgement),
  };
  const told = withFeed(next, feedOfJudgements(state.judgement, judgement));
  return raiseAlerts(told, state.judgement, judgement);
}

function calmOf({calm, judgement: before}: ConsoleState, judgement: Judgement, now: Snapshot | null): Snapshot | null {
  if (now === null || calm === null || before === null) return now;
  const news = before.level !== judgement.level || before.findings.length !== judgement.findings.length;
  return news || now.at - calm.at >= calmMs || now.at < calm.at ? now : calm;
}

/** A stream that is lost together with its controller is no news of its own; the feed tells of the controller. */
function heard(state: ConsoleState, {at, host, open, why}: Extract<ConsoleEvent, {type: 'heard'}>): ConsoleState {
  const {[host]: before, ...others} = state.unheard;
  if (open) {
    const back = {...state, unheard: others};
    return before === undefined ? back : withFeed(back, [{at, level: 'ok', kind: 'stream', host, open}]);
  }
  const lost = {...state, unheard: {...others, [host]: why ?? ''}};
  return before !== undefined ? lost : withFeed(lost, [{at, level: 'none', kind: 'stream', host, open}]);
}

function runsListed(state: ConsoleState, runs: readonly RunSummary[]): ConsoleState {
  const listed = withFeed({...state, runs}, feedOfRuns(state.runs, runs, state.now));
  return state.runs === null ? offerRuns(listed, runs) : listed;
}

/** Its journal cannot be followed any more: what it told so far stays, and why it ended is said. */
function runLost(state: ConsoleState, runId: string, {what, hint}: ReadError): ConsoleState {
  if (state.run?.runId !== runId) return state;
  return {...state, run: {...state.run, fault: hint === undefined ? what : `${what} (${hint})`}};
}

function runEvent(state: ConsoleState, {runId, event}: Extract<ConsoleEvent, {type: 'run-event'}>): Reduction {
  if (state.run?.runId !== runId) return settled(state);
  const next = {...state, run: foldRun(state.run, event)};
  const layer = topLayer(next);
  const following =
    event.type === 'step-started' && layer.kind === 'run' && layer.runId === runId && layer.follow
      ? replaceTop(next, {...layer, cursor: {...layer.cursor, item: `step:${event.step}`}})
      : next;
  if (event.type === 'run-started') return settled(showDrill(following, runId));
  if (event.type !== 'run-finished') return settled(following);
  const asked = askAgain(following, runId, event.result);
  return withEffect(asked.state, ...asked.effects, {type: 'list-runs'});
}
