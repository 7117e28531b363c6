// One line of the audit journal: who did what, why, on what evidence, and how it ended; chained by hashes to the line before it.

import {createHash} from 'node:crypto';
import {z} from 'zod';

/** What every copy holds of an operation; the same words on the console and on every controller. */
const bodySchema = z.object({
  schema: z.literal(1),
  at: z.string(),
  opId: z.string(),
  epoch: z.number(),
  cluster: z.string(),
  operator: z.string(),
  reason: z.string().nullable(),
  action: z.string(),
  title: z.string(),
  danger: z.string(),
  targets: z.array(z.string()),
  planHash: z.string(),
  decidedBy: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  result: z.string(),
  stop: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  tookMs: z.number(),
  /** What was measured or proven on the way, one line each. */
  saw: z.array(z.string()),
  /** sha256 of the run's own journal on the console up to here: the evidence in full. */
  journal: z.string(),
  /** The last hash of every copy, as it was just before this line: so a copy that is rewritten is found out by the others. */
  copies: z.record(z.string(), z.string().nullable()),
});

export type AuditBody = z.output<typeof bodySchema>;

const lineSchema = bodySchema.extend({prev: z.string(), hash: z.string()});

/** A line as one copy holds it; `prev` is the hash of the line before it in that copy. */
export type AuditLine = z.output<typeof lineSchema>;

/** What the first line of a copy follows. */
export const genesis = 'genesis';

/** The hash that ties a line to the one before it: over that one's hash and all words of this one, in a fixed order. */
export function auditHash(prev: string, body: AuditBody): string {
  return createHash('sha256')
    .update(`${prev}\n${canonical(body)}`)
    .digest('hex');
}

/** The line that a copy whose last hash is `prev` gets for this operation. */
export function auditLine(prev: string | null, body: AuditBody): AuditLine {
  const before = prev ?? genesis;
  return {...body, prev: before, hash: auditHash(before, body)};
}

/** null: it is not a line of an audit journal. */
export function parseAuditLine(text: string): AuditLine | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: whoever verifies says that the copy is damaged there.
    return null;
  }
}

function canonical(body: AuditBody): string {
  return JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
