// Asks Slurm for jobs as the account: those that slurmctld knows and those that only the accounting knows, together.

import {WebRefusal} from '../../../app/web-refusal.ts';
import {activeJobsWords, readActiveJobs} from '../../../jobs/active-jobs.ts';
import {endedJobsWords, readEndedJobs} from '../../../jobs/ended-jobs.ts';
import type {Job} from '../../../jobs/job.ts';
import type {JobFilter} from '../../../jobs/job-requests.ts';
import {makeMark} from '../../../jobs/marked-rows.ts';
import {type ActiveAndEnded, KeptEnded} from './kept-ended.ts';
import type {SlurmRun} from './run-slurm.ts';
import {runSlurm, slurmRefusal} from './run-slurm.ts';

/** Days that the accounting is searched for one job: it knows the id, so this only bounds nothing that matters. */
const anyDays = 90;

export async function askActive(run: SlurmRun, only: Parameters<typeof activeJobsWords>[1]): Promise<readonly Job[]> {
  const mark = makeMark();
  const output = await runSlurm(run, 'squeue', activeJobsWords(mark, only));
  if (output.code === 0) return readActiveJobs(output.stdout, mark);
  // squeue says so with exit code 1 where slurmctld has forgotten the job already.
  if (/invalid job id/i.test(output.stderr)) return [];
  throw slurmRefusal(output);
}

export async function askEnded(run: SlurmRun, only: Parameters<typeof endedJobsWords>[1]): Promise<readonly Job[]> {
  const mark = makeMark();
  const output = await runSlurm(run, 'sacct', endedJobsWords(mark, only));
  if (output.code !== 0) throw slurmRefusal(output);
  return readEndedJobs(output.stdout, mark);
}

export type JobPage = {
  readonly jobs: readonly Job[];
  readonly total: number;
  /** What could not be asked: then the list holds only what slurmctld knows. */
  readonly missing: 'accounting' | null;
};

/** A page of jobs, newest first. A job that both know is shown as slurmctld sees it. */
export async function listJobs(run: SlurmRun, filter: JobFilter): Promise<JobPage> {
  const wantsEnded = filter.phase === null || filter.phase === 'ended';
  const [active, ended] = wantsEnded ? await askBoth(run, filter) : [await askActive(run, filter), []];
  const known = new Set(active.map((job) => job.id));
  const all = [...active, ...(ended ?? []).filter((job) => !known.has(job.id))].filter((job) => fits(job, filter));
  all.sort((a, b) => (b.submittedAt ?? '').localeCompare(a.submittedAt ?? '') || compareIds(b.id, a.id));
  return {
    jobs: all.slice(filter.offset, filter.offset + filter.limit),
    total: all.length,
    missing: ended === null ? 'accounting' : null,
  };
}

const keptEnded = new KeptEnded(() => performance.now());

/** squeue and sacct, as `KeptEnded` finds them necessary. */
function askBoth(run: SlurmRun, filter: JobFilter): Promise<ActiveAndEnded> {
  const key = JSON.stringify([run.account.name, filter.user, filter.partition, filter.days]);
  const ended = (asker: SlurmRun) => askEnded(asker, filter).catch(onlyIfAccounting);
  return keptEnded.ask(key, {
    active: () => askActive(run, filter),
    ended: () => ended(run),
    // Whoever asked has had an answer and may leave; the command has its own deadline.
    renewed: () => ended({...run, signal: new AbortController().signal}),
  });
}

/** Jobs under way are shown also while slurmdbd is away; the page says that ended ones are missing. */
function onlyIfAccounting(thrown: unknown): null {
  if (thrown instanceof WebRefusal && thrown.status >= 422) return null;
  throw thrown;
}

function fits(job: Job, filter: JobFilter): boolean {
  if (filter.phase !== null && job.phase !== filter.phase) return false;
  return filter.name === null || job.name.toLowerCase().includes(filter.name.toLowerCase());
}

function compareIds(a: string, b: string): number {
  return a.localeCompare(b, 'en', {numeric: true});
}

/** One job; throws `job-unknown` where neither knows it. */
export async function askJob(run: SlurmRun, id: string): Promise<Job> {
  const active = await askActive(run, {job: id});
  const found = active.find((job) => job.id === id) ?? active[0] ?? (await askEnded(run, {job: id, days: anyDays}))[0];
  if (found === undefined) throw new WebRefusal('job-unknown', {id});
  return found;
}
