// Asks squeue for the jobs that slurmctld knows: the columns, and how a row becomes a job. Pure.

import {cleanText} from '../../transport/clean-text.ts';
import type {Job} from './job.ts';
import {readMarkedRows} from './marked-rows.ts';
import {fillPattern} from './output-path.ts';
import {exitOf, instantOf, phaseOf, secondsOf, textOrNull} from './slurm-words.ts';

/**
 * Formats, not --json: squeue --json of Slurm 22.05 leaves --user and --jobs aside and prints every job of the cluster (measured), which
 * for 100,000 jobs is hundreds of megabytes; and these columns are the same in every version since 20.02.
 */
const columns = [
  'JobArrayID',
  'JobID',
  'UserName',
  'Account',
  'Partition',
  'QOS',
  'State',
  'Reason',
  'NumNodes',
  'NumCPUs',
  'MinMemory',
  'NodeList',
  'TimeLimit',
  'TimeUsed',
  'SubmitTime',
  'StartTime',
  'EndTime',
  'exit_code',
  'WorkDir',
  'STDOUT',
  'STDERR',
  'Comment',
  'Name',
] as const;

/** Words after `squeue`. All states, because slurmctld keeps ended jobs for MinJobAge. */
export function activeJobsWords(
  mark: string,
  only: {readonly user?: string | null; readonly job?: string; readonly partition?: string | null},
): readonly string[] {
  return [
    '--noheader',
    '--states=all',
    ...(only.user == null ? [] : [`--user=${only.user}`]),
    ...(only.partition == null ? [] : [`--partition=${only.partition}`]),
    ...(only.job === undefined ? [] : [`--jobs=${only.job}`]),
    `--Format=${columns.map((column) => `${column}:${mark}`).join(',')}`,
  ];
}

/** Jobs in squeue's order. Throws `slurm-unreadable`. */
export function readActiveJobs(output: string, mark: string): readonly Job[] {
  return readMarkedRows(output, {mark, columns: columns.length, command: 'squeue'}).map(jobOf);
}

function jobOf(row: readonly string[]): Job {
  const field = (name: (typeof columns)[number]): string => cleanText((row[columns.indexOf(name)] ?? '').trim());
  const state = field('State');
  const phase = phaseOf(state);
  const {exitCode, signal} = exitOf(field('exit_code'));
  const workDir = textOrNull(field('WorkDir'));
  const job = {id: field('JobArrayID'), rawId: field('JobID'), name: field('Name'), user: field('UserName'), workDir};
  const pathIn = (pattern: string): string | null => (textOrNull(pattern) === null ? null : fillPattern(pattern, job));
  return {
    id: job.id,
    name: job.name,
    user: job.user,
    account: textOrNull(field('Account')),
    partition: textOrNull(field('Partition')),
    qos: textOrNull(field('QOS')),
    state,
    phase,
    reason: phase === 'waiting' ? textOrNull(field('Reason')) : null,
    nodes: numberOf(field('NumNodes')),
    cpus: numberOf(field('NumCPUs')),
    memory: field('MinMemory') === '0' ? null : textOrNull(field('MinMemory')),
    nodeList: textOrNull(field('NodeList')),
    timeLimitSeconds: secondsOf(field('TimeLimit')),
    elapsedSeconds: secondsOf(field('TimeUsed')),
    submittedAt: instantOf(field('SubmitTime')),
    startedAt: instantOf(field('StartTime')),
    endedAt: phase === 'ended' ? instantOf(field('EndTime')) : null,
    exitCode: phase === 'ended' ? exitCode : null,
    signal: phase === 'ended' ? signal : null,
    workDir,
    // Given on the command line they come as patterns, else filled in (Slurm 22.05).
    stdout: pathIn(field('STDOUT')),
    stderr: pathIn(field('STDERR')),
    comment: textOrNull(field('Comment')),
  };
}

function numberOf(word: string): number | null {
  return /^\d{1,9}$/.test(word) ? Number(word) : null;
}
