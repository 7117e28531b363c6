// Each machine's disk: one sparse ext4 image that holds its overlay and its /data, so that filling it never fills the host.

import {mkdir, open, rename, rm, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {attempt, run} from './command-line.ts';
import {isMissing} from './missing-file.ts';
import type {MachinePlaces} from './naming.ts';
import {waitUntil} from './wait-until.ts';

/** Size of a machine's disk in bytes; sparse, so it costs only what is written. */
export const DISK_BYTES = 8 * 1024 ** 3;

/** Barriers are off: power-off kills the machine, not this kernel, so nothing acknowledged is lost and fsync costs no host flush. */
export const DISK_OPTIONS = 'loop,noatime,barrier=0,noinit_itable,user_xattr,acl,discard';

export async function fileExists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}

/** Makes the image unless it exists; a half-made one keeps another name. Returns whether it is new. */
export async function makeDisk(places: MachinePlaces, signal?: AbortSignal): Promise<boolean> {
  if (await fileExists(places.image)) return false;
  await mkdir(dirname(places.image), {recursive: true});
  const part = `${places.image}.part`;
  await rm(part, {force: true});
  const file = await open(part, 'wx', 0o600);
  await file.truncate(DISK_BYTES).finally(() => file.close());
  await run(
    ['mkfs.ext4', '-q', '-F', '-m', '0', '-E', 'lazy_itable_init=1,lazy_journal_init=1', '-L', 'hpcha-lab', part],
    {signal},
  );
  await rename(part, places.image);
  return true;
}

/** Repairs the image's file system if the host went down with it mounted; it must not be in use. */
export async function checkDisk(places: MachinePlaces, signal?: AbortSignal): Promise<void> {
  // e2fsck exits 1 when it has repaired something, which is its job here.
  const checked = await attempt(['e2fsck', '-p', places.image], {signal, timeoutMs: 300_000});
  if (checked.exitCode > 1) await run(['e2fsck', '-f', '-y', places.image], {signal, timeoutMs: 300_000});
}

/** Waits until no loop device holds the image: the kernel releases it with the machine's mount namespace, a moment after its last process. */
export async function diskReleased(places: MachinePlaces): Promise<void> {
  await waitUntil(() => loopFree(places.image), {
    what: `the loop device of ${places.image} to be released`,
    where: 'losetup',
    timeoutMs: 20_000,
    everyMs: 20,
  });
}

async function loopFree(image: string): Promise<boolean> {
  if (!(await fileExists(image))) return true;
  const devices = await run(['losetup', '--associated', image, '--noheadings', '--output', 'NAME']);
  return devices.trim() === '';
}
