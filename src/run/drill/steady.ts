// Which canaries are listened to, and whether they are steady: before a fault all of them must be, or nothing is broken.

import type {DrillSpec, StreamSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import type {DrillDeps} from './drill-deps.ts';
import {pause} from './stream.ts';
import type {Watch} from './watch.ts';

/** After so long without a single acknowledgement a canary among others of its service is left out; after the other, nothing is begun. */
const patienceMs = {mute: 20_000, most: 45_000, mostInLab: 150_000} as const;

export class Steady {
  readonly #spec: DrillSpec;
  readonly #watch: Watch;
  readonly #deps: DrillDeps;
  /** Streams that never sang, where others sing for the same service: a firewall between, not a fault. */
  #mute: ReadonlySet<string> = new Set();
  #both = false;

  constructor(spec: DrillSpec, watch: Watch, deps: DrillDeps) {
    this.#spec = spec;
    this.#watch = watch;
    this.#deps = deps;
  }

  /** The second vantage watches too. */
  withController(): void {
    this.#both = true;
  }

  get streams(): readonly StreamSpec[] {
    return this.#spec.streams.filter(({id, vantage}) => (vantage === 'console' || this.#both) && !this.#mute.has(id));
  }

  get isSteady(): boolean {
    return this.#watch.unstable(this.streams).length === 0;
  }

  /** Resolves when every stream has come to rest: a canary that does not sing says nothing later. Rejects with `refused`. */
  async baseline(refuseToGoOn: () => void, signal: AbortSignal): Promise<void> {
    const {baselineMs} = this.#spec.waits;
    const begun = this.#watch.now();
    for (;;) {
      await pause(250, signal);
      refuseToGoOn();
      const since = this.#watch.now() - begun;
      const open = this.#watch.unstable(this.streams);
      if (since >= baselineMs && open.length === 0) return;
      if (since >= baselineMs + patienceMs.mute) this.#muteSilent(open);
      // All machines of a lab are one machine, which may have other work.
      if (since < baselineMs + (this.#deps.support.config.lab ? patienceMs.mostInLab : patienceMs.most)) continue;
      const what = `nothing was broken: before the fault these canaries were not steady: ${open.join(', ')}`;
      const hint = 'hpcha-tui status; hpcha-tui test --all';
      throw new HpchaError({code: 'refused', where: this.#spec.drill, what, hint});
    }
  }

  #muteSilent(open: readonly string[]): void {
    const watched = this.streams;
    const silent = watched.filter(({id, service}) => {
      const others = watched.filter((each) => each.service === service && each.id !== id && !open.includes(each.id));
      return this.#watch.acked(id) === 0 && others.length > 0;
    });
    if (silent.length === 0) return;
    this.#mute = new Set([...this.#mute, ...silent.map(({id}) => id)]);
    this.#deps.progress(`nothing gets through from here, so it is not watched: ${[...this.#mute].join(', ')}`);
  }
}
