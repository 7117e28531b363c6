// One step: look, ask what must hold before, make the difference, and see that it holds. Exit code 0 is not success.

import type {DrillSpec} from '../model/drill/drill.ts';
import type {HpchaError} from '../model/error.ts';
import {toHpchaError} from '../model/error.ts';
import type {Permit} from '../model/permit.ts';
import type {Step} from '../model/plan.ts';
import type {StepResult} from '../model/run-event.ts';
import type {SecretValues} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {HostConnection} from '../transport/host.ts';
import type {CheckDeps} from './check-wait.ts';
import {askChecks, waitForChecks} from './check-wait.ts';
import type {Applied, ApplyContext, Inspection} from './operations/contract.ts';
import {clearMark, leaveMark} from './operations/marks.ts';
import {applyOperation, inspectOperation} from './operations/registry.ts';
import type {ProgramSource} from './program-file.ts';

export type StepDeps = CheckDeps & {
  readonly secrets: SecretValues;
  readonly permit: Permit;
  connection(host: HostName): HostConnection;
  /** What a `program` operation sends, when the Runner was given it. */
  readonly program?: ProgramSource;
  /** What carries out drills, when the Runner was given what that takes. */
  readonly drill?: (
    step: Step,
    spec: DrillSpec,
    progress: (line: string) => void,
    signal: AbortSignal,
  ) => Promise<Applied>;
};

export type StepOutcome = {
  readonly result: Exclude<StepResult, 'skipped'>;
  readonly diff?: string;
  readonly saw?: string;
};

/** After the connection broke in the middle of a change: how long to wait for the host before calling it unknown. */
const returnTimeoutMs = 30_000;
/** A state that follows its command a little later (a peer that connects) is waited for this long. */
const settleTimeoutMs = 20_000;

type Progress = (line: string) => void;

/** Never throws: whatever happens is an outcome that says what was seen. */
export async function executeStep(
  step: Step,
  deps: StepDeps,
  progress: Progress,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const run = new StepRun(step, deps, progress, signal);
  try {
    return await run.go();
  } catch (thrown) {
    return {result: 'failed', saw: errorText(toHpchaError(thrown, step.on))};
  }
}

class StepRun {
  private readonly step: Step;
  private readonly deps: StepDeps;
  private readonly progress: Progress;
  private readonly signal: AbortSignal;
  private readonly deadline: number;

  constructor(step: Step, deps: StepDeps, progress: Progress, signal: AbortSignal) {
    this.step = step;
    this.deps = deps;
    this.progress = progress;
    this.signal = signal;
    this.deadline = deps.clock.now() + step.timeoutMs;
  }

  async go(): Promise<StepOutcome> {
    const {step, deps, signal} = this;
    // What proves by doing (verify) may act on what an earlier step has just made visible elsewhere: nothing is cached.
    const inspection = await inspectOperation(step.operation, this.looking(), signal);
    if (!inspection.needed) return this.settled('unchanged', {});
    if (step.before.length > 0) {
      const before = await askChecks(step.before, step.on, deps, signal);
      if (before.holds !== 'yes')
        return {result: 'failed', saw: `not begun, because this must hold before:\n${before.saw}`};
    }
    return this.change(inspection);
  }

  private async change(inspection: Inspection): Promise<StepOutcome> {
    const shown = inspection.diff === undefined ? {} : {diff: inspection.diff};
    const context = this.acting();
    for (const mark of marksOf(this.step)) await leaveMark(mark, context, this.signal);
    let applied: Applied;
    try {
      applied = await applyOperation(this.step.operation, context, this.signal);
    } catch (thrown) {
      const error = toHpchaError(thrown, this.step.on);
      return {...(await this.afterBreak(error)), ...shown};
    }
    const result = leavesAsItWas(this.step) ? 'unchanged' : 'changed';
    return {...(await this.settled(result, applied)), ...shown};
  }

