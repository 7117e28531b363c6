// Asks sacct for the jobs that have ended: the columns, and how a row becomes a job. Pure.

import {cleanText} from '../../transport/clean-text.ts';
import type {Job} from './job.ts';
import {readMarkedRows} from './marked-rows.ts';
import {outputsOf} from './output-path.ts';
import {exitOf, instantOf, phaseOf, secondsOf, stateOf, textOrNull} from './slurm-words.ts';

const columns = [
  'JobID',
  'JobIDRaw',
  'User',
  'Account',
  'Partition',
  'QOS',
  'State',
  'ExitCode',
  'NNodes',
  'NCPUS',
  'ReqMem',
  'NodeList',
  'Timelimit',
  'ElapsedRaw',
  'Submit',
  'Start',
  'End',
  'WorkDir',
  'SubmitLine',
  'Comment',
  'JobName',
] as const;

/** Words after `sacct`: whole jobs only, not their steps. */
export function endedJobsWords(
  mark: string,
  only: {
    readonly user?: string | null;
    readonly job?: string;
    readonly partition?: string | null;
    readonly days: number;
  },
): readonly string[] {
  return [
    '--allocations',
    '--noheader',
    '--parsable',
    `--delimiter=${mark}`,
    `--format=${columns.join(',')}`,
    ...(only.job === undefined ? [`--starttime=now-${only.days}days`] : [`--jobs=${only.job}`]),
    ...(only.user == null ? ['--allusers'] : [`--user=${only.user}`]),
    ...(only.partition == null ? [] : [`--partition=${only.partition}`]),
  ];
}

/** Jobs that have ended, in sacct's order. Those under way are left to squeue, which knows more. Throws `slurm-unreadable`. */
export function readEndedJobs(output: string, mark: string): readonly Job[] {
  const rows = readMarkedRows(output, {mark, columns: columns.length, command: 'sacct'});
  return rows.map(jobOf).filter((job) => job.phase === 'ended');
}

function jobOf(row: readonly string[]): Job {
  const raw = (name: (typeof columns)[number]): string => row[columns.indexOf(name)] ?? '';
  const field = (name: (typeof columns)[number]): string => cleanText(raw(name).trim());
  const state = stateOf(field('State'));
  const workDir = textOrNull(field('WorkDir'));
  const id = field('JobID');
  const name = field('JobName');
  const outputs = outputsOf({
    id,
    rawId: field('JobIDRaw'),
    name,
    user: field('User'),
    workDir,
    submitLine: raw('SubmitLine'),
  });
  return {
    id,
    name,
    user: field('User'),
    account: textOrNull(field('Account')),
    partition: textOrNull(field('Partition')),
    qos: textOrNull(field('QOS')),
    state,
    phase: phaseOf(state),
    reason: null,
    nodes: numberOf(field('NNodes')),
    cpus: numberOf(field('NCPUS')),
    memory: textOrNull(field('ReqMem')),
    nodeList: textOrNull(field('NodeList')),
    timeLimitSeconds: secondsOf(field('Timelimit')),
    elapsedSeconds: numberOf(field('ElapsedRaw')),
    submittedAt: instantOf(field('Submit')),
    startedAt: instantOf(field('Start')),
    endedAt: instantOf(field('End')),
    ...exitOf(field('ExitCode')),
    workDir,
    ...outputs,
    comment: textOrNull(field('Comment')),
  };
}

function numberOf(word: string): number | null {
  return /^\d{1,12}$/.test(word) ? Number(word) : null;
}
