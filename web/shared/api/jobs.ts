// Jobs as the Job API shows them, and the questions about them.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {boolean, list, maybe, moment, number, object, oneOf, orElse, record, string} from './shape.ts';

export const phases = ['waiting', 'running', 'ended'] as const;
export type JobPhase = (typeof phases)[number];

export const job = object({
  id: string,
  name: string,
  user: string,
  account: maybe(string),
  partition: maybe(string),
  qos: maybe(string),
  /** Slurm's own word: PENDING, RUNNING, COMPLETED … */
  state: string,
  phase: oneOf<JobPhase>(...phases),
  reason: maybe(string),
  nodes: maybe(number),
  cpus: maybe(number),
  memory: maybe(string),
  nodeList: maybe(string),
  timeLimitSeconds: maybe(number),
  elapsedSeconds: maybe(number),
  submittedAt: maybe(moment),
  startedAt: maybe(moment),
  endedAt: maybe(moment),
  exitCode: maybe(number),
  signal: maybe(number),
  workDir: maybe(string),
  stdout: maybe(string),
  stderr: maybe(string),
  comment: maybe(string),
});

export type Job = Of<typeof job>;

const jobPage = object({
  jobs: list(job),
  total: number,
  /** `accounting`: ended jobs could not be asked for, so they are missing. */
  missing: maybe(string),
});

export type JobPage = Of<typeof jobPage>;

const counts = object({waiting: number, running: number, ended: number});

const statistics = object({
  mine: counts,
  cluster: counts,
  cpus: object({mine: number, cluster: number}),
  byState: record(number),
});

const partition = object({
  name: string,
  isDefault: orElse(boolean, false),
  up: orElse(boolean, true),
  timeLimitSeconds: maybe(number),
  cpus: object({allocated: number, idle: number, other: number, total: number}),
});

const outputTail = object({
  path: string,
  text: string,
  from: number,
  to: number,
  size: number,
  state: string,
});

export type JobFilter = {
  readonly phase: JobPhase | 'all';
  readonly name: string;
  /** `all`: the jobs of everybody, which only operators may ask for. */
  readonly whose: 'mine' | 'all';
  readonly offset: number;
  readonly limit: number;
};

export function askJobs(filter: JobFilter): Question<JobPage> {
  const query = new URLSearchParams({offset: String(filter.offset), limit: String(filter.limit)});
  if (filter.phase !== 'all') query.set('phase', filter.phase);
  if (filter.name !== '') query.set('name', filter.name);
  if (filter.whose === 'all') query.set('user', 'all');
  return {path: `/api/jobs?${query}`, shape: jobPage, seconds: 30};
}

export function askJob(id: string): Question<Job> {
  return {path: `/api/jobs/${encodeURIComponent(id)}`, shape: job};
}

export function askStatistics(): Question<Of<typeof statistics>> {
  return {path: '/api/jobs/stats', shape: statistics};
}

export function askPartitions(): Question<readonly Of<typeof partition>[]> {
  return {path: '/api/jobs/partitions', shape: list(partition)};
}

export type JobOrder = 'cancel' | 'hold' | 'release';

export function orderJob(id: string, order: JobOrder): Question<null> {
  return {
    path: `/api/jobs/${encodeURIComponent(id)}/${order}`,
    method: 'POST',
    body: {},
    shape: () => null,
    seconds: 30,
  };
}

export type OutputStream = 'stdout' | 'stderr';
export type OutputTail = Of<typeof outputTail>;

/** The last `bytes`, or what came since `from`. */
export function askOutput(id: string, stream: OutputStream, from: number | null, bytes: number): Question<OutputTail> {
  const query = new URLSearchParams({stream, bytes: String(bytes)});
  if (from !== null) query.set('from', String(from));
  return {path: `/api/jobs/${encodeURIComponent(id)}/output?${query}`, shape: outputTail};
}

export type SubmitOptions = {
  readonly name?: string;
  readonly partition?: string;
  readonly nodes?: string;
  readonly tasks?: number;
  readonly cpusPerTask?: number;
  readonly memory?: string;
  readonly timeLimit?: string;
};

export function submitJob(script: string, options: SubmitOptions): Question<{readonly id: string}> {
  return {path: '/api/jobs', method: 'POST', body: {script, options}, shape: object({id: string}), seconds: 60};
}
