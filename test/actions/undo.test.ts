// Undo: only what a run changed and what names a way back, the last thing first; never while it goes on.

import {describe, expect, it} from 'vitest';
import {planUndo} from '../../src/actions/undo.ts';
import type {Operation} from '../../src/model/operation.ts';
import type {Plan, PlanResult, Step} from '../../src/model/plan.ts';
import type {RunEvent, StepResult} from '../../src/model/run-event.ts';
import type {RunProgress} from '../../src/model/run-progress.ts';
import {foldRunEvent, noProgress} from '../../src/model/run-progress.ts';
import {emptySnapshot} from '../../src/model/snapshot.ts';
import {buildPlan} from '../state/builders/state.ts';
import {configOf} from './support/cluster.ts';

const back: Operation = {kind: 'line', path: '/etc/x', match: '^x', line: 'x 0', append: false};

function planWithUndo(): Plan {
  const plan = buildPlan('disruptive', 6);
  return {...plan, steps: plan.steps.map((step, index): Step => (index % 2 === 0 ? {...step, undo: back} : step))};
}

function progressOf(plan: Plan, results: readonly StepResult[], ended = true): RunProgress {
  const at = 1;
  const counts = {changed: 0, unchanged: 0, failed: 0, unknown: 0, skipped: 0};
  const events: readonly RunEvent[] = [
    {
      type: 'run-started',
      at,
      seq: 0,
      runId: '7f3a',
      cluster: 'c',
      actor: {user: 'root', console: 'c1'},
      planHash: 'x',
      plan,
      pid: 1,
    },
    ...results.map(
      (result, index): RunEvent => ({
        type: 'step-finished',
        at,
        seq: index + 1,
        step: `step-${index}`,
        result,
        tookMs: 1,
      }),
    ),
    ...(ended ? [{type: 'run-finished', at, seq: 99, result: 'done', counts, tookMs: 1} as const] : []),
  ];
  return events.reduce(foldRunEvent, noProgress);
}

function undo(progress: RunProgress | undefined): PlanResult {
  const cluster = configOf();
  const snapshot = emptySnapshot(cluster.cluster.name, 0);
  return planUndo({snapshot, config: cluster, input: {run: '7f3a'}, overrides: []}, progress);
}

describe('undo', () => {
  it('takes back what changed and names a way back, the last step first, and nothing else', () => {
    const progress = progressOf(planWithUndo(), ['changed', 'changed', 'unchanged', 'changed', 'changed', 'changed']);
    const result = undo(progress);
    if (result.kind !== 'plan') throw new Error(result.kind);
    expect(result.plan.steps.map(({id}) => id)).toEqual(['undo-step-4', 'undo-step-0']);
    expect(result.plan.steps.every(({operation}) => operation === back)).toBe(true);
    expect(result.plan.stages.map(({id}) => id)).toEqual(['restart', 'config']);
    expect(result.plan).toMatchObject({danger: 'disruptive', target: 'server2'});
  });

  it('refuses for a run that goes on, that is not known, or that changed nothing with a way back', () => {
    const plan = planWithUndo();
    const codes = [progressOf(plan, ['changed'], false), undefined, progressOf(plan, ['unchanged', 'changed'])].map(
      (progress) => {
        const result = undo(progress);
        return result.kind === 'refusal' ? result.findings[0]?.code : result.kind;
      },
    );
    expect(codes).toEqual(['UndoRunGoesOn', 'UndoRunUnknown', 'UndoNothing']);
  });
});
