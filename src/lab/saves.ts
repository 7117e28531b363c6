// Copies of a whole lab under a tag, and going back to one: the disks of stopped machines, which are single files.

import {mkdir, readdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import {powerOn} from './boot.ts';
import {run} from './command-line.ts';
import {fileExists} from './disk.ts';
import {assertRoomFor} from './host-check.ts';
import {isOn, type LabContext, placesOf} from './machine.ts';
import {isMissing} from './missing-file.ts';
import {removeTree} from './mounts.ts';
import {powerOffAll, shutDown} from './power-off.ts';
import type {Progress} from './progress.ts';

const COPY_MS = 600_000;
const SHUTDOWN_MS = 60_000;

function assertTag(tag: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(tag)) return;
  throw new HpchaError({
    code: 'usage',
    where: 'TAG',
    what: `"${tag}" is no tag: letters, digits, dots, dashes and underscores, at most 64`,
  });
}

/** The tags of a lab. */
export async function savedTags(context: LabContext): Promise<readonly string[]> {
  const names = await readdir(context.paths.saves).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => !name.startsWith('.')).sort();
}

/**
 * Copies every machine's disk. Machines that run are stopped first and booted again afterwards. They stop all at the same moment,
 * like a building that loses its power: a green cluster then comes back green by itself (Galera finds its primary component in
 * gvwstate.dat, ha-operations §3). With `orderly` they shut down instead; then Galera must be bootstrapped after each restore.
 * A save of the same tag is replaced only when the new one is complete.
 */
export async function saveLab(context: LabContext, tag: string, orderly: boolean, progress: Progress): Promise<void> {
  assertTag(tag);
  const running = await runningNames(context);
  await (orderly ? shutDownAll(context, running, progress) : powerOffAll(context, running));
  try {
    await copyOut(context, tag);
    progress(`saved as ${tag}`);
  } finally {
    // Also after Ctrl-C: who interrupts a save does not mean to switch the cluster off.
    await startAll({...context, signal: undefined}, running);
  }
  if (running.length > 0) progress(`${running.join(', ')}: running again`);
}

async function copyOut(context: LabContext, tag: string): Promise<void> {
  const target = join(context.paths.saves, tag);
  const partial = join(context.paths.saves, `.partial-${tag}`);
  await removeTree(partial);
  await mkdir(partial, {recursive: true});
  const {machines, base} = context.store.get();
  await assertRoomFor(partial, `a copy of ${machines.length} disks`, await writtenBytes(context));
  for (const machine of machines) {
    const {image} = placesOf(context, machine);
    if (await fileExists(image)) await copy(image, join(partial, `${machine.name}.img`), context.signal);
  }
  await writeFile(join(partial, 'base'), base);
  await removeTree(target);
  await rename(partial, target);
}

/** What the disks occupy; they are sparse, so this is far less than their size. */
async function writtenBytes(context: LabContext): Promise<number> {
  const images = context.store.get().machines.map((machine) => placesOf(context, machine).image);
  const present = await Promise.all(
    images.map(async (image) => ((await fileExists(image)) ? (await stat(image)).blocks * 512 : 0)),
  );
  return present.reduce((sum, bytes) => sum + bytes, 0);
}

/** Puts the disks of a save back; running machines lose their power first, and all that the save holds are booted. */
export async function restoreLab(context: LabContext, tag: string, progress: Progress): Promise<void> {
  assertTag(tag);
  const source = join(context.paths.saves, tag);
  if (!(await fileExists(source))) {
    const tags = await savedTags(context);
    throw new HpchaError({
      code: 'usage',
      where: `lab ${context.store.get().name}`,
      what: `has no save "${tag}"`,
      hint: `its saves: ${tags.length === 0 ? 'none' : tags.join(', ')}`,
    });
  }
  await assertSameBase(context, source);
  const names = context.store.get().machines.map((machine) => machine.name);
  await powerOffAll(context, names);
  for (const machine of context.store.get().machines) await putBack(context, machine.name, source);
  progress(`disks of ${tag} are back`);
  await Promise.all(names.map((name) => context.store.changeMachine(name, (old) => ({...old, link: 'up'}))));
  await startAll(context, names);
  progress(`${names.join(', ')}: running`);
}

/** A machine's layer is only right over the base it was written over. */
async function assertSameBase(context: LabContext, source: string): Promise<void> {
  const base = await readFile(join(source, 'base'), 'utf8');
  if (base === context.store.get().base) return;
  throw new HpchaError({
    code: 'refused',
    where: source,
    what: `was saved over base ${base}, and this lab stands on ${context.store.get().base}`,
    hint: 'delete that save',
  });
}

async function putBack(context: LabContext, name: string, source: string): Promise<void> {
  const machine = context.store.get().machines.find((one) => one.name === name);
  if (machine === undefined) return;
  const saved = join(source, `${name}.img`);
  const {image} = placesOf(context, machine);
  if (!(await fileExists(saved))) return;
  await mkdir(dirname(image), {recursive: true});
  // Copied beside and renamed, so that a restore that is killed leaves either the old disk or the saved one.
  await copy(saved, `${image}.part`, context.signal);
  await rename(`${image}.part`, image);
}

function copy(from: string, to: string, signal: AbortSignal | undefined): Promise<string> {
  return run(['cp', '--sparse=always', '--reflink=auto', '--', from, to], {
    timeoutMs: COPY_MS,
    dieWithUs: true,
    signal,
  });
}

async function runningNames(context: LabContext): Promise<readonly string[]> {
  const machines = context.store.get().machines;
  const on = await Promise.all(machines.map((machine) => isOn(machine)));
  return machines.filter((_, n) => on[n] === true).map((machine) => machine.name);
}

async function shutDownAll(context: LabContext, names: readonly string[], progress: Progress): Promise<void> {
  const stop = async (name: string): Promise<void> => {
    if (await shutDown(context, name, SHUTDOWN_MS)) return;
    progress(`${name}: did not shut down within ${SHUTDOWN_MS / 1000} s, so its power was taken away`);
  };
  await Promise.all(names.map(stop));
}

async function startAll(context: LabContext, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => powerOn(context, name)));
}
