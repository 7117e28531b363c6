// Carries a plan out: stages in order, hosts side by side or one at a time, and a stop at the first thing that fails.

import type {Plan, Stage, Step} from '../model/plan.ts';
import type {RunCounts, RunEventBody, RunResult, StepResult} from '../model/run-event.ts';
import type {HostName} from '../model/service.ts';
import type {StepDeps} from './execute-step.ts';
import {executeStep} from './execute-step.ts';

export type ExecuteDeps = StepDeps & {
  emit(event: RunEventBody): void;
  /** Asked between two steps: a reason not to begin another one (cancelled, lock lost), or null. */
  stopRequested(): string | null;
};

export type Execution = {
  readonly result: RunResult;
  readonly counts: RunCounts;
  readonly results: ReadonlyMap<string, StepResult>;
  /** Steps that failed or ended unknown, in the order in which they did, with what was seen. */
  readonly bad: readonly {readonly step: Step; readonly result: StepResult; readonly saw: string}[];
  /** What `stopRequested` said, when that ended it. */
  readonly stoppedBy: string | null;
};

/** Resolves when every step has ended or was skipped; never rejects because of a step. */
export async function executePlan(plan: Plan, deps: ExecuteDeps, signal: AbortSignal): Promise<Execution> {
  const run = new PlanRun(plan, deps, signal);
  for (const lanes of laneGroups(plan.stages)) await Promise.all(lanes.map((lane) => run.lane(lane)));
  return run.execution();
}

/** Runs of neighbouring stages that have lanes, split by lane; every other stage is alone. */
export function laneGroups(stages: readonly Stage[]): readonly (readonly (readonly Stage[])[])[] {
  const groups: Stage[][] = [];
  for (const stage of stages) {
    const group = groups.at(-1);
    if (stage.lane !== undefined && group?.[0]?.lane !== undefined) group.push(stage);
    else groups.push([stage]);
  }
  return groups.map((group) => [...Map.groupBy(group, (stage) => stage.lane).values()]);
}

class PlanRun {
  private readonly plan: Plan;
  private readonly deps: ExecuteDeps;
  private readonly signal: AbortSignal;
  private readonly results = new Map<string, StepResult>();
  private readonly bad: {step: Step; result: StepResult; saw: string}[] = [];
  private stoppedBy: string | null = null;

  constructor(plan: Plan, deps: ExecuteDeps, signal: AbortSignal) {
    this.plan = plan;
    this.deps = deps;
    this.signal = signal;
  }

  async lane(stages: readonly Stage[]): Promise<void> {
    for (const stage of stages) await this.stage(stage);
  }

  async stage(stage: Stage): Promise<void> {
    const steps = this.plan.steps.filter((step) => step.stage === stage.id);
    const stopping = this.stopping(stage);
    if (stage.when === 'after-failure' && this.bad.length === 0) {
      for (const step of steps) this.deps.emit({type: 'step-finished', step: step.id, result: 'skipped', tookMs: 0});
      return;
    }
    if (stage.when !== undefined) return this.wayBack(stage, steps);
    if (stopping) {
      for (const step of steps) this.skip(step);
      return;
    }
    this.deps.emit({type: 'stage-started', stage: stage.id});
    const byHost = Map.groupBy(steps, (step) => step.on);
    const atOnce = stage.mode === 'rolling' ? 1 : (stage.atOnce ?? byHost.size);
    await this.hosts(stage, [...byHost.values()], Math.max(1, atOnce));
    this.deps.emit({type: 'stage-finished', stage: stage.id});
  }

  /** Done whatever happened before; here one step that fails does not keep the others from being tried. */
  private async wayBack(stage: Stage, steps: readonly Step[]): Promise<void> {
    this.deps.emit({type: 'stage-started', stage: stage.id});
    const queues = [...Map.groupBy(steps, (step) => step.on).values()];
    const all = async (queue: readonly Step[]): Promise<void> => {
      for (const step of queue) await this.step(step);
    };
    if (stage.mode === 'rolling') for (const queue of queues) await all(queue);
    else await Promise.all(queues.map(all));
    this.deps.emit({type: 'stage-finished', stage: stage.id});
  }

  /** A few workers take hosts from one queue, in the plan's order; each host is finished by the one who took it. */
  private async hosts(stage: Stage, queues: readonly (readonly Step[])[], atOnce: number): Promise<void> {
    const waiting = [...queues];
    const work = async (): Promise<void> => {
      for (let steps = waiting.shift(); steps !== undefined; steps = waiting.shift()) await this.host(stage, steps);
    };
    await Promise.all(Array.from({length: Math.min(atOnce, waiting.length)}, work));
  }

  private async host(stage: Stage, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (this.stopping(stage)) this.skip(step);
      else await this.step(step);
    }
  }

  private async step(step: Step): Promise<void> {
    const begun = this.deps.clock.now();
    this.deps.emit({type: 'step-started', step: step.id});
    const progress = (line: string): void => this.deps.emit({type: 'step-progress', step: step.id, line});
    const outcome = await executeStep(step, this.deps, progress, this.signal);
    this.results.set(step.id, outcome.result);
    if (outcome.result === 'failed' || outcome.result === 'unknown') {
      this.bad.push({step, result: outcome.result, saw: outcome.saw ?? ''});
    }
    const tookMs = Math.round(this.deps.clock.now() - begun);
    this.deps.emit({type: 'step-finished', step: step.id, tookMs, ...outcome});
  }

  private skip(step: Step): void {
    this.results.set(step.id, 'skipped');
    this.deps.emit({type: 'step-finished', step: step.id, result: 'skipped', tookMs: 0});
  }

  private stopping(stage: Stage): boolean {
    if (this.bad.some(({step}) => this.stops(step, stage))) return true;
    this.stoppedBy ??= this.deps.stopRequested();
    return this.stoppedBy !== null;
  }

  private stops(bad: Step, stage: Stage): boolean {
    const group = this.plan.stages.find(({id}) => id === bad.stage)?.group;
    return group === undefined || group === stage.group;
  }

  execution(): Execution {
    const counts = countResults(this.results.values());
    return {result: this.result(counts), counts, results: this.results, bad: this.bad, stoppedBy: this.stoppedBy};
  }

  private result(counts: RunCounts): RunResult {
    if (counts.failed > 0) return 'failed';
    if (counts.unknown > 0) return 'unknown';
    return counts.skipped > 0 ? 'cancelled' : 'done';
  }
}

export function countResults(results: Iterable<StepResult>): RunCounts {
  const counts = {changed: 0, unchanged: 0, failed: 0, unknown: 0, skipped: 0};
  for (const result of results) counts[result] += 1;
  return counts;
}

/** Hosts that a plan touches, in the order of its steps. */
export function hostsOfPlan(plan: Plan): readonly HostName[] {
  return [...new Set(plan.steps.map((step) => step.on))];
}
