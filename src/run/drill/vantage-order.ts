// What the watcher on a controller is told, and what it tells: one JSON document in, JSON lines out.

import {z} from 'zod';

/** Both sides come from one build; a watcher of another build is not used. */
export const vantageVersion = 1;

const wayKinds = ['knock', 'web', 'sql', 'sql-vip', 'redis', 'file', 'job'] as const;

export const orderSchema = z.object({
  version: z.literal(vantageVersion),
  run: z.string(),
  vip: z.string(),
  streams: z.array(z.object({index: z.number(), kind: z.enum(wayKinds), periodMs: z.number(), timeoutMs: z.number()})),
  account: z.object({user: z.string(), password: z.string()}),
  redis: z.object({
    mode: z.enum(['sentinel', 'cluster']),
    masterName: z.string(),
    password: z.string().nullable(),
    hosts: z.array(z.object({name: z.string(), address: z.string()})),
    asked: z.array(z.string()),
  }),
  directory: z.string(),
  bin: z.string(),
  /** Its own journal, for the time after a lost connection. */
  journal: z.string(),
  /** It ends by itself after so long. */
  mostMs: z.number(),
});

export type VantageOrder = z.output<typeof orderSchema>;

/** One line: an attempt of stream `i`; times on the watcher's monotonic clock. */
const lineSchema = z.object({
  i: z.number(),
  n: z.number(),
  a: z.number(),
  b: z.number(),
  r: z.enum(['ok', 'fail', 'info']),
  w: z.string().optional(),
});

export type VantageLine = z.output<typeof lineSchema>;

/** null: not a line of ours. */
export function parseLine(text: string): VantageLine | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Something else was printed there; an attempt that cannot be read counts as not made.
    return null;
  }
}
