// Lets one host's failure to be reached end all its other questions at once, and tells who can be asked for the cluster.

import {HpchaError} from '../model/error.ts';
import type {ReadError, Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {PerHostProbe} from '../model/snapshot.ts';

type Gate = {
  /** Ends the attempt to reach the host. */
  readonly reach: AbortController;
  /** Ends everything else that is asked of it. */
  readonly rest: AbortController;
  state: 'open' | 'reached' | 'shut';
};

export type GateOptions = {
  /** Without a reach probe every host counts as reachable until its own probes say otherwise. */
  readonly reachIsAsked: boolean;
  /** How long the others may take to be reached once the first one was: a slow network or machine delays all alike. */
  readonly patienceMs: number;
  /** Once a host is lost, everything else ends this long after the start; undefined: as its own timeouts allow. */
  readonly afterLossUntilMs: number | undefined;
  /** Called once, `lateAfterMs` after the first host was reached, if others still are not. */
  readonly onLate: (reached: readonly HostName[], silent: readonly HostName[]) => void;
  readonly lateAfterMs: number;
};

/** A loss that is noticed late must not cut off answers that are on their way. */
const leastAfterLossMs = 300;

export class ReachGate {
  readonly #gates: ReadonlyMap<HostName, Gate>;
  readonly #signal: AbortSignal;
  readonly #options: GateOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #startedAt = performance.now();
  #patience = false;
  #hurry = false;
  #wake: (() => void)[] = [];

  constructor(hosts: readonly HostName[], options: GateOptions, signal: AbortSignal) {
    this.#signal = signal;
    this.#options = options;
    this.#gates = new Map(hosts.map((host) => [host, newGate(options.reachIsAsked)]));
    if (signal.aborted) this.#abortAll();
    else signal.addEventListener('abort', this.#abortAll, {once: true});
  }

  /** To be called when nothing more is asked: timers and listeners end here. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#signal.removeEventListener('abort', this.#abortAll);
  }

  signalFor(host: HostName, id: PerHostProbe | 'shared'): AbortSignal {
    const gate = this.#gates.get(host);
    if (gate === undefined) return this.#signal;
    return id === 'reach' ? gate.reach.signal : gate.rest.signal;
  }

  settle(host: HostName, reach: Reading<unknown>): void {
    const gate = this.#gates.get(host);
    if (gate === undefined) return;
    gate.state = reach.kind === 'lost' ? 'shut' : 'reached';
    if (reach.kind === 'lost') {
      gate.rest.abort(asError(host, reach.error));
      this.#startHurry();
    } else this.#startPatience();
    this.#wakeAll();
  }

  /** Ends the attempt to reach a host from which nobody else gets an answer either. */
  giveUp(host: HostName): void {
    const gate = this.#gates.get(host);
    if (gate?.state !== 'open') return;
    const what = 'no answer, and none to the pings of its peers';
    gate.reach.abort(new HpchaError({code: 'timeout', where: host, what}));
  }

  /** The first of these hosts that is reached by now; waits while none is but some still may be; undefined: none will be. */
  async firstReached(hosts: readonly HostName[]): Promise<HostName | undefined> {
    for (;;) {
      const reached = hosts.find((host) => this.#gates.get(host)?.state === 'reached');
      if (reached !== undefined) return reached;
      const hopeful = hosts.some((host) => this.#gates.get(host)?.state === 'open');
      if (!hopeful || this.#signal.aborted) return undefined;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #startPatience(): void {
    if (this.#patience) return;
    this.#patience = true;
    const seconds = (this.#options.patienceMs / 1000).toFixed(1);
    const what = `no answer within ${seconds} s after the first controller answered`;
    const giveUp = (): void => {
      for (const [host, gate] of this.#gates) {
        if (gate.state === 'open') gate.reach.abort(new HpchaError({code: 'timeout', where: host, what}));
      }
    };
    this.#timers.push(setTimeout(giveUp, this.#options.patienceMs));
    this.#timers.push(setTimeout(() => this.#tellLate(), this.#options.lateAfterMs));
  }

  #tellLate(): void {
    const hosts = (state: Gate['state']) =>
      [...this.#gates].filter(([, gate]) => gate.state === state).map(([host]) => host);
    const silent = hosts('open');
    if (silent.length > 0) this.#options.onLate(hosts('reached'), silent);
  }

  #startHurry(): void {
    const {afterLossUntilMs} = this.#options;
    if (this.#hurry || afterLossUntilMs === undefined) return;
    this.#hurry = true;
    const what = 'no answer, and not waited for any longer while a controller is lost';
    const giveUp = (): void => {
      for (const [host, gate] of this.#gates) gate.rest.abort(new HpchaError({code: 'timeout', where: host, what}));
    };
    this.#timers.push(
      setTimeout(giveUp, Math.max(leastAfterLossMs, afterLossUntilMs - (performance.now() - this.#startedAt))),
    );
  }

  readonly #abortAll = (): void => {
    for (const gate of this.#gates.values()) {
      gate.reach.abort(this.#signal.reason);
      gate.rest.abort(this.#signal.reason);
    }
    this.#wakeAll();
  };

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

function newGate(reachIsAsked: boolean): Gate {
  return {reach: new AbortController(), rest: new AbortController(), state: reachIsAsked ? 'open' : 'reached'};
}

function asError(where: HostName, {code, what, hint}: ReadError): HpchaError {
  return new HpchaError({code, where, what, ...(hint === undefined ? {} : {hint})});
}
