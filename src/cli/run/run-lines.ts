// A run as lines of text: one function from an event to what a terminal or a log file shows of it.

import type {Language} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import type {Plan, Step} from '../../model/plan.ts';
import {planWords} from '../../model/plan-words.ts';
import type {RunEvent, RunEventOf} from '../../model/run-event.ts';
import {countsLine, stageOf, stepOf} from '../../model/run-progress.ts';
import {actorText} from '../../run/actor.ts';
import {padTo} from './plan-text.ts';
import {runWords} from './run-words.ts';

const glyphs = {changed: '✔', unchanged: '·', failed: '✖', unknown: '?', skipped: '-'} as const;

export type LineOptions = {
  /** Also steps that had nothing to do, and diffs. */
  readonly verbose: boolean;
  readonly language: Language;
};

/** The lines for one event; most events of a quiet run have none. */
export function linesOf(event: RunEvent, plan: Plan | null, options: LineOptions): readonly string[] {
  const {verbose, language} = options;
  const words = runWords[language];
  switch (event.type) {
    case 'run-started':
      return [startLine(event, language)];
    case 'lock-acquired':
      return verbose ? [words.locked(event.controllers.join(', '), event.epoch)] : [];
    case 'stage-started':
      return plan === null ? [] : [stageLine(plan, event.stage, language)];
    case 'step-progress':
      return plan === null ? [] : [`     ${who(plan, event.step, language)} … ${planWords(event.line, language)}`];
    case 'step-finished':
      return plan === null ? [] : stepLines(event, stepOf(plan, event.step), options);
    case 'cancel-requested':
      return [words.cancelAsked(event.by)];
    case 'note':
      return [`${words.level.info}: ${findingText(event.finding, language)}`];
    case 'run-finished':
      return endLines(event, options);
    default:
      return [];
  }
}

function startLine({runId, plan, actor, reason}: RunEventOf<'run-started'>, language: Language): string {
  const title = planWords(plan.title, language);
  return runWords[language].started(runId, title, plan.steps.length, actorText(actor), reason ?? null);
}

function stageLine(plan: Plan, id: string, language: Language): string {
  const stage = stageOf(plan, id);
  if (stage === undefined) return id;
  const phase = stage.phase === undefined ? '' : `${runWords[language].phase(stage.phase)}  `;
  return `── ${phase}${planWords(stage.title, language)}`;
}

function stepLines(
  event: RunEventOf<'step-finished'>,
  step: Step | undefined,
  options: LineOptions,
): readonly string[] {
  const {result, tookMs, saw, diff} = event;
  if (step === undefined) return [];
  const {language} = options;
  const words = runWords[language];
  // What a proof or a measurement has seen is the reason for making it.
  const tells = result === 'unchanged' && step.operation.kind === 'verify' && saw !== undefined && saw !== '';
  if (!options.verbose && !tells && (result === 'unchanged' || result === 'skipped')) return [];
  const took = result === 'skipped' ? words.notBegun : `${(tookMs / 1000).toFixed(1)} s`;
  const title = padTo(planWords(step.title, language), 44);
  const line = `   ${glyphs[result]} ${step.on.padEnd(10)} ${title} ${result === 'changed' ? took : `${words.step[result]} ${took}`}`;
  const bad = result === 'failed' || result === 'unknown';
  return [
    line,
    ...(options.verbose && diff !== undefined ? indented(diff, 'en') : []),
    ...((bad || tells || options.verbose) && saw !== undefined ? indented(saw, language) : []),
  ];
}

function endLines(event: RunEventOf<'run-finished'>, options: LineOptions): readonly string[] {
  const {language} = options;
  return [
    '',
    runWords[language].ended(event.result, (event.tookMs / 1000).toFixed(1)),
    ...(event.stop === undefined || !options.verbose ? [] : [planWords(event.stop.what, language)]),
    ...(event.account === undefined ? [] : indented(event.account, language)),
    countsLine(event.counts),
  ];
}

function who(plan: Plan, id: string, language: Language): string {
  const step = stepOf(plan, id);
  return step === undefined ? id : `${step.on} ${planWords(step.title, language)}`;
}

/** Output of programs stays as it is; our own lines among it are read. */
function indented(text: string, language: Language): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `       ${planWords(line, language)}`);
}
