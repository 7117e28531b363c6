// Runs: their list, and one with its steps as the journal tells of it.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {anything, list, maybe, moment, number, object, oneOf, orElse, string} from './shape.ts';

const noNames: readonly string[] = [];
const noEntries: readonly never[] = [];

const listed = object({
  runId: string,
  action: string,
  title: string,
  user: orElse(string, ''),
  console: orElse(string, ''),
  reason: maybe(string),
  startedAt: moment,
  endedAt: maybe(moment),
  result: maybe(string),
  /** `gone`: its Runner is no more, and left no end. */
  state: oneOf('running', 'ended', 'gone'),
});

const runStep = object({
  id: string,
  on: string,
  title: string,
  stage: string,
  operation: anything,
  result: string,
  tookMs: maybe(number),
  diff: maybe(string),
  saw: maybe(string),
});

const shown = object({
  runId: string,
  action: maybe(string),
  title: maybe(string),
  result: maybe(string),
  counts: object({
    changed: number,
    unchanged: number,
    failed: number,
    unknown: orElse(number, 0),
    skipped: orElse(number, 0),
  }),
  steps: list(runStep),
  account: maybe(string),
  stop: maybe(object({what: string, hint: maybe(string)})),
  state: oneOf('running', 'ended', 'gone'),
  meta: object({
    user: orElse(string, ''),
    console: orElse(string, ''),
    reason: maybe(string),
    startedAt: moment,
    endedAt: maybe(moment),
  }),
});

export type ListedRun = Of<typeof listed>;
export type ShownRun = Of<typeof shown>;
export type RunStep = Of<typeof runStep>;

const audited = object({
  at: moment,
  runId: string,
  operator: string,
  reason: maybe(string),
  title: string,
  danger: maybe(string),
  targets: orElse(list(string), noNames),
  result: string,
  tookMs: maybe(number),
});

const runs = object({
  /** Begun on the pages of this controller. */
  runs: list(listed),
  /** What the audit journal has of all consoles and pages, newest first. */
  audit: orElse(list(audited), noEntries),
});

export type Audited = Of<typeof audited>;
export type Runs = Of<typeof runs>;

export function askRuns(): Question<Runs> {
  return {path: '/api/monitoring/runs', shape: runs};
}

export function askRun(id: string): Question<ShownRun> {
  return {path: `/api/monitoring/runs/${encodeURIComponent(id)}`, shape: shown};
}

export function cancelRun(id: string): Question<null> {
  const path = `/api/monitoring/runs/${encodeURIComponent(id)}/cancel`;
  return {path, method: 'POST', body: {}, shape: () => null};
}
