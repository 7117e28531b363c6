// Where runs are kept on the machine of the console: $XDG_STATE_HOME/hpcha/runs/RUNID, readable by their owner alone.

import {chmod, mkdir, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {HpchaError} from '../../model/error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Finished runs beyond this many are removed, oldest first. */
export const keptRuns = 50;

/** XDG base directory specification: ~/.local/state where XDG_STATE_HOME is not set (relative values do not count). */
export function stateDirectory(env: Environment): string {
  const given = env['XDG_STATE_HOME'];
  if (given?.startsWith('/')) return join(given, 'hpcha');
  const home = env['HOME'];
  if (home?.startsWith('/')) return join(home, '.local', 'state', 'hpcha');
  throw new HpchaError({
    code: 'config',
    where: 'hpcha-tui',
    what: 'there is no place for journals: neither XDG_STATE_HOME nor HOME is set',
    hint: 'export HOME=/root',
  });
}

export function runDirectory(state: string, runId: string): string {
  return join(state, 'runs', runId);
}

/** Makes a new run's directory, 0700 all the way; a run id that exists already is an error. */
export async function makeRunDirectory(state: string, runId: string): Promise<string> {
  await mkdir(join(state, 'runs'), {recursive: true, mode: 0o700});
  await chmod(state, 0o700);
  const directory = runDirectory(state, runId);
  await mkdir(directory, {mode: 0o700});
  return directory;
}

/** Names of all kept runs; an absent directory holds none. */
export async function runIds(state: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(state, 'runs'))).filter((name) => /^[0-9a-f]{4,16}$/.test(name));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}

export async function removeRun(state: string, runId: string): Promise<void> {
  await rm(runDirectory(state, runId), {recursive: true, force: true});
}
