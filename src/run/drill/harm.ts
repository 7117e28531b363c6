// What is seen of the cluster while a drill lasts, and whether it is such that the drill has to end at once.

import {toHpchaError} from '../../model/error.ts';
import type {Finding} from '../../model/finding.ts';
import type {DrillDeps, Judged} from './drill-deps.ts';

/** Seen while a fault lasts, these end it at once: data is at stake (ha-operations §8.2 item 6). */
const abortCodes = /SplitBrain|TwoPrimaries|DualControl|Diverged/;

type Watched = Pick<DrillDeps, 'progress'> & {readonly support: Pick<DrillDeps['support'], 'look'>};

export type Seen = {readonly code: string; readonly where: string; readonly at: number};

export class Harm {
  readonly #deps: Watched;
  readonly #now: () => number;
  readonly #seen = new Map<string, Seen>();
  readonly #after: Finding[] = [];
  #found: Finding | null = null;

  /** `now`: milliseconds since the drill began. */
  constructor(deps: Watched, now: () => number) {
    this.#deps = deps;
    this.#now = now;
  }

  /** Every finding, when it was first seen. */
  get seen(): readonly Seen[] {
    return [...this.#seen.values()];
  }

  /** What ends the drill; null: nothing so far. */
  get found(): Finding | null {
    return this.#found;
  }

  /** The same, seen only after the fault was taken back: too late to end anything, and the worst news of the report. */
  get afterRestore(): readonly Finding[] {
    return this.#after;
  }

  /** Looks while the fault lasts. A look that fails is told and ends nothing: the fault may be the reason for it. */
  async look(signal: AbortSignal): Promise<void> {
    try {
      const worst = this.#take(await this.#deps.support.look(signal));
      this.#found ??= worst;
    } catch (thrown) {
      this.#deps.progress(`a look failed: ${toHpchaError(thrown, 'drill').message}`);
    }
  }

  /** Takes in a look that was made for another purpose, after restore. */
  lookedAfterRestore(judged: Judged): void {
    const worst = this.#take(judged);
    if (worst !== null && !this.#after.some(({code}) => code === worst.code)) this.#after.push(worst);
  }

  #take({findings}: Judged): Finding | null {
    for (const {code, where, level} of findings) {
      // The mark that this drill itself has left on its target is no news.
      if (level === 'info' || code === 'DrillResidue' || this.#seen.has(`${code} ${where}`)) continue;
      this.#seen.set(`${code} ${where}`, {code, where, at: Math.round(this.#now())});
    }
    // A first sample of such a thing is a suspicion, and says so by its level (ha-operations §2.1).
    return findings.find(({code, level}) => level === 'critical' && abortCodes.test(code)) ?? null;
  }
}
