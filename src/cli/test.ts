// The command `test`: the scenarios of the reference README, run as a plan, summed up scenario by scenario.

import {testNames, testOfStage} from '../actions/test/scenario.ts';
import {HpchaError} from '../model/error.ts';
import type {RunProgress} from '../model/run-progress.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {planAndRun} from './run/plan-and-run.ts';
import {runFlags} from './run/run-flags.ts';

export async function runTest(io: CliIo, options: CommandOptions): Promise<number> {
  const flags = runFlags(options);
  const test = chosenTest(options);
  const request = {action: 'test', input: {test}, overrides: flags.overrides} as const;
  return planAndRun(io, {request, options, flags, rolling: true, summary: {json: testsJson, text: testsText}});
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
};

function resultsOf({started, steps}: RunProgress): readonly TestResult[] {
  const byTest = Map.groupBy(started?.plan.steps ?? [], ({stage}) => testOfStage(stage) ?? '');
  const run = [...byTest].map(([test, list]): TestResult => {
    const states = list.map(({id}) => steps[id]?.state ?? 'waiting');
    if (states.includes('failed')) return {test, result: 'failed', steps: list.length};
    if (states.includes('unknown')) return {test, result: 'unknown', steps: list.length};
    const ended = states.every((state) => state === 'changed' || state === 'unchanged');
    return {test, result: ended ? 'passed' : 'not run', steps: list.length};
  });
  const later = (started?.plan.notes ?? []).flatMap(({code, params}) =>
    code === 'TestNotBuilt' || code === 'TestNotEnabled'
      ? [{test: String(params['test']), result: 'not run' as const, steps: 0}]
      : [],
  );
  return [...run, ...later];
}

function testsJson(progress: RunProgress): object {
  return {tests: resultsOf(progress)};
}

function testsText(progress: RunProgress): string {
  const glyphs = {passed: '✔', failed: '✖', unknown: '?', 'not run': '-'} as const;
  const lines = resultsOf(progress).map(({test, result, steps}) => {
    const later = ['web', 'backup'].includes(test) ? 'comes with that part, which is not built yet' : 'not enabled';
    const why = result === 'not run' && steps === 0 ? `not run: ${later}` : result;
    return `${glyphs[result]} ${test.padEnd(11)} ${why}\n`;
  });
  return lines.join('');
}
