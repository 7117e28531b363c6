// Lines of the journals: this controller's through its look helper, another one's by asking its metrics service as the same person.

import {z} from 'zod';
import type {WebSettings} from '../settings.ts';

export const mostLines = 2_000;
/** Longer than a journal takes to answer there. */
const peerMs = 15_000;
const longestAnswer = 8 * 2 ** 20;

export const logQuery = z.object({
  /** One controller; `all`; left out: the one that answers. */
  host: z.string().max(64).optional(),
  span: z.enum(['recent', '10min', '1h', '6h', '1d']).default('recent'),
  unit: z
    .string()
    .regex(/^[\w@.-]{1,80}$/)
    .optional(),
  /** Syslog severity: this one and worse. */
  priority: z.coerce.number().int().min(0).max(7).optional(),
  text: z.string().max(200).optional(),
});
export type LogQuery = z.output<typeof logQuery>;

const lineSchema = z.object({
  at: z.number(),
  host: z.string(),
  unit: z.string(),
  priority: z.number(),
  text: z.string(),
});
export type JournalLine = z.output<typeof lineSchema>;

const journalSchema = z.object({lines: z.array(lineSchema), cut: z.boolean()});
export type Journal = z.output<typeof journalSchema>;

/** One controller's part. `why`: it could not be read; its lines are then missing, which is said and never shown as a quiet journal. */
export type JournalOf = {readonly host: string} & (
  | ({readonly kind: 'seen'} & Journal)
  | {readonly kind: 'lost'; readonly why: string}
);

export type AskPeerJournal = (
  peer: WebSettings['controllers'][number],
  query: LogQuery,
  token: string,
  signal: AbortSignal,
) => Promise<Journal>;

/**
 * The person's own token goes along, as it does where nginx passes a request on to another controller: that one verifies it, the role
 * and the session by itself. Rejects with an Error that says why.
 */
export function peerJournals(port: number, path: string): AskPeerJournal {
  return async ({hostname, address}, query, token, signal) => {
    const asked = Object.entries({...query, host: hostname}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const answer = await fetch(`http://${address}:${port}${path}/logs?${new URLSearchParams(asked)}`, {
      headers: {authorization: `Bearer ${token}`},
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(peerMs)]),
    });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return journalSchema.parse(JSON.parse(await boundedText(answer)));
  };
}

async function boundedText(answer: Response): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) throw new Error('its answer is too long');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Never rejects: one that cannot be asked must not take the others' lines away. */
export async function journalOf(host: string, ask: () => Promise<Journal>): Promise<JournalOf> {
  try {
    return {host, kind: 'seen', ...(await ask())};
  } catch (thrown) {
    const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
    const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
    const said = thrown instanceof Error ? `${thrown.message}${cause}` : String(thrown);
    return {host, kind: 'lost', why: isLate ? 'it did not answer in time' : said.slice(0, 300)};
  }
}

/** The newest of all first; who could not be read is named beside them. */
export function mergeJournals(parts: readonly JournalOf[]): {
  readonly lines: readonly JournalLine[];
  readonly cut: boolean;
  readonly hosts: readonly {readonly host: string; readonly why: string | null}[];
} {
  const seen = parts.flatMap((part) => (part.kind === 'seen' ? [part] : []));
  const lines = seen.flatMap((part) => part.lines).sort((a, b) => b.at - a.at);
  return {
    lines: lines.slice(0, mostLines),
    cut: lines.length > mostLines || seen.some(({cut}) => cut),
    hosts: parts.map((part) => ({host: part.host, why: part.kind === 'lost' ? part.why : null})),
  };
}
