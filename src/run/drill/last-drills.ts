// The newest drill of each kind, a small file each, so that every look can read them: reports are long, and there are many.

import {mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import type {DrillReport} from '../../model/drill/report.ts';
import type {LastDrill} from '../../model/drill/standing.ts';

/** As many as there are kinds of drills, and a few that a later version knows. */
const most = 64;

const lastDrill = z.object({
  schema: z.literal(1),
  drill: z.string(),
  runId: z.string(),
  startedAt: z.string(),
  target: z.string(),
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['critical', 'unknown', 'warning', 'info', 'ok']),
      where: z.string(),
      service: z.enum(['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'host']).optional(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

/** A drill that was ended before its time has measured nothing to its end: what is remembered of the one before it stays. */
export async function rememberDrill(state: string, report: DrillReport): Promise<void> {
  if (report.result === 'aborted') return;
  const directory = directoryOf(state, report.cluster);
  await mkdir(directory, {recursive: true, mode: 0o700});
  const {drill, runId, startedAt, target} = report;
  const findings = report.findings.map(({code, level, where, service, params}) => ({
    ...{code, level, where, params},
    ...(service === undefined ? {} : {service}),
  }));
  const path = join(directory, `${encodeURIComponent(drill)}.json`);
  const text = JSON.stringify({schema: 1, drill, runId, startedAt, target, findings});
  await writeFile(`${path}.${runId}`, `${text}\n`, {mode: 0o600});
  await rename(`${path}.${runId}`, path);
}

/** Of that cluster, from this machine. What cannot be read is left out: a look at the cluster does not fail for a memory of a drill. */
export async function readLastDrills(state: string, cluster: string): Promise<readonly LastDrill[]> {
  const directory = directoryOf(state, cluster);
  const names = await namesIn(directory);
  const read = await Promise.all(names.map((name) => readOne(join(directory, name))));
  return read.filter((each) => each !== null);
}

function directoryOf(state: string, cluster: string): string {
  return join(state, 'drills', 'last', encodeURIComponent(cluster));
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => name.endsWith('.json')).slice(0, most);
  } catch (thrown) {
    if (isFileError(thrown)) return [];
    throw thrown;
  }
}

async function readOne(path: string): Promise<LastDrill | null> {
  try {
    const {findings, ...rest} = lastDrill.parse(JSON.parse(await readFile(path, 'utf8')));
    return {
      ...rest,
      findings: findings.map(({service, ...finding}) => ({...finding, ...(service === undefined ? {} : {service})})),
    };
  } catch (thrown) {
    if (isFileError(thrown) || thrown instanceof SyntaxError || thrown instanceof z.ZodError) return null;
    throw thrown;
  }
}

function isFileError(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string';
}
