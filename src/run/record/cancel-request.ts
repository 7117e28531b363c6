// Asking a run to stop after its current steps: a file in its directory, so that any shell of the same user can.

import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {runDirectory} from './state-directory.ts';

export async function requestCancel(state: string, runId: string, by: string): Promise<void> {
  await writeFile(join(runDirectory(state, runId), 'cancel'), `${by}\n`, {mode: 0o600});
}

/** Who asked, or null when nobody has. */
export async function cancelRequestedBy(state: string, runId: string): Promise<string | null> {
  try {
    return (await readFile(join(runDirectory(state, runId), 'cancel'), 'utf8')).trim() || 'somebody';
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
