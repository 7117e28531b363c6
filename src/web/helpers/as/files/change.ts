// Changes folders as the user: makes, moves and deletes, always from a held folder and never through a link.

import {link, lstat, mkdir, opendir, rename, rmdir, unlink} from 'node:fs/promises';
import {WebRefusal} from '../../../app/web-refusal.ts';
import {checkNewPath, isBelow, parsePath, pathOf} from '../../../files/path-rules.ts';
import {errnoOf} from './storage-failure.ts';
import type {HeldFolder, Place} from './walk.ts';
import {enterFolder, openParent} from './walk.ts';

/** One request deletes at most so many entries: it must end before a proxy gives it up. */
export const mostDeleted = 50_000;
const deepest = 128;

export async function makeFolder(place: Place, path: string): Promise<{path: string}> {
  const {folder, name} = await openParent(place, parsePath(path));
  try {
    checkNewPath(folder.names, name);
    await mkdir(folder.at(name));
    return {path: pathOf([...folder.names, name])};
  } finally {
    await folder.close();
  }
}

/**
 * Moves or renames. Without `overwrite` nothing is replaced: a file gets its second name by link(2), which fails where there is one, and
 * only then loses the first; rename(2) would replace, and Node lacks renameat2.
 */
export async function moveEntry(
  place: Place,
  asked: {readonly path: string; readonly to: string; readonly overwrite: boolean},
): Promise<{path: string}> {
  const from = await openParent(place, parsePath(asked.path));
  try {
    const to = await openParent(place, parsePath(asked.to));
    try {
      checkNewPath(to.folder.names, to.name);
      const source = [...from.folder.names, from.name];
      const target = [...to.folder.names, to.name];
      if (pathOf(source) === pathOf(target)) return {path: pathOf(target)};
      if (isBelow(target, source)) throw new WebRefusal('folder-into-itself');
      await moveHeld(from, to, asked.overwrite);
      return {path: pathOf(target)};
    } finally {
      await to.folder.close();
    }
  } finally {
    await from.folder.close();
  }
}

type Held = {readonly folder: HeldFolder; readonly name: string};

/** Gives what `from` names the name `to`. Also how a finished upload gets its place. */
export async function moveHeld(from: Held, to: Held, overwrite: boolean): Promise<void> {
  const source = from.folder.at(from.name);
  const target = to.folder.at(to.name);
  const facts = await lstat(source);
  if (overwrite) return rename(source, target);
  if (facts.isFile()) {
    await link(source, target);
    return unlink(source);
  }
  // For what can have no second name: rename replaces an empty folder at worst, and that only in the instant after this look.
  const there = await lstat(target).catch((thrown: unknown) => {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  });
  if (there !== null) throw new WebRefusal('path-exists');
  return rename(source, target);
}

/** Deletes a file, a link itself, an empty folder, or with `recursive` a folder and all that is in it. */
export async function deleteEntry(
  place: Place,
  asked: {readonly path: string; readonly recursive: boolean},
  signal: AbortSignal,
): Promise<{deleted: number}> {
  const {folder, name} = await openParent(place, parsePath(asked.path));
  try {
    const facts = await lstat(folder.at(name));
    if (!facts.isDirectory()) {
      await unlink(folder.at(name));
      return {deleted: 1};
    }
    if (!asked.recursive) {
      await rmdir(folder.at(name));
      return {deleted: 1};
    }
    const inside = await enterFolder(folder, Buffer.from(name));
    const count = {deleted: 0, signal};
    await emptyFolder(inside, count, 0);
    await rmdir(folder.at(name));
    return {deleted: count.deleted + 1};
  } finally {
    await folder.close();
  }
}

type Count = {deleted: number; readonly signal: AbortSignal};

/** Deletes what is in a held folder and closes it. Names are bytes: one need not be UTF-8 to be deleted. */
async function emptyFolder(folder: HeldFolder, count: Count, depth: number): Promise<void> {
  try {
    if (depth > deepest) throw new WebRefusal('delete-unfinished', {deleted: count.deleted});
    for await (const found of await opendir(folder.here, {encoding: 'latin1'})) {
      count.signal.throwIfAborted();
      if (count.deleted >= mostDeleted) throw new WebRefusal('delete-unfinished', {deleted: count.deleted});
      const name = Buffer.from(found.name, 'latin1');
      const at = folder.atBytes(name);
      if ((await lstat(at)).isDirectory()) {
        await emptyFolder(await enterFolder(folder, name), count, depth + 1);
        await rmdir(at);
      } else await unlink(at);
      count.deleted += 1;
    }
  } finally {
    await folder.close();
  }
}
