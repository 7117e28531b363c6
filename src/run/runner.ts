// The Runner: takes the lock, compares the plan with fresh evidence, carries it out, writes it down, lets go.

import {toHpchaError} from '../model/error.ts';
import type {Finding} from '../model/finding.ts';
import type {Permit} from '../model/permit.ts';
import type {RunResult, RunStop} from '../model/run-event.ts';
import type {Secret} from '../model/secret.ts';
import type {HostConnection} from '../transport/host.ts';
import {auditBody} from './audit/audit-body.ts';
import {writeAudit} from './audit/write-audit.ts';
import {mustStillFit} from './compare-plan.ts';
import {drillStep} from './drill/drill-step.ts';
import type {ExecuteDeps, Execution} from './execute-plan.ts';
import {executePlan, hostsOfPlan} from './execute-plan.ts';
import {generatedNames, provideGenerated} from './generated-secrets.ts';
import type {ClusterLock} from './lock/cluster-lock.ts';
import {acquireLock} from './lock/cluster-lock.ts';
import {keepSign} from './lock/keep-sign.ts';
import {makePermit} from './permit.ts';
import {PhaseLogs} from './phase-logs.ts';
import type {Journal} from './record/journal.ts';
import {openJournal} from './record/journal.ts';
import type {RunMeta} from './record/run-meta.ts';
import {processStart, pruneRuns, writeMeta} from './record/run-meta.ts';
import {runDirectory} from './record/state-directory.ts';
import {redactor} from './redact.ts';
import {accountOf, seePending} from './run-account.ts';
import type {RunnerDeps, RunRequest} from './run-request.ts';
import {lockRecord, stageText} from './run-request.ts';
import {StopReasons} from './stop-reasons.ts';

/**
 * Carries out one confirmed plan from lock to release. The run's directory must exist. Never rejects because of the cluster: how it
 * went is in the journal and in the result. `signal` asks it to stop after the current steps (shutdown of the machine).
 */
export async function runRunner(request: RunRequest, deps: RunnerDeps, signal: AbortSignal): Promise<RunResult> {
  const runner = new Runner(request, deps, signal);
  await runner.begin();
  return runner.carryOut();
}

/** Either the steps were begun, or something kept them from it. */
type Ended = {readonly execution: Execution; readonly stop: null} | {readonly execution: null; readonly stop: RunStop};

class Runner {
  private readonly request: RunRequest;
  private readonly deps: RunnerDeps;
  private readonly signal: AbortSignal;
  /** Generated secrets are added once they are known, so that the redaction knows them too. */
  private readonly secrets: Map<string, Secret>;
  private readonly journal: Journal;
  private readonly stops: StopReasons;
  private readonly startedAt: number;
  private meta: RunMeta | null = null;
  private doing = 'beginning';

  constructor(request: RunRequest, deps: RunnerDeps, signal: AbortSignal) {
    this.request = request;
    this.deps = deps;
    this.signal = signal;
    this.secrets = new Map(deps.secrets);
    this.startedAt = deps.clock.now();
    const redact = (text: string): string => redactor(this.secrets)(text);
    this.journal = openJournal(runDirectory(request.state, request.runId), deps.clock, redact);
    this.stops = new StopReasons(request, this.journal, signal);
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
    const watch = this.stops.watch(this.deps.clock, watching.signal);
    const ended = await this.underLock().catch((thrown: unknown): Ended => ({execution: null, stop: stopOf(thrown)}));
    watching.abort();
    await watch;
    const result = await this.finish(ended);
    this.journal.close();
    return result;
  }

  private async underLock(): Promise<Ended> {
    const {plan, runId} = this.request;
    const permit = makePermit(runId, this.request.planHash);
    const controllers = this.deps.controllers
      .filter((host) => plan.without?.includes(host) !== true)
      .map((host) => this.deps.transport.connection(host));
    const targets = hostsOfPlan(plan).filter((host) => this.deps.controllers.includes(host));
    const record = lockRecord(this.request, this.startedAt);
    const lock = await acquireLock({record, controllers, targets}, permit, this.signal);
    this.journal.emit({type: 'lock-acquired', controllers: lock.hosts, epoch: lock.epoch});
    const lost = (why: string): void => this.stops.lockLost(why);
    const sign = keepSign(lock, this.deps.clock, () => this.doing, lost);
    const locked = controllers.filter(({host}) => lock.hosts.includes(host));
    try {
      const ended = await this.whileLocked(locked, permit).catch(
        (thrown: unknown): Ended => ({execution: null, stop: stopOf(thrown)}),
      );
      await this.audit(ended, lock.epoch, locked, permit);
      return ended;
    } finally {
      await sign.stop();
      await this.release(lock);
    }
  }

