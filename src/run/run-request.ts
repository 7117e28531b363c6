// What a Runner is given: which confirmed plan, by whom, and what it needs to carry it out.

import type {Plan, PlanResult} from '../model/plan.ts';
import type {Actor} from '../model/run-event.ts';
import type {SecretValues} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {CheckRegistry} from '../transport/check-registry.ts';
import type {Transport} from '../transport/host.ts';
import {actorText} from './actor.ts';
import type {Clock} from './clock.ts';
import type {DrillSupport} from './drill/drill-deps.ts';
import type {OpRecord} from './lock/op-record.ts';
import type {ProgramSource} from './program-file.ts';

export type RunRequest = {
  readonly runId: string;
  readonly state: string;
  readonly cluster: string;
  readonly plan: Plan;
  /** The hash that was shown and confirmed. */
  readonly planHash: string;
  readonly actor: Actor;
  readonly reason?: string;
};

export type RunnerDeps = {
  readonly transport: Transport;
  readonly checks: CheckRegistry;
  readonly secrets: SecretValues;
  readonly clock: Clock;
  /** All controllers in inventory order. */
  readonly controllers: readonly HostName[];
  /** Collects fresh evidence and asks the action again. */
  replan(signal: AbortSignal): Promise<PlanResult>;
  /** The single executable of this build, for plans that bring it to controllers. */
  readonly program?: ProgramSource;
  /** What drills take; absent: a plan with a drill in it fails. */
  readonly drill?: DrillSupport;
};

/** What the lock says about this run on every controller. */
export function lockRecord(request: RunRequest, startedAt: number): Omit<OpRecord, 'epoch'> {
  const {runId, plan, actor, reason} = request;
  return {
    opId: runId,
    action: plan.action,
    title: plan.title,
    operator: actorText(actor),
    consoleHost: actor.console,
    ...(reason === undefined ? {} : {reason}),
    startedAt: new Date(startedAt).toISOString(),
    planHash: request.planHash,
    pid: process.pid,
  };
}

/** What whoever finds the cluster locked reads: `stage 3 of 14: install packages`. */
export function stageText({plan: {stages}}: RunRequest, id: string): string {
  const index = stages.findIndex((stage) => stage.id === id);
  return `stage ${index + 1} of ${stages.length}: ${stages[index]?.title ?? id}`;
}
