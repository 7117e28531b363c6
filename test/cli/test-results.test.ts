// What `test` says at its end: a line a test, and never more than was tried.

import {expect, it} from 'vitest';
import {resultsOf, testsText} from '../../src/cli/test.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {RunEvent, StepResult} from '../../src/model/run-event.ts';
import {foldRunEvent, noProgress, type RunProgress} from '../../src/model/run-progress.ts';

const note = (code: string, test: string): Finding => ({code, level: 'info', where: 'cluster', params: {test}});

/** A run that has ended, told by its events: one step a test. */
function ended(results: Readonly<Record<string, StepResult>>, notes: readonly Finding[]): RunProgress {
  const steps = Object.keys(results).map((test) => {
    const operation = {kind: 'verify', act: {via: 'exec', argv: ['true']}} as const;
    return {
      id: test,
      stage: `test-${test}-prove`,
      on: 'server1',
      title: test,
      operation,
      before: [],
      after: [],
      timeoutMs: 1,
    };
  });
  const words = {action: 'test', title: 'test', danger: 'safe', target: 'lab', mayLose: ''} as const;
  const plan = {...words, stages: [], steps, notes, decidedBy: {}};
  const run = {runId: 'r1', cluster: 'lab', actor: {user: 'root', console: 'here'}, planHash: 'h', pid: 1};
  const events: readonly RunEvent[] = [
    {seq: 1, at: 1, type: 'run-started', ...run, plan},
    ...Object.entries(results).map(([step, result], index): RunEvent => {
      return {seq: index + 2, at: 2, type: 'step-finished', step, result, tookMs: 1};
    }),
  ];
  return events.reduce(foldRunEvent, noProgress);
}

const progress = ended({redis: 'unchanged', web: 'unchanged', slurm: 'unknown'}, [
  note('TestWebPartly', 'web'),
  note('TestNotBuilt', 'backup'),
]);

it('names what of a passed test was not tried', () => {
  expect(resultsOf(progress)).toEqual([
    {test: 'redis', result: 'passed', steps: 1, note: null},
    {test: 'web', result: 'passed', steps: 1, note: 'TestWebPartly'},
    {test: 'slurm', result: 'unknown', steps: 1, note: null},
    {test: 'backup', result: 'not run', steps: 0, note: 'TestNotBuilt'},
  ]);
});

it('says it in the language of whoever reads', () => {
  expect(testsText(progress, 'en')).toMatch(/✔ web {9}passed\n {2}The test web signs in as a user made for it/);
  expect(testsText(progress, 'ko')).toMatch(/✔ web {9}passed\n {2}web 시험은 .*시험하지 않습니다/);
  expect(testsText(progress, 'en')).toMatch(/- backup {6}not run\n {2}The test backup comes with/);
});