  private async whileLocked(controllers: readonly HostConnection[], permit: Permit): Promise<Ended> {
    this.doing = 'comparing the plan with fresh evidence';
    mustStillFit(this.request.plan, this.request.planHash, await this.deps.replan(this.signal));
    this.doing = 'reading generated secrets';
    const names = generatedNames(this.request.plan);
    const generated = await provideGenerated(names, controllers, permit, this.signal);
    for (const [name, value] of generated) this.secrets.set(name, value);
    const logs = new PhaseLogs(this.request.plan, controllers, permit, () => this.journal.events());
    const {drill} = this.deps;
    const steps = this.executeDeps(permit, logs);
    const execution = await executePlan(
      this.request.plan,
      drill === undefined ? steps : {...steps, drill: drillStep(this.request, drill, steps)},
      // Steps are not torn in the middle: a request to stop takes effect between two of them.
      new AbortController().signal,
    );
    for (const finding of await logs.finish()) this.journal.emit({type: 'note', finding});
    return {execution, stop: null};
  }

  private executeDeps(permit: Permit, logs: PhaseLogs): ExecuteDeps {
    return {
      checks: this.deps.checks,
      clock: this.deps.clock,
      secrets: this.secrets,
      ...(this.deps.program === undefined ? {} : {program: this.deps.program}),
      permit,
      connection: (host) => this.deps.transport.connection(host),
      reader: (host) => this.deps.transport.connection(host).reader,
      inspector: (host) => this.deps.transport.connection(host).inspector,
      emit: (event) => {
        this.journal.emit(event);
        if (event.type === 'stage-started') this.doing = stageText(this.request, event.stage);
        if (event.type === 'drill-state') this.doing = `drill: ${event.state}`;
        if (event.type === 'stage-finished') logs.stageFinished(event.stage);
      },
      stopRequested: () => this.stops.reason(),
    };
  }

  private outcome({execution, stop}: Ended) {
    const skipped = this.request.plan.steps.length;
    return {
      counts: execution?.counts ?? {changed: 0, unchanged: 0, failed: 0, unknown: 0, skipped},
      stop: stop ?? (execution?.stoppedBy == null ? null : this.stops.stop()),
      result: execution === null ? ('failed' as const) : this.stops.resultOf(execution.result),
    };
  }

  /** While the lock is held, so that nobody appends to the copies beside us. What cannot be written is said, and fails nothing. */
  private async audit(ended: Ended, epoch: number, locked: readonly HostConnection[], permit: Permit): Promise<void> {
    const {counts, stop, result} = this.outcome(ended);
    this.doing = 'writing the audit journal';
    const redact = redactor(this.secrets);
    const body = auditBody(this.request, this.journal.events(), redact);
    const tookMs = Math.round(this.deps.clock.now() - this.startedAt);
    const end = {epoch, result, counts, tookMs, stop: stop === null ? null : redact(stop.what)};
    const missed = await writeAudit({...body, ...end}, this.request.state, locked, permit).catch((thrown: unknown) => [
      `the console (${toHpchaError(thrown, 'audit').what})`,
    ]);
    for (const copy of missed) this.journal.emit({type: 'note', finding: notAudited(copy)});
  }

  private async finish(ended: Ended): Promise<RunResult> {
    const {execution} = ended;
    const {counts, stop, result} = this.outcome(ended);
    const account = execution === null || result === 'done' ? {} : {account: await this.account(execution)};
    const tookMs = Math.round(this.deps.clock.now() - this.startedAt);
    this.journal.emit({
      type: 'run-finished',
      result,
      counts,
      tookMs,
      ...account,
      ...(stop === null ? {} : {stop}),
    });
    if (this.meta !== null) await writeMeta(this.request.state, {...this.meta, endedAt: this.deps.clock.now(), result});
    await pruneRuns(this.request.state);
    return result;
  }

  private async account(execution: Execution): Promise<string> {
    const inspectors = hostsOfPlan(this.request.plan).map((host) => this.deps.transport.connection(host).inspector);
    return accountOf(this.request.plan, execution, await seePending(inspectors, AbortSignal.timeout(15_000)));
  }

  private async release(lock: ClusterLock): Promise<void> {
    await lock.release(AbortSignal.timeout(15_000));
    this.journal.emit({type: 'lock-released', controllers: lock.hosts});
  }
}

function notAudited(copy: string): Finding {
  return {code: 'AuditNotWritten', level: 'warning', where: 'cluster', params: {copy}};
}

function stopOf(thrown: unknown): RunStop {
  const {code, message, what, where, hint} = toHpchaError(thrown, 'runner');
  const said = code === 'locked' ? what : where === '' ? message : `${where}: ${what}`;
  return hint === undefined ? {code, what: said} : {code, what: said, hint};
}
