// Makes the first root of a user who has none: the one thing that the helper does as root, and only below folders of root alone.

import {constants} from 'node:fs';
import {chown, mkdir, open} from 'node:fs/promises';
import {HpchaError} from '../../../model/error.ts';
import type {PathNames} from '../../files/path-rules.ts';
import {pathOf} from '../../files/path-rules.ts';
import {errnoOf} from './files/storage-failure.ts';
import type {HeldFolder, Place} from './files/walk.ts';
import {enterFolder, openMount} from './files/walk.ts';
import type {UnixAccount} from './unix-account.ts';

/**
 * Every folder on the way must be root's own and writable by nobody else: then nobody can put a link where the new folder goes. An
 * existing root is left exactly as it is, whoever owns it. Throws `storage-missing` where the mount is not there.
 */
export async function ensureFirstRoot(place: Place, account: UnixAccount): Promise<void> {
  const [root] = place.roots;
  if (root === undefined) return;
  let folder = await openMount(place);
  // The helper's unit says 0077: made with that, the folders on the way would be closed to everybody but root.
  const umask = process.umask(0o022);
  try {
    const below = root.slice(folder.names.length);
    for (const [at, name] of below.entries()) {
      const next = await makeOne(folder, root, name, at === below.length - 1 ? account : null);
      await folder.close();
      folder = next;
    }
  } finally {
    process.umask(umask);
    await folder.close();
  }
}

/** The folder of that name, made where it is missing: for the account where one is given, else for root as a way through. */
async function makeOne(
  folder: HeldFolder,
  root: PathNames,
  name: string,
  account: UnixAccount | null,
): Promise<HeldFolder> {
  try {
    return await enterFolder(folder, Buffer.from(name));
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
  await checkRootsOwn(folder, root);
  try {
    await mkdir(folder.at(name), account === null ? 0o755 : 0o700);
    if (account !== null) await chown(folder.at(name), account.uid, account.gid);
  } catch (thrown) {
    // Another controller made it in the same moment.
    if (errnoOf(thrown) !== 'EEXIST') throw thrown;
  }
  return enterFolder(folder, Buffer.from(name));
}

async function checkRootsOwn(folder: HeldFolder, root: PathNames): Promise<void> {
  const handle = await open(`${folder.here}/.`, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const {uid, mode} = await handle.stat();
    if (uid === 0 && (mode & 0o022) === 0) return;
  } finally {
    await handle.close();
  }
  throw new HpchaError({
    code: 'config',
    where: 'hpcha-as',
    what: `${pathOf(root)} is not made: ${pathOf(folder.names)} belongs to others than root, or others may write there`,
    hint: `make ${pathOf(root)} by hand, or chown root: and chmod go-w ${pathOf(folder.names)}`,
  });
}
