// Takes down what the lab tests share, before them (what an older version left) and after them.

import {existsSync, rmSync} from 'node:fs';
import {labPaths, labRoot} from '../../../src/lab/paths.ts';
import {takeDown} from '../../../src/lab/take-down.ts';
import {cachePath, labName} from './deployed-lab.ts';

/** A lab that was named is whose it is. HPCHA_KEEP_LAB is set to keep the deployed lab from one run of a test file to the next while working on it. */
const keeps = process.env['HPCHA_KEEP_LAB'] === '1' || process.env['HPCHA_TEST_LAB'] !== undefined;

async function wipe(): Promise<void> {
  if (keeps) return;
  rmSync(cachePath, {recursive: true, force: true});
  const root = labRoot(process.env);
  if (existsSync(labPaths(root, labName).dir)) await takeDown(root, labName, true, () => undefined);
}

export async function setup(): Promise<() => Promise<void>> {
  await wipe();
  return wipe;
}
