// A run as the journal tells it so far: a fold over its events, so that attaching late shows the same as watching.

import {foldDrill, type LiveDrill} from '../model/drill/live.ts';
import type {Finding} from '../model/finding.ts';
import type {Plan} from '../model/plan.ts';
import type {Instant} from '../model/reading.ts';
import type {RunCounts, RunEvent, RunEventOf, RunResult, StepResult} from '../model/run-event.ts';
import type {HostName} from '../model/service.ts';

export type StepState = 'waiting' | 'running' | StepResult;

export type StepView = {
  readonly state: StepState;
  /** What it waits for now. */
  readonly line: string;
  readonly startedAt: Instant | null;
  readonly tookMs: number | null;
  readonly diff: string;
  readonly saw: string;
};

export type RunView = {
  readonly runId: string;
  readonly plan: Plan | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly startedAt: Instant | null;
  /** Time of the newest event: how long it has taken so far is measured on the Runner's clock. */
  readonly latestAt: Instant | null;
  readonly steps: Readonly<Record<string, StepView>>;
  readonly stages: Readonly<Record<string, 'running' | 'finished'>>;
  readonly lockOn: readonly HostName[];
  readonly notes: readonly Finding[];
  readonly cancelRequestedBy: string | null;
  readonly finished: {
    readonly result: RunResult;
    readonly counts: RunCounts;
    readonly tookMs: number;
    readonly account: string;
  } | null;
  /** The drill that it is, while it happens and after it; null: it is none. */
  readonly drill: LiveDrill | null;
  /** Sequence number of the newest event folded; replays of the same event change nothing. */
  readonly seq: number;
  /** Why the journal cannot be followed. */
  readonly fault: string | null;
};

const waiting: StepView = {state: 'waiting', line: '', startedAt: null, tookMs: null, diff: '', saw: ''};
const noteLimit = 200;

export function emptyRunView(runId: string): RunView {
  return {
    runId,
    plan: null,
    actor: '',
    reason: null,
    startedAt: null,
    latestAt: null,
    steps: {},
    stages: {},
    lockOn: [],
    notes: [],
    cancelRequestedBy: null,
    finished: null,
    drill: null,
    seq: -1,
    fault: null,
  };
}

/** The run one event later. Events that were seen already (a journal read twice) are ignored. */
export function foldRun(view: RunView, event: RunEvent): RunView {
  if (event.seq <= view.seq && event.type !== 'heartbeat') return view;
  const next = {...view, seq: Math.max(view.seq, event.seq), latestAt: Math.max(view.latestAt ?? 0, event.at)};
  switch (event.type) {
    case 'run-started':
      return started(next, event);
    case 'lock-acquired':
      return {...next, lockOn: event.controllers};
    case 'lock-released':
      return {...next, lockOn: []};
    case 'stage-started':
      return {...next, stages: {...next.stages, [event.stage]: 'running'}};
    case 'stage-finished':
      return {...next, stages: {...next.stages, [event.stage]: 'finished'}};
    case 'step-started':
      return withStep(next, event.step, {state: 'running', startedAt: event.at});
    case 'step-progress':
      return withStep(next, event.step, {line: event.line});
    case 'step-finished':
      return withStep(next, event.step, {
        state: event.result,
        line: '',
        tookMs: event.tookMs,
        diff: event.diff ?? '',
        saw: event.saw ?? '',
      });
    case 'note':
      return {...next, notes: [...next.notes, event.finding].slice(-noteLimit)};
    case 'heartbeat':
      return next;
    case 'drill-state':
    case 'drill-tick':
      return {...next, drill: foldDrill(next.drill, event)};
    case 'cancel-requested':
      return {...next, cancelRequestedBy: event.by};
    case 'run-finished':
      return {
        ...next,
        finished: {
          result: event.result,
          counts: event.counts,
          tookMs: event.tookMs,
          account: event.account ?? '',
        },
      };
  }
}

function started(view: RunView, event: RunEventOf<'run-started'>): RunView {
  const {user, sudoUser, console: from} = event.actor;
  return {
    ...view,
    plan: event.plan,
    actor: `${sudoUser ?? user}@${from}`,
    reason: event.reason ?? null,
    startedAt: event.at,
    drill: foldDrill(view.drill, event),
    steps: Object.fromEntries(event.plan.steps.map((step) => [step.id, waiting])),
  };
}

function withStep(view: RunView, step: string, change: Partial<StepView>): RunView {
  return {...view, steps: {...view.steps, [step]: {...(view.steps[step] ?? waiting), ...change}}};
}

/** How many steps ended which way so far; after the end, what the Runner itself counted. */
export function countSteps(view: RunView): RunCounts & {readonly total: number} {
  const states = Object.values(view.steps).map((step) => step.state);
  const of = (state: StepState) => states.filter((one) => one === state).length;
  const counted = {
    changed: of('changed'),
    unchanged: of('unchanged'),
    failed: of('failed'),
    unknown: of('unknown'),
    skipped: of('skipped'),
  };
  return {...(view.finished?.counts ?? counted), total: states.length};
}

/** It is still being carried out, as far as its journal can be followed. */
export function isGoingOn(view: RunView): boolean {
  return view.plan !== null && view.finished === null && view.fault === null;
}
