// Alerts in the life of the console: raising them, ringing for them (not too often), and acknowledging them with a comment.

import type {Level} from '../model/level.ts';
import {compareLevels} from '../model/level.ts';
import {findingText} from '../model/messages.ts';
import type {Instant} from '../model/reading.ts';
import {uiText} from '../model/ui-text.ts';
import type {Judgement} from '../model/verdict.ts';
import type {Alert} from './alerts.ts';
import {alertsBetween, isOpen, withAcknowledgement, withAlert} from './alerts.ts';
import type {ConsoleState} from './console-state.ts';
import type {Effect} from './effect.ts';
import type {AcknowledgeLayer} from './layer.ts';
import {atStart} from './layer.ts';
import {popLayer, pushLayer, replaceTop} from './layer-stack.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled, withEffect} from './reduction.ts';

/** The bell has rung: for what, so that something worse may ring again within the pause. */
export type Rung = {readonly at: Instant; readonly level: Level};

/** A cluster that flaps does not ring a bell that nobody can stand; something worse than it rang for does ring again. */
export const ringPauseMs = 60_000;

export function raiseAlerts(state: ConsoleState, before: Judgement | null, after: Judgement): Reduction {
  const raised = alertsBetween(before, after);
  if (raised.length === 0) return settled(state);
  const alerts = raised.reduce(withAlert, state.alerts);
  const kept = raised.map((alert): Effect => ({type: 'keep-alert', record: {kind: 'raised', alert}}));
  const worst = [...raised].sort((a, b) => compareLevels(a.level, b.level))[0];
  if (worst === undefined || !mayRing(state.rung, worst)) return withEffect({...state, alerts}, ...kept);
  const rung: Rung = {at: worst.at, level: worst.level};
  return withEffect({...state, alerts, rung}, ...kept, {type: 'ring', text: ringText(state, worst)});
}

function mayRing(rung: Rung | null, {at, level}: Alert): boolean {
  return rung === null || at - rung.at >= ringPauseMs || compareLevels(rung.level, level) > 0;
}

/** `my-cluster mariadb critical: …`: what a desktop shows while nobody looks at the console. */
function ringText({summary, language}: ConsoleState, {subject, level, finding}: Alert): string {
  const what = finding === null ? '' : `: ${findingText(finding, language)}`;
  const about = subject === 'cluster' ? '' : ` ${subject}`;
  return `${summary.cluster}${about} ${uiText(language, `level.${level}`)}${what}`;
}

/** Enter on an alert: asks for a comment; one that was acknowledged is left as it is. */
export function openAcknowledge(state: ConsoleState, id: string): ConsoleState {
  const alert = state.alerts.find((one) => one.id === id);
  if (alert === undefined) return state;
  if (!isOpen(alert)) return notify(state, 'notice.acknowledged-already', {by: alert.acknowledged?.by ?? ''});
  return pushLayer(state, {kind: 'acknowledge', cursor: atStart, alert: id, text: '', fault: false});
}

/** Enter in the comment. It goes to the state directory of this machine, not to the cluster. */
export function acknowledge(state: ConsoleState, layer: AcknowledgeLayer): Reduction {
  const alert = state.alerts.find((one) => one.id === layer.alert);
  const comment = layer.text.trim();
  if (alert === undefined) return settled(popLayer(state));
  if (comment === '') return settled(replaceTop(state, {...layer, fault: true}));
  const by = {by: state.summary.actor, at: state.now, comment};
  const subjects = [...new Set(sameMoment(state, alert).map(({subject}) => subject))];
  const alerts = subjects.reduce((all, subject) => withAcknowledgement(all, subject, by), state.alerts);
  const kept = subjects.map((subject): Effect => ({type: 'keep-alert', record: {kind: 'acknowledged', subject, by}}));
  return withEffect(popLayer({...state, alerts}), ...kept);
}

/** Nobody should explain one dead switch five times: what was raised by the same judgement is acknowledged together. */
export function sameMoment({alerts}: ConsoleState, alert: Alert): readonly Alert[] {
  return alerts.filter((one) => isOpen(one) && (one.id === alert.id || one.at === alert.at));
}

/** How many wait for somebody to acknowledge them. */
export function openAlerts(state: ConsoleState): number {
  return state.alerts.filter(isOpen).length;
}
