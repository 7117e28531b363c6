// What earlier operations say against one that is asked for now: too soon after the last, or a bad end that nobody has looked at.

import type {ClusterConfig} from '../../config/schema.ts';
import type {ActionInput} from '../../model/action-offer.ts';
import type {Finding} from '../../model/finding.ts';
import {endedBadly, isSettled, type PastOperation} from '../../model/past-operation.ts';
import type {Instant} from '../../model/reading.ts';
import {classesOpenInLab, labCooldownSeconds, type OperationClass, operationClasses} from './classes.ts';

export type Asked = {
  readonly action: string;
  readonly input: ActionInput;
  readonly config: ClusterConfig;
  readonly past: readonly PastOperation[];
  /** The console's clock, as that of the lines in `past`. */
  readonly now: Instant;
};

/** Both may be overridden: whoever means it says so, and why, in the same line of the audit journal. */
export function pastObjections(asked: Asked): readonly Finding[] {
  const closing = operationClasses.filter(({closes}) => closes(asked.action, asked.input));
  const findings = closing.flatMap((each) => [...unresolved(asked, each), ...tooSoon(asked, each)]);
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.params['run']}`, finding])).values()];
}

/** The newest of the class that did something: a good end after a bad one opens the class again. */
function unresolved({past, config}: Asked, {members}: OperationClass): readonly Finding[] {
  if (config.lab && members.every((member) => classesOpenInLab.includes(member))) return [];
  const newest = newestOf(past.filter(({action, touched, safe}) => members.includes(action) && touched && !safe));
  if (newest === undefined || !endedBadly(newest) || isSettled(newest, past)) return [];
  const {runId: run, title, operator, result, stop} = newest;
  return [against('OperationUnresolved', {run, title, operator, result, why: stop ?? '-'})];
}

function tooSoon({action, past, config, now}: Asked, {cooldown}: OperationClass): readonly Finding[] {
  const seconds = config.lab ? Math.min(labCooldownSeconds, cooldown(config)) : cooldown(config);
  const last = newestOf(past.filter((each) => each.action === action && each.touched && !each.safe));
  if (last === undefined || seconds === 0) return [];
  // Another console's clock may be ahead of ours: that is no reason to wait longer than the cooldown.
  const ago = Math.max(0, Math.round((now - last.at) / 1000));
  if (ago >= seconds) return [];
  return [against('OperationJustNow', {action, ago, left: seconds - ago, run: last.runId, operator: last.operator})];
}

function newestOf(past: readonly PastOperation[]): PastOperation | undefined {
  return past.toSorted((a, b) => b.at - a.at)[0];
}

function against(code: string, params: Finding['params']): Finding {
  return {code, level: 'critical', where: 'cluster', params, overridable: true};
}