  /** A refused or failed command is a failure. A broken connection says nothing: look again before saying anything. */
  private async afterBreak(error: HpchaError): Promise<StepOutcome> {
    const inTheDark = error.code === 'unreachable' || error.code === 'timeout' || error.code === 'cancelled';
    if (!inTheDark) return {result: 'failed', saw: errorText(error)};
    if (leavesAsItWas(this.step)) return {result: 'unknown', saw: errorText(error)};
    this.progress(`${error.what}; looking whether it happened all the same`);
    const until = this.deps.clock.now() + Math.min(returnTimeoutMs, Math.max(0, this.left()));
    do {
      try {
        const again = await inspectOperation(this.step.operation, this.looking(), this.signal);
        if (!again.needed) return await this.settled('changed', {saw: `${error.what}; it was seen to have happened`});
        return {result: 'unknown', saw: `${errorText(error)}\nit is not done (yet): running the same again is safe`};
      } catch (thrown) {
        this.progress(toHpchaError(thrown, this.step.on).message);
      }
      await this.deps.clock.sleep(1_000, this.signal);
    } while (this.deps.clock.now() < until && !this.signal.aborted);
    return {
      result: 'unknown',
      saw: `${errorText(error)}\n${this.step.on} did not answer again: whether it happened is not known`,
    };
  }

  /** Success has to be seen: the step's checks, or where it has none the operation's own look. */
  private async settled(result: 'changed' | 'unchanged', applied: Applied): Promise<StepOutcome> {
    const saw = applied.saw === undefined || applied.saw === '' ? {} : {saw: applied.saw};
    if (this.step.after.length > 0) {
      const options = {timeoutMs: Math.max(0, this.left()), progress: this.progress};
      const seen = await waitForChecks(this.step.after, this.step.on, options, this.deps, this.signal);
      if (seen.holds !== 'yes') {
        const what = joined(applied.saw, `these did not come true in time:\n${seen.saw}`);
        return {result: seen.holds === 'no' ? 'failed' : 'unknown', saw: what};
      }
    } else if (result === 'changed' && provesItself(this.step)) {
      const open = await this.stillNeeded();
      if (open !== null)
        return {result: 'failed', saw: joined(applied.saw, `the command ended well, but nothing came of it:\n${open}`)};
    }
    for (const mark of applied.clears ?? []) await clearMark(mark, this.acting(), this.signal);
    return {result, ...saw};
  }

  private async stillNeeded(): Promise<string | null> {
    const until = this.deps.clock.now() + Math.min(settleTimeoutMs, Math.max(0, this.left()));
    for (;;) {
      const again = await inspectOperation(this.step.operation, this.looking(), this.signal);
      if (!again.needed) return null;
      if (this.deps.clock.now() >= until || this.signal.aborted) return again.diff ?? 'it is still needed';
      await this.deps.clock.sleep(300, this.signal);
    }
  }

  private left(): number {
    return this.deadline - this.deps.clock.now();
  }

  private looking() {
    const {connection, secrets, program} = this.deps;
    return {inspector: connection(this.step.on).inspector, secrets, ...(program === undefined ? {} : {program})};
  }

  private acting(): ApplyContext {
    const {writer} = this.deps.connection(this.step.on);
    const timeoutMs = Math.max(1_000, this.left());
    const {drill} = this.deps;
    const drills =
      drill === undefined
        ? {}
        : {drill: (spec: DrillSpec, signal: AbortSignal) => drill(this.step, spec, this.progress, signal)};
    return {...this.looking(), writer, permit: this.deps.permit, timeoutMs, progress: this.progress, ...drills};
  }
}

/** A restart is proved by its checks alone (its mark is removed after them); a reload leaves nothing to look at. */
function provesItself({operation}: Step): boolean {
  return !(
    operation.kind === 'restart' ||
    operation.kind === 'verify' ||
    operation.kind === 'drill' ||
    (operation.kind === 'unit' && operation.state === 'reloaded')
  );
}

/** What proves or rehearses something takes it back itself, and is never looked at for what it left. */
function leavesAsItWas({operation}: Step): boolean {
  return operation.kind === 'verify' || operation.kind === 'drill';
}

function marksOf({operation}: Step): readonly string[] {
  return 'marks' in operation ? (operation.marks ?? []) : [];
}

function errorText(error: HpchaError): string {
  const place = error.where === '' ? '' : `${error.where}: `;
  return error.hint === undefined ? `${place}${error.what}` : `${place}${error.what}\ndo: ${error.hint}`;
}

function joined(first: string | undefined, second: string): string {
  return first === undefined || first === '' ? second : `${first}\n${second}`;
}
