// The command `test`: the scenarios of the reference README, run as a plan, summed up scenario by scenario.

import {testNames, testOfStage} from '../actions/test/scenario.ts';
import {HpchaError} from '../model/error.ts';
import type {Language} from '../model/message.ts';
import {findingText} from '../model/messages.ts';
import type {RunProgress} from '../model/run-progress.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runTest(io: CliIo, options: CommandOptions): Promise<number> {
  const flags = runFlags(options);
  const test = chosenTest(options);
  const webUser = options['webUser'];
  if (webUser !== undefined && test !== 'web' && test !== 'all') throw wrong('--web-user is for the web test alone');
  const input = typeof webUser === 'string' ? {test, webUser} : {test};
  const request = {action: 'test', input, overrides: flags.overrides} as const;
  const text = (progress: RunProgress): string => testsText(progress, options.lang ?? 'en');
  return planAndRun(io, {request, options, flags, rolling: true, summary: {json: testsJson, text}});
}

function chosenTest(options: CommandOptions): 'all' | (typeof testNames)[number] {
  const given = options['test'];
  if (given === undefined || options['all'] === true) {
    if (given === undefined && options['all'] === true) return 'all';
    throw wrong(given === undefined ? 'nothing was chosen' : '--all and --test exclude each other');
  }
  const found = testNames.find((name) => name === given);
  if (found === undefined) throw wrong(`there is no test ${String(given)}`);
  return found;
}

function wrong(what: string): HpchaError {
  return new HpchaError({
    code: 'usage',
    where: 'test',
    what,
    hint: `--all, or --test with one of ${testNames.join(', ')}`,
  });
}

type TestResult = {
  readonly test: string;
  readonly result: 'passed' | 'failed' | 'unknown' | 'not run';
  readonly steps: number;
  /** Why it was not run, or what of it was not tried: a finding's code. */
  readonly note: string | null;
};

const whyNotRun = new Set(['TestNotBuilt', 'TestNotEnabled']);

/** What came of each test, in the order of the plan; those that were not run last. */
export function resultsOf({started, steps}: RunProgress): readonly TestResult[] {
  const notes = started?.plan.notes ?? [];
  const byTest = Map.groupBy(started?.plan.steps ?? [], ({stage}) => testOfStage(stage) ?? '');
  const run = [...byTest].map(([test, list]): TestResult => {
    const states = list.map(({id}) => steps[id]?.state ?? 'waiting');
    const note = notes.find(({params}) => params['test'] === test)?.code ?? null;
    const of = {test, steps: list.length, note};
    if (states.includes('failed')) return {...of, result: 'failed'};
    if (states.includes('unknown')) return {...of, result: 'unknown'};
    const ended = states.every((state) => state === 'changed' || state === 'unchanged');
    return {...of, result: ended ? 'passed' : 'not run'};
  });
  const later = notes.flatMap(({code, params}) =>
    whyNotRun.has(code) ? [{test: String(params['test']), result: 'not run' as const, steps: 0, note: code}] : [],
  );
  return [...run, ...later];
}

function testsJson(progress: RunProgress): object {
  return {tests: resultsOf(progress)};
}

/** A line a test; beneath it what of it was not tried, because a tick alone would promise more. */
export function testsText(progress: RunProgress, language: Language): string {
  const glyphs = {passed: '✔', failed: '✖', unknown: '?', 'not run': '-'} as const;
  const lines = resultsOf(progress).map(({test, result, note}) => {
    const finding = progress.started?.plan.notes.find(({code, params}) => code === note && params['test'] === test);
    const why = finding === undefined ? '' : `  ${findingText(finding, language)}\n`;
    return `${glyphs[result]} ${test.padEnd(11)} ${result}\n${why}`;
  });
  return lines.join('');
}
