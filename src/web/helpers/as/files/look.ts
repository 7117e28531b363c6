// Looks at files as the user: roots, listings, one entry.

import type {BigIntStats, Dirent} from 'node:fs';
import {constants} from 'node:fs';
import {lstat, opendir, readlink} from 'node:fs/promises';
import type {Entry} from '../../../files/entry.ts';
import {entryOf} from '../../../files/entry.ts';
import type {PathNames} from '../../../files/path-rules.ts';
import {parsePath, pathOf, uploadFolderName} from '../../../files/path-rules.ts';
import {errnoOf} from './storage-failure.ts';
import type {HeldFolder, Place} from './walk.ts';
import {openFolder, openMount, openParent} from './walk.ts';

/** More entries than this are counted, but not sorted and not shown. */
export const mostEntries = 100_000;

export type Root = {readonly path: string; readonly exists: boolean};

/** The user's roots, and which of them are there. */
export async function listRoots(place: Place): Promise<readonly Root[]> {
  // Throws where the storage is not mounted: then nothing is known about any root.
  await (await openMount(place)).close();
  return Promise.all(
    place.roots.map(async (root) => {
      const folder = await openFolder(place, root).catch((thrown: unknown) => {
        if (errnoOf(thrown) === 'ENOENT') return null;
        throw thrown;
      });
      await folder?.close();
      return {path: pathOf(root), exists: folder !== null};
    }),
  );
}

export type Listing = {
  readonly path: string;
  readonly entries: readonly Entry[];
  /** All entries of the folder; with `truncated` at least so many. */
  readonly total: number;
  readonly truncated: boolean;
};

/** A page of a folder: folders first, then by name. Only the page's entries are asked for their facts. */
export async function listFolder(
  place: Place,
  asked: {readonly path: string; readonly offset: number; readonly limit: number},
): Promise<Listing> {
  const folder = await openFolder(place, parsePath(asked.path));
  try {
    const {names, truncated} = await readNames(place, folder);
    const page = names.slice(asked.offset, asked.offset + asked.limit);
    const entries = await Promise.all(page.map((found) => entryIn(folder, found.name)));
    return {
      path: pathOf(folder.names),
      entries: entries.filter((entry) => entry !== null),
      total: names.length,
      truncated,
    };
  } finally {
    await folder.close();
  }
}

type Found = {readonly name: Buffer; readonly sortsAs: string; readonly isFolder: boolean};

async function readNames(place: Place, folder: HeldFolder): Promise<{names: readonly Found[]; truncated: boolean}> {
  const isFirstRoot = place.roots[0] !== undefined && pathOf(place.roots[0]) === pathOf(folder.names);
  const names: Found[] = [];
  let truncated = false;
  // Typed for text alone, but with this encoding the names are bytes: one that is no UTF-8 must not be mistaken for another.
  const directory = await opendir(folder.here, {encoding: 'latin1', bufferSize: 256});
  for await (const found of directory) {
    if (names.length >= mostEntries) {
      truncated = true;
      break;
    }
    const name = bytesOf(found);
    const sortsAs = name.toString('utf8');
    if (isFirstRoot && sortsAs === uploadFolderName) continue;
    names.push({name, sortsAs, isFolder: found.isDirectory()});
  }
  names.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || compare(a.sortsAs, b.sortsAs));
  return {names, truncated};
}

function bytesOf(found: Dirent): Buffer {
  return Buffer.from(found.name, 'latin1');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One entry of a held folder; null where it went away meanwhile. */
async function entryIn(folder: HeldFolder, name: Buffer): Promise<Entry | null> {
  const shown = name.toString('utf8');
  const addressable = Buffer.from(shown, 'utf8').equals(name);
  const at = folder.atBytes(name);
  try {
    const facts = await lstat(at, {bigint: true});
    const target = facts.isSymbolicLink() ? await readlink(at) : null;
    return entryOf(facts, {name: shown, path: pathOf([...folder.names, shown]), target, addressable});
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** One entry itself: a symbolic link is not followed. */
export async function statEntry(place: Place, path: string): Promise<Entry> {
  const names = parsePath(path);
  if (place.roots.some((root) => pathOf(root) === pathOf(names))) return statRoot(place, names);
  const {folder, name} = await openParent(place, names);
  try {
    const facts = await lstat(folder.at(name), {bigint: true});
    const target = facts.isSymbolicLink() ? await readlink(folder.at(name)) : null;
    return entryOf(facts, {name, path: pathOf([...folder.names, name]), target, addressable: true});
  } finally {
    await folder.close();
  }
}

async function statRoot(place: Place, names: PathNames): Promise<Entry> {
  const folder = await openFolder(place, names);
  try {
    const facts: BigIntStats = await lstat(`${folder.here}/.`, {bigint: true});
    return entryOf(facts, {name: names.at(-1) ?? '/', path: pathOf(names), target: null, addressable: true});
  } finally {
    await folder.close();
  }
}

/** Never blocks on a FIFO, never takes a terminal, never follows a link in the last place. */
export const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
