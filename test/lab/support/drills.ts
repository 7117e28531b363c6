// What the tests of drills share: who runs it, and waiting for a condition.

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {stateDirectory} from '../../../src/run/record/state-directory.ts';

/** The newest run of that action on that cluster begun on this machine: its id and the process behind it. */
export async function runnerPid(
  action: string,
  cluster: string,
): Promise<{readonly runId: string; readonly pid: number}> {
  const runs = join(stateDirectory(process.env), 'runs');
  const metas = readdirSync(runs).flatMap((name) => {
    const meta: {runId: string; pid: number; action: string; cluster: string; startedAt: number} = JSON.parse(
      readFileSync(join(runs, name, 'meta.json'), 'utf8'),
    );
    return meta.action === action && meta.cluster === cluster ? [meta] : [];
  });
  const newest = metas.toSorted((a, b) => b.startedAt - a.startedAt)[0];
  if (newest === undefined) throw new Error(`no run of ${action} on ${cluster}`);
  return newest;
}

export async function untilHolds(what: string, holds: () => Promise<boolean>, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
