// What a console remembers beyond its own life: command lines, and alerts with who acknowledged them.

import {join} from 'node:path';
import {z} from 'zod';
import {toHpchaError} from '../../model/error.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {Alert, AlertRecord} from '../../state/alerts.ts';
import {alertLimit, foldAlerts} from '../../state/alerts.ts';
import type {ConsoleDeps} from '../../state/console-deps.ts';
import {historyLimit} from '../../state/prompt.ts';
import {keptLines} from './kept-lines.ts';

const levels = z.enum(['ok', 'warning', 'critical', 'unknown']);
const params = z.record(z.string(), z.union([z.string(), z.number()]));
const acknowledgement = z.object({by: z.string(), at: z.number(), comment: z.string()});
const finding = z.object({
  code: z.string(),
  level: z.enum(['ok', 'warning', 'critical', 'unknown', 'info']),
  where: z.string(),
  params,
});
const subject = z.enum(['cluster', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'host']);
const alert = z.object({
  id: z.string(),
  subject,
  at: z.number(),
  latestAt: z.number(),
  times: z.number(),
  from: z.enum(['ok', 'warning', 'critical', 'unknown', 'none']),
  level: levels,
  finding: finding.nullable(),
  acknowledged: acknowledgement.nullable(),
});
const record = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('raised'), alert}),
  z.object({kind: z.literal('acknowledged'), subject, by: acknowledgement}),
]);

export type ConsoleMemory = ConsoleDeps['memory'] & {
  readonly history: readonly string[];
  readonly alerts: readonly Alert[];
};

/** A console opens also where nothing can be kept (no HOME, a full disk): what it cannot keep, it says when it should. */
export async function openMemory(
  cluster: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConsoleMemory> {
  try {
    return await readMemory(cluster, env);
  } catch (thrown) {
    const refuse = (): Promise<never> => Promise.reject(toHpchaError(thrown, 'state directory'));
    return {history: [], alerts: [], keepLine: refuse, keepAlert: refuse};
  }
}

/** Reads what is there. A damaged line (a console that was killed while it wrote) is left out: the others still count. */
async function readMemory(cluster: string, env: Readonly<Record<string, string | undefined>>): Promise<ConsoleMemory> {
  const state = stateDirectory(env);
  const lines = keptLines(join(state, 'command-history'), historyLimit);
  const alerts = keptLines(join(state, 'alerts', `${fileName(cluster)}.jsonl`), alertLimit);
  const records = (await alerts.read()).flatMap((line): readonly AlertRecord[] => {
    const parsed = record.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
  return {
    history: [...new Set([...(await lines.read())].reverse())],
    alerts: foldAlerts(records),
    keepLine: (line) => lines.append(line),
    keepAlert: (kept) => alerts.append(JSON.stringify(kept)),
  };
}

/** A cluster's name is free text; a file's is not. */
function fileName(cluster: string): string {
  return encodeURIComponent(cluster).replaceAll('.', '%2E').slice(0, 100);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
