// What a held lock says about itself: /run/hpcha/op.json on every controller that holds it.

import {z} from 'zod';

const opSchema = z.object({
  opId: z.string(),
  epoch: z.number(),
  action: z.string(),
  title: z.string(),
  operator: z.string(),
  consoleHost: z.string(),
  reason: z.string().optional(),
  /** On the console's clock, for showing; ages are computed by the controller's. */
  startedAt: z.string(),
  planHash: z.string(),
  pid: z.number(),
});

export type OpRecord = z.output<typeof opSchema>;

/** One controller's lock as it was seen there. */
export type LockSeen =
  | {readonly kind: 'free'}
  | {
      readonly kind: 'held';
      /** null: something holds it, but what it says about itself cannot be read. */
      readonly record: OpRecord | null;
      /** Seconds on the controller's own clock (ha-operations §9.2): since it was taken, since the Runner's last sign. */
      readonly ageSeconds: number;
      readonly beatSeconds: number;
      /** Whether the unit that holds it is running. */
      readonly unitActive: boolean;
      readonly doing: string;
    };

export type LockHeld = Extract<LockSeen, {kind: 'held'}>;

/** A Runner gives a sign every five seconds; after six missed ones it is taken for gone, which releases nothing. */
export const silentAfterSeconds = 30;

/** Its unit is gone, or its Runner has been silent for long. Never stolen: a person looks and releases it. */
export function isOrphaned(lock: LockHeld): boolean {
  return !lock.unitActive || lock.beatSeconds > silentAfterSeconds;
}

/** Parses what the look script prints: `key=value` lines, then the record. */
export function parseLock(text: string): LockSeen {
  if (text.trim() === 'free') return {kind: 'free'};
  const start = text.indexOf('{');
  const head = start === -1 ? text : text.slice(0, start);
  const values = new Map(
    head.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return {
    kind: 'held',
    record: start === -1 ? null : parseRecord(text.slice(start)),
    ageSeconds: Number(values.get('age') ?? '0'),
    beatSeconds: Number(values.get('beat') ?? '0'),
    unitActive: values.get('unit') === 'active',
    doing: values.get('doing') ?? '',
  };
}

function parseRecord(text: string): OpRecord | null {
  try {
    const parsed = opSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: a half-written or foreign file. The lock is held all the same, by whom is not known.
    return null;
  }
}
