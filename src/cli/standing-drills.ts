// What drills from this machine have left standing, for every look at the cluster: read from its state directory.

import {type LastDrill, standingFindings} from '../model/drill/standing.ts';
import type {Finding} from '../model/finding.ts';
import {readLastDrills} from '../run/drill/last-drills.ts';
import {stateDirectory} from '../run/record/state-directory.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing where this machine keeps no state: a look needs none. */
export async function readStanding(cluster: string, env: Environment): Promise<readonly Finding[]> {
  if (env['XDG_STATE_HOME'] === undefined && env['HOME'] === undefined) return [];
  const last: readonly LastDrill[] = await readLastDrills(stateDirectory(env), cluster);
  return standingFindings(last);
}

/** How old what is shown may be: a drill lasts minutes, and a few small files are read. */
const rereadMs = 10_000;

/** The same for a console that goes on: what was read last, read again beside it when it is old. */
export class StandingDrills {
  readonly #read: () => Promise<readonly Finding[]>;
  readonly #failed: (thrown: unknown) => void;
  #findings: readonly Finding[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(read: () => Promise<readonly Finding[]>, failed: (thrown: unknown) => void) {
    this.#read = read;
    this.#failed = failed;
  }

  /** Never waits: what a read under way will bring is in the next judgement. `now`: milliseconds. */
  at(now: number): readonly Finding[] {
    if (now - this.#readAt >= rereadMs) {
      this.#readAt = now;
      this.#read().then((findings) => {
        this.#findings = findings;
      }, this.#failed);
    }
    return this.#findings;
  }
}
