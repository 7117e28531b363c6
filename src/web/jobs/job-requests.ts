// What may be asked about jobs: ids, filters of the list, options of a submission. The routes and the helper check the same.

import {z} from 'zod';

/** `123` or one task of an array, `123_7`. Nothing else ever reaches the argv of a Slurm command. */
export const jobIdSchema = z.string().regex(/^[1-9]\d{0,9}(_\d{1,7})?$/);

/** Names of partitions, accounts, QOS, reservations: a word that can be no option. */
const word = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/);
const words = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@+,-]{0,255}$/);
/** Free text on one line. */
const text = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$/);

export const jobPhases = ['waiting', 'running', 'ended'] as const;
export type JobPhase = (typeof jobPhases)[number];

export const jobFilterSchema = z.strictObject({
  /** null: all phases. */
  phase: z.enum(jobPhases).nullable(),
  /** null: the jobs of everybody, which only operators may ask for. */
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .nullable(),
  partition: word.nullable(),
  /** Part of the name, case ignored. */
  name: z.string().max(256).nullable(),
  /** Ended jobs no older than this many days. */
  days: z.int().min(1).max(90),
  offset: z.int().min(0).max(100_000),
  limit: z.int().min(1).max(500),
});
export type JobFilter = z.output<typeof jobFilterSchema>;

const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\x00-\x1f\x7f]*$/);

export const submitOptionsSchema = z.strictObject({
  name: text(256).optional(),
  partition: words.optional(),
  account: word.optional(),
  qos: word.optional(),
  reservation: word.optional(),
  nodes: z
    .string()
    .regex(/^\d{1,6}(-\d{1,6})?$/)
    .optional(),
  tasks: z.int().min(1).max(1_000_000).optional(),
  cpusPerTask: z.int().min(1).max(100_000).optional(),
  memory: z
    .string()
    .regex(/^\d{1,9}[KMGT]?$/)
    .optional(),
  gpus: z.int().min(1).max(100_000).optional(),
  /** `minutes`, `h:mm:ss`, `d-hh:mm:ss`, as sbatch(1) takes it. */
  timeLimit: z
    .string()
    .regex(/^(\d{1,9}|\d{1,7}:\d{2}(:\d{2})?|\d{1,5}-\d{1,2}(:\d{2}){0,2})$/)
    .optional(),
  array: z
    .string()
    .regex(/^[\d,:%-]{1,256}$/)
    .optional(),
  dependency: z
    .string()
    .regex(/^[a-z]+:[\d_:,a-z?]{1,256}$|^singleton$/)
    .optional(),
  begin: z
    .string()
    .regex(/^(now(\+\d{1,6}(seconds|minutes|hours|days|weeks)?)?|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?)$/)
    .optional(),
  hold: z.boolean().optional(),
  exclusive: z.boolean().optional(),
  comment: text(256).optional(),
  /** Where the job works; the user's first folder where it is left out. */
  workDir: absolutePath.optional(),
  /** May hold the patterns of sbatch(1), for example `%j`. */
  output: absolutePath.optional(),
  error: absolutePath.optional(),
});
export type SubmitOptions = z.output<typeof submitOptionsSchema>;

/** What slurmctld takes by default (slurm.conf manual, max_script_size). */
export const longestScriptBytes = 4 * 1024 * 1024;
