// The drill engine: preflight, baseline, arm, inject, observe, restore, heal, verify (ha-operations §8.2). Any way out restores first.

import type {DrillSpec, DrillState} from '../../model/drill/drill.ts';
import type {Moments} from '../../model/drill/measure.ts';
import type {DrillReport} from '../../model/drill/report.ts';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {Finding} from '../../model/finding.ts';
import {clearPlaces, makePlaces, readPlaces} from './canary-places.ts';
import {composeReport} from './compose-report.ts';
import {watchFromConsole} from './console-vantage.ts';
import {type ControllerVantage, watchFromController} from './controller-vantage.ts';
import {clearHost} from './dead-man.ts';
import type {DrillDeps} from './drill-deps.ts';
import {attemptsPath, makeDrillDirectory} from './drill-store.ts';
import {type Armed, arm, inject, restore} from './fault.ts';
import {Harm} from './harm.ts';
import {waitUntilHealed} from './heal.ts';
import {checkPreflight} from './preflight.ts';
import {redisPlaces} from './redis-places.ts';
import {checkRefusals} from './refusals.ts';
import {Steady} from './steady.ts';
import {pause} from './stream.ts';
import {Watch} from './watch.ts';

/** A look costs the controllers processor time that the measured recovery needs: none before this. */
const firstLookMs = 8_000;
const lookEveryMs = 8_000;
/** How long canaries go on after restore. */
const returnMs = {least: 12_000, most: 40_000} as const;

