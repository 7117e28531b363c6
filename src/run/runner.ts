// The Runner: takes the lock, compares the plan with fresh evidence, carries it out, writes it down, lets go.

import {HpchaError, toHpchaError} from '../model/error.ts';
import {findingText} from '../model/messages.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import {planHash} from '../model/plan.ts';
import type {Actor, RunResult, RunStop} from '../model/run-event.ts';
import type {SecretValues} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {CheckRegistry} from '../transport/check-registry.ts';
import type {HostConnection, Transport} from '../transport/host.ts';
import {actorText} from './actor.ts';
import type {Clock} from './clock.ts';
import type {Execution} from './execute-plan.ts';
import {executePlan, hostsOfPlan} from './execute-plan.ts';
import {generatedNames, provideGenerated} from './generated-secrets.ts';
import type {ClusterLock} from './lock/cluster-lock.ts';
import {acquireLock} from './lock/cluster-lock.ts';
import {keepSign} from './lock/keep-sign.ts';
import {makePermit} from './permit.ts';
import {PhaseLogs} from './phase-logs.ts';
import {planDifference} from './plan-difference.ts';
import {cancelRequestedBy} from './record/cancel-request.ts';
import type {Journal} from './record/journal.ts';
import {openJournal} from './record/journal.ts';
import type {RunMeta} from './record/run-meta.ts';
import {processStart, pruneRuns, writeMeta} from './record/run-meta.ts';
import {runDirectory} from './record/state-directory.ts';
import {redactor} from './redact.ts';
import {accountOf, seePending} from './run-account.ts';

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
};

/**
 * Carries out one confirmed plan from lock to release. The run's directory must exist. Never rejects because of the cluster: how it
 * went is in the journal and in the result. `signal` asks it to stop after the current steps (shutdown of the machine).
 */
export async function runRunner(request: RunRequest, deps: RunnerDeps, signal: AbortSignal): Promise<RunResult> {
  const runner = new Runner(request, deps, signal);
  await runner.begin();
  return runner.carryOut();
}

type Ended =
  | {readonly execution: Execution; readonly stop?: RunStop}
  | {readonly execution: null; readonly stop: RunStop};

class Runner {
  private readonly request: RunRequest;
  private readonly deps: RunnerDeps;
  private readonly signal: AbortSignal;
  /** Generated secrets are added once they are known, so that the redaction knows them too. */
  private readonly secrets: Map<string, import('../model/secret.ts').Secret>;
  private readonly journal: Journal;
  private readonly startedAt: number;
  private meta: RunMeta | null = null;
  private cancelledBy: string | null = null;
  private lockLost: string | null = null;
  private doing = 'beginning';

  constructor(request: RunRequest, deps: RunnerDeps, signal: AbortSignal) {
    this.request = request;
    this.deps = deps;
    this.signal = signal;
    this.secrets = new Map(deps.secrets);
    this.startedAt = deps.clock.now();
    const redact = (text: string): string => redactor(this.secrets)(text);
    this.journal = openJournal(runDirectory(request.state, request.runId), deps.clock, redact);
  }

  async begin(): Promise<void> {
    const {runId, cluster, plan, actor, reason, state} = this.request;
    const why = reason === undefined ? {} : {reason};
    const hash = this.request.planHash;
    const pidStart = (await processStart(process.pid)) ?? '';
    this.meta = {
      ...{runId, cluster, action: plan.action, title: plan.title, user: actor.user, console: actor.console, ...why},
      ...{planHash: hash, startedAt: this.startedAt, pid: process.pid, pidStart},
    };
    await writeMeta(state, this.meta);
    this.journal.emit({type: 'run-started', runId, cluster, actor, ...why, planHash: hash, plan, pid: process.pid});
  }

  async carryOut(): Promise<RunResult> {
    const watching = new AbortController();
    const watch = this.watchForCancel(watching.signal);
    const ended = await this.underLock().catch((thrown: unknown) => ({execution: null, stop: stopOf(thrown)}));
    watching.abort();
    await watch;
    const result = await this.finish(ended);
    this.journal.close();
    return result;
  }

  private async underLock(): Promise<Ended> {
    const {plan, runId} = this.request;
    const permit = makePermit(runId, this.request.planHash);
    const controllers = this.deps.controllers.map((host) => this.deps.transport.connection(host));
    const targets = hostsOfPlan(plan).filter((host) => this.deps.controllers.includes(host));
    const lock = await acquireLock({record: this.record(), controllers, targets}, permit, this.signal);
    this.journal.emit({type: 'lock-acquired', controllers: lock.hosts, epoch: lock.epoch});
    const sign = keepSign(
      lock,
      this.deps.clock,
      () => this.doing,
      (why) => {
        this.lockLost = why;
      },
    );
    try {
      return await this.whileLocked(
        controllers.filter(({host}) => lock.hosts.includes(host)),
        permit,
      );
    } finally {
      await sign.stop();
      await this.release(lock);
    }
  }

