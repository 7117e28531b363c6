// The accounting's last answer for each list of jobs, used again while nothing can have ended that it does not hold and squeue does not either.

import type {Job} from '../../../jobs/job.ts';

/** Jobs that slurmctld knows; jobs that the accounting knows, null where it could not be asked. */
export type ActiveAndEnded = readonly [readonly Job[], readonly Job[] | null];

export type JobAskers = {
  readonly active: () => Promise<readonly Job[]>;
  readonly ended: () => Promise<readonly Job[] | null>;
  /** The same question while nobody waits for it. */
  readonly renewed: () => Promise<readonly Job[] | null>;
};

type Kept = {
  readonly at: number;
  readonly jobs: readonly Job[];
  readonly active: ReadonlySet<string>;
  readonly isBeingRenewed: boolean;
};

/** After this the accounting is asked anew, beside the answer: its question costs ten times squeue's, and nobody waits for it. */
export const freshMs = 30_000;
/**
 * After this whoever asks waits for it. Jobs that end meanwhile are in squeue's answer, because slurmctld forgets them MinJobAge
 * after their end: 300 s unless a site says otherwise (slurm.conf, MinJobAge).
 */
export const usableMs = 60_000;
/** A process serves one account: a few filters are all that its pages have. */
const mostKept = 4;

export class KeptEnded {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * `key` names the question but for its page. Rejects as the askers do. The accounting is asked at once where its answer is too
   * old, and where a job that squeue listed beside it is not listed any more: slurmctld may be told to forget at once.
   */
  async ask(key: string, askers: JobAskers): Promise<ActiveAndEnded> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#now() - kept.at < usableMs) {
      const active = await askers.active();
      const ids = idsOf(active);
      if ([...kept.active].every((id) => ids.has(id))) {
        this.#replace(key, kept.at, (latest) => ({...latest, active: ids}));
        if (this.#now() - kept.at >= freshMs) this.#renew(key, kept.at, askers);
        return [active, kept.jobs];
      }
    }
    return this.#askBoth(key, askers);
  }

  async #askBoth(key: string, askers: JobAskers): Promise<ActiveAndEnded> {
    this.#kept.delete(key);
    const at = this.#now();
    const [active, jobs] = await Promise.all([askers.active(), askers.ended()]);
    if (jobs !== null) {
      this.#kept.set(key, {at, jobs, active: idsOf(active), isBeingRenewed: false});
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    }
    return [active, jobs];
  }

  #renew(key: string, before: number, askers: JobAskers): void {
    if (this.#kept.get(key)?.isBeingRenewed !== false) return;
    this.#replace(key, before, (latest) => ({...latest, isBeingRenewed: true}));
    const at = this.#now();
    // Without an answer nothing is kept: whoever asks next asks the accounting, and hears why it does not answer.
    const forget = (): void => this.#replace(key, before, () => null);
    askers.renewed().then((jobs) => {
      if (jobs === null) forget();
      else this.#replace(key, before, ({active}) => ({at, jobs, active, isBeingRenewed: false}));
    }, forget);
  }

  /** Only what was kept at `at`: an answer that came meanwhile is newer. */
  #replace(key: string, at: number, change: (latest: Kept) => Kept | null): void {
    const latest = this.#kept.get(key);
    if (latest?.at !== at) return;
    const changed = change(latest);
    if (changed === null) this.#kept.delete(key);
    else this.#kept.set(key, changed);
  }
}

function idsOf(jobs: readonly Job[]): ReadonlySet<string> {
  return new Set(jobs.map(({id}) => id));
}
