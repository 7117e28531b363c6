// Folds the events of a run into what can be shown of it: the same for whoever follows live and whoever comes later.

import type {Plan, Stage, Step} from './plan.ts';
import type {Instant} from './reading.ts';
import type {RunCounts, RunEvent, RunEventOf, RunResult, RunStop, StepResult} from './run-event.ts';

export type StepProgress = {
  readonly state: 'waiting' | 'running' | StepResult;
  readonly startedAt: Instant | null;
  readonly tookMs: number | null;
  /** What it waits for, while it runs. */
  readonly line: string | null;
  readonly diff: string | null;
  readonly saw: string | null;
};

export type RunProgress = {
  readonly started: RunEventOf<'run-started'> | null;
  readonly steps: Readonly<Record<string, StepProgress>>;
  readonly stage: string | null;
  readonly locked: readonly string[];
  readonly cancelBy: string | null;
  readonly counts: RunCounts;
  readonly lastAt: Instant | null;
  readonly finished: {
    readonly result: RunResult;
    readonly tookMs: number;
    readonly account: string | null;
    readonly stop: RunStop | null;
  } | null;
};

const noCounts: RunCounts = {changed: 0, unchanged: 0, failed: 0, unknown: 0, skipped: 0};
const waiting: StepProgress = {state: 'waiting', startedAt: null, tookMs: null, line: null, diff: null, saw: null};

export const noProgress: RunProgress = {
  started: null,
  steps: {},
  stage: null,
  locked: [],
  cancelBy: null,
  counts: noCounts,
  lastAt: null,
  finished: null,
};

/** One event more. */
export function foldRunEvent(before: RunProgress, event: RunEvent): RunProgress {
  const now = {...before, lastAt: event.at};
  switch (event.type) {
    case 'run-started':
      return {...now, started: event, steps: Object.fromEntries(event.plan.steps.map((step) => [step.id, waiting]))};
    case 'lock-acquired':
      return {...now, locked: event.controllers};
    case 'lock-released':
      return {...now, locked: []};
    case 'stage-started':
      return {...now, stage: event.stage};
    case 'step-started':
      return withStep(now, event.step, {state: 'running', startedAt: event.at});
    case 'step-progress':
      return withStep(now, event.step, {line: event.line});
    case 'step-finished':
      return finishStep(now, event);
    case 'cancel-requested':
      return {...now, cancelBy: event.by};
    case 'run-finished':
      return {...now, counts: event.counts, finished: endOf(event)};
    case 'stage-finished':
    case 'note':
    case 'heartbeat':
    case 'drill-state':
    case 'drill-tick':
      return now;
  }
}

/** `3 changed, 40 unchanged, 0 failed`, the last line of every run; what nobody knows is said too. */
export function countsLine(counts: RunCounts): string {
  const rest = [
    ...(counts.unknown === 0 ? [] : [`${counts.unknown} unknown`]),
    ...(counts.skipped === 0 ? [] : [`${counts.skipped} not begun`]),
  ];
  return [`${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.failed} failed`, ...rest].join(', ');
}

export function stepOf(plan: Plan, id: string): Step | undefined {
  return plan.steps.find((step) => step.id === id);
}

export function stageOf(plan: Plan, id: string): Stage | undefined {
  return plan.stages.find((stage) => stage.id === id);
}

function withStep(now: RunProgress, id: string, change: Partial<StepProgress>): RunProgress {
  return {...now, steps: {...now.steps, [id]: {...(now.steps[id] ?? waiting), ...change}}};
}

function finishStep(now: RunProgress, event: RunEventOf<'step-finished'>): RunProgress {
  const counts = {...now.counts, [event.result]: now.counts[event.result] + 1};
  const change = {
    state: event.result,
    tookMs: event.tookMs,
    line: null,
    diff: event.diff ?? null,
    saw: event.saw ?? null,
  };
  return {...withStep(now, event.step, change), counts};
}

function endOf(event: RunEventOf<'run-finished'>): RunProgress['finished'] {
  return {result: event.result, tookMs: event.tookMs, account: event.account ?? null, stop: event.stop ?? null};
}
