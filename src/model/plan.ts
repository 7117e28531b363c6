// A Plan is data: dry run prints it, the confirmation shows it, the journal records it, the Runner receives it.

import {createHash} from 'node:crypto';
import type {Check} from './check.ts';
import type {Finding} from './finding.ts';
import type {Operation} from './operation.ts';
import type {HostName} from './service.ts';

export type Danger = 'safe' | 'disruptive' | 'destructive';

/**
 * Steps of one stage run at the same time on different hosts and one after another on the same host;
 * a stage starts when the one before it has ended (but see `lane`). `rolling` finishes one host before it begins the next.
 */
export type Stage = {
  readonly id: string;
  readonly title: string;
  readonly mode: 'parallel' | 'rolling';
  /** The phase it belongs to, 0–7, for the log copied to the controllers. Absent for other actions. */
  readonly phase?: number;
  /**
   * Neighbouring stages with lanes run side by side, lane beside lane, in order within a lane. For phases that know nothing of
   * each other: a database's state transfer has its script's fixed 10 s of sleep, in which Redis can be built.
   */
  readonly lane?: string;
  /** At most so many hosts at once (parallel only); default: all. */
  readonly atOnce?: number;
  /**
   * Absent: done while all goes well. `always`: also after a failure or a wish to stop (flags that must not be left behind).
   * `after-failure`: only then (the way back); in a run in which all went well its steps are no steps at all.
   */
  readonly when?: 'always' | 'after-failure';
  /** A failure in a stage with a group ends only the stages of that group: scenarios that have nothing to do with each other. */
  readonly group?: string;
};

export type Step = {
  /** Unique within the plan and stable between two plans of the same state. */
  readonly id: string;
  readonly stage: string;
  readonly on: HostName;
  /** Imperative, lower case: `install packages`, `write galera.cnf`. */
  readonly title: string;
  readonly operation: Operation;
  /** Asked again at that moment, never remembered; if one does not hold the step fails before it acts. */
  readonly before: readonly Check[];
  /** What proves that it worked; polled until `timeoutMs` is over. */
  readonly after: readonly Check[];
  /** Offered afterwards, never done by itself. */
  readonly undo?: Operation;
  /** What proves that it was taken back; absent: the operation's own look is the proof. */
  readonly undoAfter?: readonly Check[];
  /** For the operation and its `after` checks together. */
  readonly timeoutMs: number;
};

/** What was seen, as a table: one row a candidate or a node. Shown before anything is asked; no part of the plan's hash. */
export type EvidenceTable = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type Plan = {
  readonly action: string;
  readonly title: string;
  readonly danger: Danger;
  /** What a disruptive or destructive confirmation must name: a host or the cluster. */
  readonly target: string;
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  /** One sentence: what may be lost. */
  readonly mayLose: string;
  /** What the operator should know beside the steps; warnings do not stop it. */
  readonly notes: readonly Finding[];
  readonly evidence?: EvidenceTable;
  /** Controllers that the operator attested to be off: the lock is not asked for there, and its majority is counted without them. */
  readonly without?: readonly HostName[];
  /** The facts that decided the steps, for the hash: not ids, not times, not numbers that move and change nothing. */
  readonly decidedBy: Readonly<Record<string, string | number | boolean>>;
};

/** A third answer of an action: a small safe plan that collects what is missing, after which it is asked again. */
export type PlanResult =
  | {readonly kind: 'plan'; readonly plan: Plan}
  | {readonly kind: 'needs-evidence'; readonly plan: Plan; readonly why: string}
  | {readonly kind: 'refusal'; readonly findings: readonly Finding[]; readonly evidence?: EvidenceTable};

/** Covers the steps and the facts that decided them; compared again with fresh evidence just before a run (DESIGN §3). */
export function planHash(plan: Plan): string {
  const basis = {action: plan.action, stages: plan.stages, steps: plan.steps, decidedBy: plan.decidedBy};
  return createHash('sha256').update(canonicalJson(basis)).digest('hex').slice(0, 16);
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
