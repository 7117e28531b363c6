// Takes down what the lab tests share, before them (what an older version left) and after them.

import {rmSync} from 'node:fs';
import {labRoot} from '../../../src/lab/paths.ts';
import {takeDown} from '../../../src/lab/take-down.ts';
import {cachePath, labName} from './deployed-lab.ts';

/** A lab that was named is whose it is. HPCHA_KEEP_LAB is set to keep the deployed lab from one run of a test file to the next while working on it. */
const keeps = process.env['HPCHA_KEEP_LAB'] === '1' || process.env['HPCHA_TEST_LAB'] !== undefined;

async function wipe(): Promise<void> {
  if (keeps) return;
  rmSync(cachePath, {recursive: true, force: true});
  await takeDown(labRoot(process.env), labName, true, () => undefined);
}

export async function setup(): Promise<() => Promise<void>> {
  await wipe();
  return wipe;
}
