// How many jobs are in which state: of one user, and of the cluster. Pure.

import {z} from 'zod';
import type {JobPhase} from './job-requests.ts';
import {readMarkedRows} from './marked-rows.ts';
import {phaseOf} from './slurm-words.ts';

const countsSchema = z.object({waiting: z.number(), running: z.number(), ended: z.number()});

export const statisticsSchema = z.object({
  /** The jobs of the one who asks; `ended` are those that slurmctld still knows (MinJobAge). */
  mine: countsSchema,
  cluster: countsSchema,
  /** CPUs of jobs that run, of the one who asks and of all. */
  cpus: z.object({mine: z.number(), cluster: z.number()}),
  byState: z.record(z.string(), z.number()),
});
export type JobStatistics = z.output<typeof statisticsSchema>;

const columns = ['UserName', 'State', 'NumCPUs'] as const;

/** Words after `squeue`. Arrays that wait are one row a task, so that a job counts what it is. */
export function statisticsWords(mark: string): readonly string[] {
  const format = columns.map((column) => `${column}:${mark}`).join(',');
  return ['--noheader', '--states=all', '--array', `--Format=${format}`];
}

export function readStatistics(output: string, mark: string, user: string): JobStatistics {
  const mine: Record<JobPhase, number> = {waiting: 0, running: 0, ended: 0};
  const cluster: Record<JobPhase, number> = {waiting: 0, running: 0, ended: 0};
  const cpus = {mine: 0, cluster: 0};
  const byState: Record<string, number> = {};
  for (const row of readMarkedRows(output, {mark, columns: columns.length, command: 'squeue'})) {
    const [owner = '', state = '', count = ''] = row.map((word) => word.trim());
    const phase = phaseOf(state);
    const isMine = owner === user;
    cluster[phase] += 1;
    byState[state] = (byState[state] ?? 0) + 1;
    if (isMine) mine[phase] += 1;
    if (state !== 'RUNNING') continue;
    cpus.cluster += Number(count) || 0;
    if (isMine) cpus.mine += Number(count) || 0;
  }
  return {mine, cluster, cpus, byState};
}
