// What is known about a run without reading its journal: who, what, when, which process, how it ended.

import {readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import {HpchaError} from '../../model/error.ts';
import {keptRuns, removeRun, runDirectory, runIds} from './state-directory.ts';

const metaSchema = z.object({
  runId: z.string(),
  cluster: z.string(),
  action: z.string(),
  title: z.string(),
  user: z.string(),
  console: z.string(),
  reason: z.string().optional(),
  planHash: z.string(),
  startedAt: z.number(),
  pid: z.int(),
  /** Start time of that process in clock ticks since boot: pids are used again, this pair is not. */
  pidStart: z.string(),
  endedAt: z.number().optional(),
  result: z.enum(['done', 'failed', 'unknown', 'cancelled']).optional(),
});

export type RunMeta = z.output<typeof metaSchema>;

/** Whether its Runner lives, ended by itself, or is gone without a word. */
export type RunState = 'running' | 'ended' | 'gone';

export async function writeMeta(state: string, meta: RunMeta): Promise<void> {
  const path = join(runDirectory(state, meta.runId), 'meta.json');
  await writeFile(`${path}.new`, `${JSON.stringify(meta)}\n`, {mode: 0o600, flush: true});
  await rename(`${path}.new`, path);
}

/** null: there is no such run, or its Runner has not come far enough to say anything. */
export async function readMeta(state: string, runId: string): Promise<RunMeta | null> {
  let text: string;
  try {
    text = await readFile(join(runDirectory(state, runId), 'meta.json'), 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
  return metaSchema.parse(JSON.parse(text));
}

export async function runState(meta: RunMeta): Promise<RunState> {
  if (meta.result !== undefined) return 'ended';
  return (await processStart(meta.pid)) === meta.pidStart ? 'running' : 'gone';
}

/** Field 22 of /proc/PID/stat (proc(5)); null when there is no such process. */
export async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; nobody has asked for its exit code yet.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ESRCH'))
      return null;
    throw thrown;
  }
}

/** All runs that have something to tell, newest first. */
export async function listMetas(state: string): Promise<readonly RunMeta[]> {
  const metas = await Promise.all((await runIds(state)).map((id) => readMeta(state, id)));
  return metas.filter((meta) => meta !== null).sort((a, b) => b.startedAt - a.startedAt);
}

/** The run that an operator means: its id or the beginning of it; without one the newest. */
export async function findRun(state: string, given: string | undefined): Promise<RunMeta> {
  const metas = await listMetas(state);
  const matching = given === undefined ? metas.slice(0, 1) : metas.filter(({runId}) => runId.startsWith(given));
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  const known = metas.slice(0, 5).map(({runId}) => runId);
  throw new HpchaError({
    code: 'usage',
    where: 'runs',
    what:
      only === undefined
        ? `there is no run ${given ?? 'yet'}`
        : `${given} could be ${matching.map((m) => m.runId).join(' or ')}`,
    hint:
      known.length === 0
        ? 'runs are kept on the machine that started them'
        : `hpcha-tui runs list (newest: ${known.join(', ')})`,
  });
}

/** Removes the oldest runs that have ended, so that at most `keptRuns` stay. */
export async function pruneRuns(state: string): Promise<void> {
  const ended: string[] = [];
  for (const meta of (await listMetas(state)).slice(keptRuns)) {
    if ((await runState(meta)) !== 'running') ended.push(meta.runId);
  }
  for (const runId of ended) await removeRun(state, runId);
}
