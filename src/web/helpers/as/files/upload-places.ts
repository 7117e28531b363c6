// Where an upload lies until it is complete: in the user's first root on the cluster's storage, so that any controller can go on with it.

import {constants} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {mkdir, open, rename, unlink} from 'node:fs/promises';
import {z} from 'zod';
import {WebRefusal} from '../../../app/web-refusal.ts';
import {uploadFolderName} from '../../../files/path-rules.ts';
import {errnoOf} from './storage-failure.ts';
import type {HeldFolder, Place} from './walk.ts';
import {enterFolder, openFolder, outside} from './walk.ts';

const infoSchema = z.strictObject({
  version: z.literal(1),
  path: z.string().max(8192),
  size: z.int().min(0),
  overwrite: z.boolean(),
  sha256: z.string().nullable(),
  /** Absent in those that an older build began. */
  modified: z.string().max(32).nullable().default(null),
  createdAt: z.iso.datetime(),
  /** `placing` is written before the file gets its name: what a crash then leaves can be told apart. */
  phase: z.enum(['receiving', 'placing', 'placed']),
});
export type UploadInfo = z.output<typeof infoSchema>;

const create = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
export const dataName = (id: string): string => `${id}.data`;
export const infoName = (id: string): string => `${id}.json`;
export const offsetName = (id: string): string => `${id}.offset`;
const longestInfo = 32 * 1024;

/** The folder of unfinished uploads, made where it is missing. Its owner alone may look into it. */
export async function openUploads(place: Place): Promise<HeldFolder> {
  const [root] = place.roots;
  if (root === undefined) throw outside(place);
  const home = await openFolder(place, root);
  try {
    await mkdir(home.at(uploadFolderName), 0o700).catch((thrown: unknown) => {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    });
    return await enterFolder(home, Buffer.from(uploadFolderName));
  } finally {
    await home.close();
  }
}

/** The files of a new upload. Its data are made last: an upload without them never was. */
export async function createUpload(folder: HeldFolder, id: string, info: UploadInfo): Promise<void> {
  await writeInfo(folder, id, info);
  await writeOffset(folder, id, 0);
  // Only its owner gets into the folder; the file keeps these rights (and the umask's) when it has its name.
  await (await open(folder.at(dataName(id)), constants.O_WRONLY | create, 0o666)).close();
}

export async function readInfo(folder: HeldFolder, id: string): Promise<UploadInfo> {
  const text = await readSmall(folder, infoName(id)).catch((thrown: unknown) => {
    if (errnoOf(thrown) === 'ENOENT') throw new WebRefusal('upload-unknown', {}, {cause: thrown});
    throw thrown;
  });
  // The user could write into it: whatever is no info of ours is no upload.
  const parsed = infoSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw new WebRefusal('upload-unknown', {}, {cause: parsed.error});
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function writeInfo(folder: HeldFolder, id: string, info: UploadInfo): Promise<void> {
  await replaceFile(folder, infoName(id), JSON.stringify(info));
}

/**
 * How far the data are known to lie on the storage. The file's length would not do: after a power failure later pieces may have arrived
 * and earlier ones not (Gluster's write-behind sends them side by side), so only what a sync confirmed counts.
 */
export async function readOffset(folder: HeldFolder, id: string): Promise<number> {
  const text = await readSmall(folder, offsetName(id));
  if (!/^\d{1,15}\n$/.test(text)) throw new WebRefusal('upload-unknown');
  return Number(text);
}

export async function writeOffset(folder: HeldFolder, id: string, offset: number): Promise<void> {
  await replaceFile(folder, offsetName(id), `${offset}\n`);
}

export async function removeUpload(folder: HeldFolder, id: string): Promise<void> {
  for (const name of [dataName(id), offsetName(id), infoName(id)]) {
    await unlink(folder.at(name)).catch((thrown: unknown) => {
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    });
  }
}

export async function openData(folder: HeldFolder, id: string): Promise<FileHandle> {
  return open(folder.at(dataName(id)), constants.O_RDWR | constants.O_NOFOLLOW);
}

async function readSmall(folder: HeldFolder, name: string): Promise<string> {
  const handle = await open(folder.at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const {bytesRead, buffer} = await handle.read(Buffer.alloc(longestInfo), 0, longestInfo, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whoever reads sees the old text or the new one, also after a power failure. */
async function replaceFile(folder: HeldFolder, name: string, text: string): Promise<void> {
  const fresh = `${name}.${process.pid}.new`;
  const handle = await open(folder.at(fresh), constants.O_WRONLY | create, 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(folder.at(fresh), folder.at(name));
}
