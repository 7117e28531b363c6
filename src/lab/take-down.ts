// Takes a lab down and leaves nothing of it on the host.

import {withLock} from './file-lock.ts';
import {assertRootOnLinux} from './host-check.ts';
import {restoreLimits} from './host-limits.ts';
import {labContext} from './lab-context.ts';
import type {LabContext} from './machine.ts';
import {removeTree} from './mounts.ts';
import {anySwitch, removeSwitch} from './network.ts';
import {HOST_LOCK, type LabRoot} from './paths.ts';
import {clearRemains, shutDown} from './power-off.ts';
import type {Progress} from './progress.ts';

const SHUTDOWN_MS = 30_000;

/** Takes a lab down: machines shut down in order (with `wipe` they just lose their power), then everything on the host is removed. */
export async function takeDown(root: LabRoot, name: string, wipe: boolean, progress: Progress): Promise<void> {
  assertRootOnLinux();
  const context = await labContext(root, name);
  await withLock(context.paths.lock, async () => {
    const fresh = await labContext(root, name);
    await Promise.all(fresh.store.get().machines.map((machine) => stopForDown(fresh, machine.name, wipe, progress)));
    await withLock(HOST_LOCK, async () => {
      await removeSwitch(fresh.store.get().index);
      if (!(await anySwitch())) await restoreLimits();
    });
    progress(`lab ${name}: down`);
  });
  if (!wipe) return;
  await removeTree(context.paths.dir);
  progress(`lab ${name}: wiped`);
}

async function stopForDown(context: LabContext, name: string, wipe: boolean, progress: Progress): Promise<void> {
  const orderly = wipe || (await shutDown(context, name, SHUTDOWN_MS));
  if (!orderly) progress(`${name}: did not shut down within ${SHUTDOWN_MS / 1000} s, so its power was taken away`);
  await clearRemains(context, name);
}
