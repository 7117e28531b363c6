// A run as lines of text: one function from an event to what a terminal or a log file shows of it.

import {findingText} from '../../model/messages.ts';
import type {Plan, Step} from '../../model/plan.ts';
import type {RunEvent, RunEventOf} from '../../model/run-event.ts';
import {countsLine, stageOf, stepOf} from '../../model/run-progress.ts';
import {actorText} from '../../run/actor.ts';

const glyphs = {changed: '✔', unchanged: '·', failed: '✖', unknown: '?', skipped: '-'} as const;

export type LineOptions = {
  /** Also steps that had nothing to do, and diffs. */
  readonly verbose: boolean;
};

/** The lines for one event; most events of a quiet run have none. */
export function linesOf(event: RunEvent, plan: Plan | null, options: LineOptions): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [startLine(event)];
    case 'lock-acquired':
      return options.verbose ? [`locked on ${event.controllers.join(', ')} (epoch ${event.epoch})`] : [];
    case 'stage-started':
      return plan === null ? [] : [stageLine(plan, event.stage)];
    case 'step-progress':
      return plan === null ? [] : [`     ${who(plan, event.step)} … ${event.line}`];
    case 'step-finished':
      return plan === null ? [] : stepLines(event, stepOf(plan, event.step), options);
    case 'cancel-requested':
      return [`cancel asked for by ${event.by}: the steps that run are finished, no other is begun`];
    case 'note':
      return [`note: ${findingText(event.finding)}`];
    case 'run-finished':
      return endLines(event, options);
    default:
      return [];
  }
}

function startLine(event: RunEventOf<'run-started'>): string {
  const reason = event.reason === undefined ? '' : `, reason: ${event.reason}`;
  return `run ${event.runId}: ${event.plan.title} (${event.plan.steps.length} steps, by ${actorText(event.actor)}${reason})`;
}

function stageLine(plan: Plan, id: string): string {
  const stage = stageOf(plan, id);
  if (stage === undefined) return id;
  const phase = stage.phase === undefined ? '' : `phase ${stage.phase}  `;
  return `── ${phase}${stage.title}`;
}

function stepLines(
  event: RunEventOf<'step-finished'>,
  step: Step | undefined,
  options: LineOptions,
): readonly string[] {
  const {result, tookMs, saw, diff} = event;
  if (step === undefined) return [];
  // What a proof or a measurement has seen is the reason for making it.
  const tells = result === 'unchanged' && step.operation.kind === 'verify' && saw !== undefined && saw !== '';
  if (!options.verbose && !tells && (result === 'unchanged' || result === 'skipped')) return [];
  const took = result === 'skipped' ? 'not begun' : `${(tookMs / 1000).toFixed(1)} s`;
  const line = `   ${glyphs[result]} ${step.on.padEnd(10)} ${step.title.padEnd(44)} ${result === 'changed' ? took : `${result} ${took}`}`;
  const bad = result === 'failed' || result === 'unknown';
  return [
    line,
    ...(options.verbose && diff !== undefined ? indented(diff) : []),
    ...((bad || tells || options.verbose) && saw !== undefined ? indented(saw) : []),
  ];
}

function endLines(event: RunEventOf<'run-finished'>, options: LineOptions): readonly string[] {
  const words = {done: 'done', failed: 'failed', unknown: 'how it ended is not known', cancelled: 'cancelled'} as const;
  return [
    '',
    `${words[event.result]} after ${(event.tookMs / 1000).toFixed(1)} s`,
    ...(event.stop === undefined || !options.verbose ? [] : [event.stop.what]),
    ...(event.account === undefined ? [] : indented(event.account)),
    countsLine(event.counts),
  ];
}

function who(plan: Plan, id: string): string {
  const step = stepOf(plan, id);
  return step === undefined ? id : `${step.on} ${step.title}`;
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `       ${line}`);
}
