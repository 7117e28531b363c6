// From the kind of a job request to the function that does it.

import {WebRefusal} from '../../../app/web-refusal.ts';
import {pathOf} from '../../../files/path-rules.ts';
import {readStatistics, statisticsWords} from '../../../jobs/job-statistics.ts';
import {makeMark} from '../../../jobs/marked-rows.ts';
import {partitionWords, readPartitions} from '../../../jobs/partitions.ts';
import type {WebSettings} from '../../../settings.ts';
import type {Place} from '../files/walk.ts';
import type {AsRequestOf} from '../protocol.ts';
import type {UnixAccount} from '../unix-account.ts';
import {askJob, listJobs} from './ask-jobs.ts';
import {orderJob, submitJob} from './order-jobs.ts';
import type {SlurmRun} from './run-slurm.ts';
import {runSlurm, slurmRefusal} from './run-slurm.ts';
import {tailOutput} from './tail-output.ts';

export type JobRequest = AsRequestOf<
  'submit' | 'jobs' | 'job' | 'cancel' | 'hold' | 'release' | 'tail' | 'stats' | 'partitions'
>;

type Given = {
  readonly account: UnixAccount;
  readonly body: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  readonly settings: WebSettings;
  readonly place: Place;
};

export async function carryOutJobs(request: JobRequest, given: Given): Promise<unknown> {
  const {enabled, bin} = given.settings.slurm;
  if (!enabled) throw new WebRefusal('slurm-off', {node: given.settings.node});
  const run: SlurmRun = {bin, account: given.account, signal: given.signal};
  switch (request.kind) {
    case 'submit':
      return submitJob(run, request.options, given.body, pathOf(given.place.roots[0] ?? []));
    case 'jobs':
      return listJobs(run, request.filter);
    case 'job':
      return askJob(run, request.id);
    case 'cancel':
    case 'hold':
    case 'release':
      return orderJob(run, request.id, request.kind);
    case 'tail':
      return tailOutput(run, given.place, request);
    case 'stats':
      return asked(run, 'squeue', statisticsWords, (output, mark) => readStatistics(output, mark, run.account.name));
    case 'partitions':
      return asked(run, 'sinfo', partitionWords, readPartitions);
  }
}

async function asked<T>(
  run: SlurmRun,
  command: 'squeue' | 'sinfo',
  words: (mark: string) => readonly string[],
  read: (output: string, mark: string) => T,
): Promise<T> {
  const mark = makeMark();
  const output = await runSlurm(run, command, words(mark));
  if (output.code !== 0) throw slurmRefusal(output);
  return read(output.stdout, mark);
}