/** Rejects when the drill could not be begun or had to be aborted; the fault is then taken back already. */
export async function carryOutDrill(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<DrillReport> {
  const directory = await makeDrillDirectory(deps.state, deps.runId);
  const drill = new Drill(spec, deps, new Watch(spec.streams, attemptsPath(directory)), signal);
  return drill.go();
}

class Drill {
  readonly #spec: DrillSpec;
  readonly #deps: DrillDeps;
  readonly #watch: Watch;
  readonly #signal: AbortSignal;
  readonly #startedAt: string;
  readonly #states: {state: DrillState; at: number}[] = [];
  readonly #harm: Harm;
  readonly #steady: Steady;
  readonly #findings: Finding[] = [];
  readonly #stopWatching = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #vantage: ControllerVantage = {why: 'not begun', stop: async () => undefined, offset: () => null};
  #armed: Armed | null = null;
  #injectAt: number | null = null;
  #restoreAt: number | null = null;
  #greenAt: number | null = null;
  #endAt: number | null = null;
  #placesMade = false;
  #aborted = false;

  constructor(spec: DrillSpec, deps: DrillDeps, watch: Watch, signal: AbortSignal) {
    this.#spec = spec;
    this.#deps = deps;
    this.#watch = watch;
    this.#signal = signal;
    this.#steady = new Steady(spec, watch, deps);
    this.#harm = new Harm(deps, () => watch.now());
    this.#startedAt = new Date(deps.clock.now()).toISOString();
  }

  async go(): Promise<DrillReport> {
    try {
      this.#state('preflight');
      await checkPreflight(this.#spec, this.#deps, this.#signal);
      await this.#begin();
      await this.#breakAndWatch().catch((thrown: unknown) => this.#abort(thrown));
      await this.#restore();
      await this.#watchReturn();
      await this.#heal();
      return await this.#verify();
    } finally {
      await this.#wayOut();
    }
  }

  #state(state: DrillState): void {
    const elapsedMs = Math.round(this.#watch.now());
    this.#states.push({state, at: elapsedMs});
    this.#deps.emit({type: 'drill-state', step: this.#deps.step, state, elapsedMs});
    this.#deps.progress(`${(elapsedMs / 1000).toFixed(1)} s: ${state}`);
  }

  /** Places, watchers, baseline, then the dead-man: whatever fails here fails before anything is broken. */
  async #begin(): Promise<void> {
    const {waits, vantage} = this.#spec;
    this.#placesMade = true;
    const password = await makePlaces(this.#spec, this.#deps, this.#signal);
    const places = redisPlaces(this.#spec, this.#deps);
    const mostMs = waits.baselineMs + waits.mostMs + waits.healMs + 120_000;
    if (vantage !== null) {
      const wish = {host: vantage, password, places, mostMs};
      this.#vantage = await watchFromController(wish, this.#watch, this.#deps, this.#signal);
    } else this.#vantage = {...this.#vantage, why: 'no controller is left to watch from'};
    this.#watching = this.#watchAll(places);
    this.#state('baseline');
    if (this.#vantage.why === null) this.#steady.withController();
    await this.#steady.baseline(() => this.#refuseToGoOn(), this.#signal);
    // As late as possible: the time until it restores by itself is for the fault alone.
    this.#armed = await arm(this.#spec, this.#deps, this.#signal);
    this.#state('armed');
  }

  async #watchAll(places: ReturnType<typeof redisPlaces>): Promise<void> {
    const stop = this.#stopWatching.signal;
    const ticks = async (): Promise<void> => {
      while (!stop.aborted) {
        await pause(1_000, stop);
        const elapsedMs = Math.round(this.#watch.now());
        this.#deps.emit({type: 'drill-tick', step: this.#deps.step, elapsedMs, streams: this.#watch.tick()});
      }
    };
    await Promise.all([watchFromConsole(this.#watch, places, this.#deps, stop), ticks()]);
  }

  async #breakAndWatch(): Promise<void> {
    this.#state('inject');
    await inject(this.#spec, this.#deps, this.#signal, () => {
      this.#injectAt ??= this.#watch.now();
    });
    this.#injectAt ??= this.#watch.now();
    this.#state('observe');
    if (this.#spec.injections.length > 0) await this.#observe(this.#injectAt);
    this.#findings.push(...(await checkRefusals(this.#spec, this.#harm.seen, this.#deps, this.#signal)));
  }

  /** Ended early is a drill too, once something was broken: it is restored, healed and reported like any other. */
  #abort(thrown: unknown): void {
    if (this.#injectAt === null || this.#signal.aborted) throw thrown;
    const why = toHpchaError(thrown, this.#spec.drill).what;
    this.#aborted = true;
    this.#deps.progress(why);
    const params = {drill: this.#spec.drill, why};
    this.#findings.push({code: 'DrillAborted', level: 'critical', where: this.#spec.target, params});
  }

  async #observe(injectAt: number): Promise<void> {
    const {waits} = this.#spec;
    let lookAt = injectAt + firstLookMs;
    let looking: Promise<void> | null = null;
    for (;;) {
      await pause(250, this.#signal);
      this.#refuseToGoOn();
      const since = this.#watch.now() - injectAt;
      if (looking === null && this.#watch.now() >= lookAt) {
        lookAt = this.#watch.now() + lookEveryMs;
        looking = this.#harm.look(this.#signal).finally(() => {
          looking = null;
        });
      }
      const steady = this.#steady.isSteady;
      if ((since >= waits.observeMs && steady) || since >= waits.mostMs) break;
    }
    await looking;
    await this.#harm.look(this.#signal);
  }

  #refuseToGoOn(): void {
    const why = this.#deps.stopRequested();
    if (why !== null) throw new HpchaError({code: 'refused', where: this.#spec.drill, what: `ended early: ${why}`});
    const {found} = this.#harm;
    if (found === null) return;
    const what = `aborted and restored: ${found.code} on ${found.where} was seen`;
    throw new HpchaError({code: 'refused', where: this.#spec.drill, what});
  }

  async #restore(): Promise<void> {
    this.#state('restore');
    this.#restoreAt = this.#watch.now();
    await restore(this.#spec, this.#deps, this.#armed);
    this.#armed = null;
    for (const action of this.#spec.recover) await this.#recover(action);
  }

  /** Actions that collect evidence first are asked again after it, a few times at most. */
  async #recover(action: string): Promise<void> {
    for (let round = 1; round <= 4; round += 1) {
      const answer = await this.#deps.support.ask(action, this.#signal);
      this.#deps.progress(`${action}: ${answer.kind === 'refusal' ? 'refused' : answer.plan.title}`);
      await this.#deps.carryOut(answer, this.#signal);
      if (answer.kind === 'plan') return;
    }
  }

  /** A node that returns may interrupt a second time (a primary slurmctld takes control back): watched until all is steady again. */
  async #watchReturn(): Promise<void> {
    this.#state('heal');
    const begun = this.#watch.now();
    for (;;) {
      await pause(500, this.#signal);
      const since = this.#watch.now() - begun;
      const steady = this.#steady.isSteady;
      if ((since >= returnMs.least && steady) || since >= returnMs.most) break;
    }
    this.#endAt = this.#watch.now();
    await this.#stopCanaries();
  }

  async #heal(): Promise<void> {
    const healed = await waitUntilHealed(this.#spec, this.#deps, this.#harm, () => this.#watch.now(), this.#signal);
    this.#greenAt = healed.greenAt;
    this.#findings.push(...healed.findings);
  }

  async #verify(): Promise<DrillReport> {
    this.#state('verify');
    const endAt = this.#endAt ?? this.#watch.now();
    const reads = await readPlaces(this.#spec, this.#watch.attempts, this.#deps, this.#signal);
    this.#state('reported');
    const moments: Moments = {injectAt: this.#injectAt, restoreAt: this.#restoreAt, greenAt: this.#greenAt, endAt};
    return composeReport({
      ...{
        spec: {...this.#spec, streams: this.#steady.streams},
        deps: this.#deps,
        moments,
        attempts: this.#watch.attempts,
        reads,
        states: this.#states,
      },
      ...{
        seen: this.#harm.seen,
        findings: [...this.#findings, ...this.#harm.afterRestore],
        startedAt: this.#startedAt,
        aborted: this.#aborted,
      },
      ...{vantageWhy: this.#vantage.why, clockOffset: this.#vantage.offset(), dropped: this.#watch.dropped},
    });
  }

  async #stopCanaries(): Promise<void> {
    this.#stopWatching.abort();
    await Promise.all([this.#vantage.stop(), this.#watching]);
  }

  /** Also after a failure: first the fault is taken back, then what the canaries left. What fails is told and does not stop the rest. */
  async #wayOut(): Promise<void> {
    const signal = AbortSignal.timeout(180_000);
    const tell = (thrown: unknown): void => this.#deps.progress(toHpchaError(thrown, this.#spec.drill).message);
    if (this.#armed !== null) {
      this.#state('restore');
      await restore(this.#spec, this.#deps, this.#armed).catch(tell);
      await this.#stopCanaries().catch(tell);
      // Files that are taken away while a brick is still behind would come back on it as orphans.
      if (this.#injectAt !== null) await this.#heal().catch(tell);
    }
    await this.#stopCanaries().catch(tell);
    if (this.#placesMade) await clearPlaces(this.#spec, this.#watch.attempts, this.#deps, signal).catch(tell);
    const {target, vantage, injections} = this.#spec;
    const hosts = new Set([target, ...injections.map(({on}) => on), ...(vantage === null ? [] : [vantage])]);
    await Promise.all([...hosts].map((host) => clearHost(host, this.#deps, signal).catch(tell)));
    this.#watch.close();
  }
}
