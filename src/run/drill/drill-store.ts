// Where drills are kept on the machine of the console: $XDG_STATE_HOME/hpcha/drills/RUNID, newest two hundred.

import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {DrillReport} from '../../model/drill/report.ts';
import {reportMarkdown} from '../../model/drill/report-text.ts';
import {HpchaError} from '../../model/error.ts';
import {rememberDrill} from './last-drills.ts';

const kept = 200;

export async function makeDrillDirectory(state: string, runId: string): Promise<string> {
  const directory = join(state, 'drills', runId);
  await mkdir(directory, {recursive: true, mode: 0o700});
  return directory;
}

export function attemptsPath(directory: string): string {
  return join(directory, 'attempts.jsonl');
}

/** JSON for programs, Markdown for people. */
export async function writeReport(state: string, report: DrillReport): Promise<string> {
  const directory = await makeDrillDirectory(state, report.runId);
  await writeFile(join(directory, 'report.json'), `${JSON.stringify(report, null, 1)}\n`, {mode: 0o600});
  await writeFile(join(directory, 'report.md'), reportMarkdown(report), {mode: 0o600});
  await rememberDrill(state, report);
  await prune(state);
  return directory;
}

/** Newest first; a drill that left no report (its Runner was killed) is not among them. */
export async function readReports(state: string): Promise<readonly DrillReport[]> {
  const names = await drillNames(state);
  const reports = await Promise.all(names.map((name) => readReport(state, name)));
  return reports.filter((report) => report !== null).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
}

/** null: that drill left none. Our own file, but on a disk: what cannot be parsed is an error that names it. */
export async function readReport(state: string, runId: string): Promise<DrillReport | null> {
  const path = join(state, 'drills', runId, 'report.json');
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw new HpchaError({code: 'bad-data', where: path, what: 'this report cannot be read', cause: thrown});
  }
}

async function drillNames(state: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(state, 'drills'))).filter((name) => /^[0-9a-f]{4,16}$/.test(name));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}

async function prune(state: string): Promise<void> {
  const reports = await readReports(state);
  for (const {runId} of reports.slice(kept)) await rm(join(state, 'drills', runId), {recursive: true, force: true});
}
