// Goes to a path one folder at a time, holding each open, so that no symbolic link and no race leads out of the user's roots.

import {constants} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {lstat, open, readlink, stat} from 'node:fs/promises';
import path from 'node:path';
import {WebRefusal} from '../../../app/web-refusal.ts';
import type {PathNames} from '../../../files/path-rules.ts';
import {isBelow, linkTarget, pathOf, rootHolding} from '../../../files/path-rules.ts';
import {errnoOf} from './storage-failure.ts';

/** O_PATH of Linux (asm-generic/fcntl.h), which Node does not name: holds a folder that may be entered but not read. */
const holdOnly = 0o10000000;
const folderFlags = holdOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** As the kernel itself (path_resolution(7)). */
const mostLinks = 40;

/** Where a user may go: the mount, the roots below it, and whether the mount must be one (false only in tests). */
export type Place = {
  readonly mount: string;
  readonly roots: readonly PathNames[];
  readonly node: string;
  readonly mustBeMounted: boolean;
};

/** A folder that is held open. `at` names something in it: the kernel looks there from the held folder, wherever its path leads by now. */
export class HeldFolder {
  readonly names: PathNames;
  readonly #handle: FileHandle;

  constructor(names: PathNames, handle: FileHandle) {
    this.names = names;
    this.#handle = handle;
  }

  /** proc(5): the link /proc/self/fd/N is the open folder itself, not its path; this is openat(2), which Node lacks. */
  get here(): string {
    return `/proc/self/fd/${this.#handle.fd}`;
  }

  at(name: string): string {
    return `${this.here}/${name}`;
  }

  /** The same for a name that may be no UTF-8. */
  atBytes(name: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${this.here}/`), name]);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Opens the mount. Throws `storage-missing` where nothing is mounted there: what would be written would lie on this controller alone. */
export async function openMount(place: Place): Promise<HeldFolder> {
  const missing = (cause?: unknown): WebRefusal =>
    new WebRefusal('storage-missing', {node: place.node, mount: place.mount}, cause === undefined ? {} : {cause});
  const handle = await open(place.mount, holdOnly | constants.O_DIRECTORY).catch((cause: unknown) => {
    throw missing(cause);
  });
  try {
    const [inside, outside] = await Promise.all([handle.stat(), stat(path.dirname(place.mount))]);
    if (place.mustBeMounted && inside.dev === outside.dev) throw missing();
    return new HeldFolder(
      place.mount.split('/').filter((name) => name !== ''),
      handle,
    );
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** The folder below `folder`; null where `name` is a symbolic link. Other failures as the kernel says them. */
async function enter(folder: HeldFolder, name: string): Promise<HeldFolder | null> {
  try {
    return new HeldFolder([...folder.names, name], await open(folder.at(name), folderFlags));
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOTDIR' && errnoOf(thrown) !== 'ELOOP') throw thrown;
    if ((await lstat(folder.at(name))).isSymbolicLink()) return null;
    throw new WebRefusal('not-a-folder', {}, {cause: thrown});
  }
}

/** A folder in a held one, by its exact bytes and never through a link (`ENOTDIR`). */
export async function enterFolder(folder: HeldFolder, name: Buffer): Promise<HeldFolder> {
  return new HeldFolder([...folder.names, name.toString('utf8')], await open(folder.atBytes(name), folderFlags));
}

export function outside(place: Place): WebRefusal {
  return new WebRefusal('path-outside', {roots: place.roots.map(pathOf).join(', ')});
}

/**
 * Opens the folder of these names. A symbolic link on the way is followed only by beginning again at the root with where it leads: what
 * is opened in the end was reached from a root through real folders alone. Throws `path-outside`, `not-a-folder`, `too-many-links`.
 */
export async function openFolder(place: Place, wanted: PathNames): Promise<HeldFolder> {
  let names = wanted;
  for (let links = 0; links <= mostLinks; links += 1) {
    const reached = await walk(place, names);
    if (reached instanceof HeldFolder) {
      await checkStillThere(place, reached);
      return reached;
    }
    names = reached;
  }
  throw new WebRefusal('too-many-links');
}

/** One way from the root: the folder, or the names to try instead because there was a link. */
async function walk(place: Place, names: PathNames): Promise<HeldFolder | PathNames> {
  const root = rootHolding(names, place.roots);
  if (root === undefined) throw outside(place);
  let folder = await openMount(place);
  try {
    for (const [at, name] of names.entries()) {
      if (at < folder.names.length) continue;
      const next = await enter(folder, name);
      if (next === null) {
        // The administrator's own folders down to the root are no links.
        if (at < root.length) throw outside(place);
        const target = await readlink(folder.at(name));
        const rest = names.slice(at + 1);
        const elsewhere = [...linkTarget(folder.names, target), ...rest];
        await folder.close();
        return elsewhere;
      }
      await folder.close();
      folder = next;
    }
    return folder;
  } catch (thrown) {
    await folder.close();
    throw thrown;
  }
}

/** A folder that was moved away while the walk went on lies elsewhere now: the kernel knows where (proc(5)). */
export async function checkStillThere(place: Place, folder: HeldFolder): Promise<void> {
  const now = await readlink(folder.here);
  const names = now.split('/').filter((name) => name !== '');
  if (now === pathOf(folder.names) && place.roots.some((root) => isBelow(names, root))) return;
  await folder.close();
  throw new WebRefusal('path-moved');
}

/** The folder that holds the last name, and that name. A root itself has no such folder: `root-protected`. */
export async function openParent(place: Place, names: PathNames): Promise<{folder: HeldFolder; name: string}> {
  const name = names.at(-1);
  if (rootHolding(names, place.roots) === undefined) throw outside(place);
  if (name === undefined || place.roots.some((root) => isBelow(root, names))) throw new WebRefusal('root-protected');
  return {folder: await openFolder(place, names.slice(0, -1)), name};
}
