// Submits, cancels, holds and releases as the account, and believes an order only when Slurm shows that it holds.

import {WebRefusal} from '../../../app/web-refusal.ts';
import type {Job} from '../../../jobs/job.ts';
import type {SubmitOptions} from '../../../jobs/job-requests.ts';
import {longestScriptBytes} from '../../../jobs/job-requests.ts';
import {checkScript, submittedId, submitWords} from '../../../jobs/submit-words.ts';
import {askActive, askJob} from './ask-jobs.ts';
import type {SlurmRun} from './run-slurm.ts';
import {runSlurm, slurmRefusal} from './run-slurm.ts';

/** The script arrives as a body. Throws `script-unfit`, `job-refused` with sbatch's words, `submit-unknown`. */
export async function submitJob(
  run: SlurmRun,
  options: SubmitOptions,
  body: AsyncIterable<Buffer>,
  defaultDir: string,
): Promise<{id: string}> {
  const script = checkScript(await collect(body));
  const output = await runSlurm(run, 'sbatch', submitWords(options, script, defaultDir), Buffer.from(script));
  if (output.code !== 0) throw slurmRefusal(output);
  const id = submittedId(output.stdout);
  if (id === null) throw new WebRefusal('slurm-unreadable', {command: 'sbatch'});
  return {id};
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > longestScriptBytes) throw new WebRefusal('script-unfit', {limit: longestScriptBytes});
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

export type Order = 'cancel' | 'hold' | 'release';

/** Longer than slurmctld takes to note it; a job that takes longer to die is COMPLETING by then, which counts. */
const settleMs = 5000;
const lookAgainMs = 200;

/**
 * Gives the order and looks until it holds. Slurm itself refuses it for a job of another user; asking first only makes the answer say
 * so. Throws `job-foreign`, `job-over`, `job-unheld`, `job-unsettled`.
 */
export async function orderJob(run: SlurmRun, id: string, order: Order): Promise<Job> {
  const before = await askJob(run, id);
  if (before.user !== run.account.name) throw new WebRefusal('job-foreign', {id});
  if (before.phase === 'ended') throw new WebRefusal('job-over', {id, state: before.state});
  if (order !== 'cancel' && before.phase !== 'waiting') throw new WebRefusal('job-unheld', {id, state: before.state});
  const output =
    order === 'cancel' ? await runSlurm(run, 'scancel', [id]) : await runSlurm(run, 'scontrol', [order, id]);
  if (output.code !== 0) throw slurmRefusal(output);
  return settled(run, before, order);
}

async function settled(run: SlurmRun, before: Job, order: Order): Promise<Job> {
  const {id} = before;
  const until = performance.now() + settleMs;
  for (;;) {
    // All rows: cancelling an array whose tasks wait and run shows as several.
    const rows = await askActive(run, {job: id});
    const [first] = rows;
    if (rows.every((job) => holds(job, order))) return first ?? {...before, state: 'CANCELLED', phase: 'ended'};
    if (performance.now() > until) throw new WebRefusal('job-unsettled', {id, state: first?.state ?? '?'});
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    run.signal.throwIfAborted();
  }
}

function holds(job: Job, order: Order): boolean {
  const held = job.reason === 'JobHeldUser' || job.reason === 'JobHeldAdmin';
  switch (order) {
    case 'cancel':
      return job.phase === 'ended' || job.state === 'COMPLETING';
    case 'hold':
      return held;
    case 'release':
      return !held;
  }
}
