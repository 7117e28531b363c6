// A job as the API shows it, whether slurmctld still knows it or only the accounting does.

import {z} from 'zod';
import {jobPhases} from './job-requests.ts';

export const jobSchema = z.object({
  /** As squeue writes it: `123`, `123_7`, `123_[1-9]`. */
  id: z.string(),
  name: z.string(),
  user: z.string(),
  account: z.string().nullable(),
  partition: z.string().nullable(),
  qos: z.string().nullable(),
  /** Slurm's own word: PENDING, RUNNING, COMPLETED, FAILED, CANCELLED … */
  state: z.string(),
  phase: z.enum(jobPhases),
  /** Why it waits; null otherwise. */
  reason: z.string().nullable(),
  nodes: z.number().nullable(),
  cpus: z.number().nullable(),
  memory: z.string().nullable(),
  nodeList: z.string().nullable(),
  timeLimitSeconds: z.number().nullable(),
  elapsedSeconds: z.number().nullable(),
  submittedAt: z.string().nullable(),
  /** Of a waiting job: when the scheduler expects to start it, where it knows. */
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  exitCode: z.number().nullable(),
  signal: z.number().nullable(),
  workDir: z.string().nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
  comment: z.string().nullable(),
});
export type Job = z.output<typeof jobSchema>;