  private async whileLocked(
    controllers: readonly HostConnection[],
    permit: ReturnType<typeof makePermit>,
  ): Promise<Ended> {
    this.doing = 'comparing the plan with fresh evidence';
    await this.comparePlan();
    this.doing = 'reading generated secrets';
    const names = generatedNames(this.request.plan);
    const generated = await provideGenerated(names, controllers, permit, this.signal);
    for (const [name, value] of generated) this.secrets.set(name, value);
    const logs = new PhaseLogs(this.request.plan, controllers, permit, () => this.journal.events());
    const execution = await executePlan(
      this.request.plan,
      {
        checks: this.deps.checks,
        clock: this.deps.clock,
        secrets: this.secrets,
        permit,
        connection: (host) => this.deps.transport.connection(host),
        reader: (host) => this.deps.transport.connection(host).reader,
        inspector: (host) => this.deps.transport.connection(host).inspector,
        emit: (event) => {
          this.journal.emit(event);
          if (event.type === 'stage-started') this.doing = this.stageText(event.stage);
          if (event.type === 'stage-finished') logs.stageFinished(event.stage);
        },
        stopRequested: () => this.stopReason(),
      },
      // Steps are not torn in the middle: a request to stop takes effect between two of them.
      new AbortController().signal,
    );
    await logs.finish();
    return {execution};
  }

  /** Between confirmation and lock the cluster may have changed; then the plan that was confirmed is not the one that fits. */
  private async comparePlan(): Promise<void> {
    const fresh = await this.deps.replan(this.signal);
    if (fresh.kind !== 'refusal' && planHash(fresh.plan) === this.request.planHash) return;
    const now =
      fresh.kind === 'refusal'
        ? `it is now refused: ${fresh.findings.map((finding) => findingText(finding)).join('; ')}`
        : `another plan would be made now (${planDifference(this.request.plan, fresh.plan)})`;
    throw new HpchaError({
      code: 'refused',
      where: this.request.cluster,
      what: `the cluster changed since the plan was shown: ${now}. Nothing was begun`,
      hint: 'run the same again: it plans with what is true now',
    });
  }

  private async finish(ended: Ended): Promise<RunResult> {
    const {execution} = ended;
    const counts = execution?.counts ?? {
      changed: 0,
      unchanged: 0,
      failed: 0,
      unknown: 0,
      skipped: this.request.plan.steps.length,
    };
    const stop = ended.stop ?? this.stopOfRun(execution);
    const result = execution === null ? 'failed' : execution.result;
    const account = execution === null || result === 'done' ? {} : {account: await this.account(execution)};
    const tookMs = Math.round(this.deps.clock.now() - this.startedAt);
    this.journal.emit({
      type: 'run-finished',
      result,
      counts,
      tookMs,
      ...account,
      ...(stop === undefined ? {} : {stop}),
    });
    if (this.meta !== null) await writeMeta(this.request.state, {...this.meta, endedAt: this.deps.clock.now(), result});
    await pruneRuns(this.request.state);
    return result;
  }

  private async account(execution: Execution): Promise<string> {
    const inspectors = hostsOfPlan(this.request.plan).map((host) => this.deps.transport.connection(host).inspector);
    return accountOf(this.request.plan, execution, await seePending(inspectors, AbortSignal.timeout(15_000)));
  }

  private stopOfRun(execution: Execution | null): RunStop | undefined {
    if (execution === null || execution.stoppedBy === null) return undefined;
    const code = this.cancelledBy !== null ? 'cancelled' : this.lockLost !== null ? 'locked' : 'command';
    return {code, what: execution.stoppedBy};
  }

  private stopReason(): string | null {
    const failure = this.journal.failure();
    if (failure !== null) return `the journal cannot be written: ${failure.what}`;
    if (this.lockLost !== null) return this.lockLost;
    if (this.signal.aborted) return 'the machine of the Runner is shutting down';
    return this.cancelledBy === null ? null : `cancelled by ${this.cancelledBy}`;
  }

  private async watchForCancel(signal: AbortSignal): Promise<void> {
    let beats = 0;
    while (!signal.aborted) {
      if (this.cancelledBy === null) {
        this.cancelledBy = await cancelRequestedBy(this.request.state, this.request.runId);
        if (this.cancelledBy !== null) this.journal.emit({type: 'cancel-requested', by: this.cancelledBy});
      }
      beats += 1;
      if (beats % 20 === 0) this.journal.emit({type: 'heartbeat'});
      await this.deps.clock.sleep(500, signal);
    }
  }

  private async release(lock: ClusterLock): Promise<void> {
    await lock.release(AbortSignal.timeout(15_000));
    this.journal.emit({type: 'lock-released', controllers: lock.hosts});
  }

  private stageText(id: string): string {
    const {stages} = this.request.plan;
    const index = stages.findIndex((stage) => stage.id === id);
    return `stage ${index + 1} of ${stages.length}: ${stages[index]?.title ?? id}`;
  }

  private record() {
    const {runId, plan, actor, reason} = this.request;
    return {
      opId: runId,
      action: plan.action,
      title: plan.title,
      operator: actorText(actor),
      consoleHost: actor.console,
      ...(reason === undefined ? {} : {reason}),
      startedAt: new Date(this.startedAt).toISOString(),
      planHash: this.request.planHash,
      pid: process.pid,
    };
  }
}

function stopOf(thrown: unknown): RunStop {
  const {code, message, what, where, hint} = toHpchaError(thrown, 'runner');
  const said = code === 'locked' ? what : where === '' ? message : `${where}: ${what}`;
  return hint === undefined ? {code, what: said} : {code, what: said, hint};
}
