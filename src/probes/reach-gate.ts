// Lets one host's failure to be reached end all its other questions at once, and tells who can be asked for the cluster.

import {HpchaError} from '../model/error.ts';
import type {Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {PerHostProbe} from '../model/snapshot.ts';

type Gate = {readonly controller: AbortController; state: 'open' | 'reached' | 'shut'};

export class ReachGate {
  readonly #gates: ReadonlyMap<HostName, Gate>;
  readonly #signal: AbortSignal;
  #wake: (() => void)[] = [];

  /** Without a reach probe every host counts as reachable until its own probes say otherwise. */
  constructor(hosts: readonly HostName[], reachIsAsked: boolean, signal: AbortSignal) {
    this.#signal = signal;
    this.#gates = new Map(
      hosts.map((host) => [host, {controller: new AbortController(), state: reachIsAsked ? 'open' : 'reached'}]),
    );
    const forward = (): void => {
      for (const gate of this.#gates.values()) gate.controller.abort(signal.reason);
      this.#wakeAll();
    };
    if (signal.aborted) forward();
    else signal.addEventListener('abort', forward, {once: true});
  }

  /** Reach itself obeys only the caller; everything else on that host also ends when reach is lost. */
  signalFor(host: HostName, id: PerHostProbe | 'shared'): AbortSignal {
    return id === 'reach' ? this.#signal : (this.#gates.get(host)?.controller.signal ?? this.#signal);
  }

  settle(host: HostName, reach: Reading<unknown>): void {
    const gate = this.#gates.get(host);
    if (gate === undefined) return;
    gate.state = reach.kind === 'lost' ? 'shut' : 'reached';
    if (reach.kind === 'lost') {
      const {code, what, hint} = reach.error;
      gate.controller.abort(new HpchaError({code, where: host, what, ...(hint === undefined ? {} : {hint})}));
    }
    this.#wakeAll();
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

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
