// Makes steps and checks: fills in what most of them share, and gives each an id that two plans of one state agree on.

import type {Check} from '../model/check.ts';
import type {Operation} from '../model/operation.ts';
import type {Step} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';

/** Milliseconds; generous, because a step that is given up too early ends as `unknown`. */
export const timeouts = {
  /** Writing a file, a directory, an account. */
  quick: 30_000,
  /** Starting or stopping a daemon that answers soon. */
  unit: 120_000,
  /** Fetching and unpacking packages over a slow line. */
  packages: 1_800_000,
  /** A state transfer of a database (MariaDB's own unit waits 900 s). */
  transfer: 900_000,
} as const;

export type StepSpec = {
  readonly stage: string;
  readonly on: HostName;
  readonly title: string;
  readonly operation: Operation;
  readonly before?: readonly Check[];
  readonly after?: readonly Check[];
  readonly undo?: Operation;
  readonly undoAfter?: readonly Check[];
  readonly timeoutMs?: number;
};

/** A step. Its id is stage, host and title: titles are unique within a stage and host (held by a test over whole plans). */
export function step(spec: StepSpec): Step {
  return {
    id: `${spec.stage}/${spec.on}/${spec.title.replaceAll(/[^A-Za-z0-9.@_-]+/g, '-')}`,
    stage: spec.stage,
    on: spec.on,
    title: spec.title,
    operation: spec.operation,
    before: spec.before ?? [],
    after: spec.after ?? [],
    ...(spec.undo === undefined ? {} : {undo: spec.undo}),
    ...(spec.undoAfter === undefined ? {} : {undoAfter: spec.undoAfter}),
    timeoutMs: spec.timeoutMs ?? defaultTimeout(spec.operation),
  };
}

/** A check on the step's own host. */
export function check(name: string, args: Check['args'] = {}): Check {
  return {name, args};
}

/** A check on a named host. */
export function checkOn(on: HostName, name: string, args: Check['args'] = {}): Check {
  return {name, on, args};
}

function defaultTimeout(operation: Operation): number {
  switch (operation.kind) {
    case 'package':
      return timeouts.packages;
    case 'unit':
    case 'restart':
    case 'mount':
    case 'exec':
      return timeouts.unit;
    default:
      return timeouts.quick;
  }
}
