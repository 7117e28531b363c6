// Takes the pieces of an upload and gives the complete file its name.

import {createHash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {lstat, unlink} from 'node:fs/promises';
import {WebRefusal} from '../../../app/web-refusal.ts';
import {checkNewPath, parsePath, pathOf} from '../../../files/path-rules.ts';
import {moveHeld} from './change.ts';
import {errnoOf} from './storage-failure.ts';
import type {UploadInfo} from './upload-places.ts';
import {dataName, openData, openUploads, readInfo, readOffset, writeInfo, writeOffset} from './upload-places.ts';
import {isPlaced} from './uploads.ts';
import type {HeldFolder, Place} from './walk.ts';
import {openParent} from './walk.ts';

/** So many bytes at most have to be sent again after a power failure. */
const syncEveryBytes = 64 * 1024 * 1024;
/** Pieces are written together from this size on. */
const writeBytes = 512 * 1024;

/**
 * Writes a body at its place. Where it stops (its end, or because the browser went away) everything that came is synced and counted.
 * Pieces go to their own positions, never to "the end": two controllers that are sent the same piece write the same bytes twice.
 */
export async function appendUpload(
  place: Place,
  asked: {readonly id: string; readonly offset: number},
  body: AsyncIterable<Buffer>,
): Promise<{offset: number}> {
  const folder = await openUploads(place);
  try {
    const info = await readInfo(folder, asked.id);
    if (await isPlaced(folder, asked.id, info)) {
      if (asked.offset === info.size) return {offset: info.size};
      throw new WebRefusal('upload-at-offset', {offset: info.size});
    }
    const known = await readOffset(folder, asked.id);
    if (asked.offset !== known) throw new WebRefusal('upload-at-offset', {offset: known});
    const data = await openData(folder, asked.id);
    try {
      return {offset: await receive({folder, id: asked.id, data, size: info.size, offset: known}, body)};
    } finally {
      await data.close();
    }
  } finally {
    await folder.close();
  }
}

type Receiving = {
  readonly folder: HeldFolder;
  readonly id: string;
  readonly data: FileHandle;
  readonly size: number;
  readonly offset: number;
};

async function receive(to: Receiving, body: AsyncIterable<Buffer>): Promise<number> {
  let [written, synced] = [to.offset, to.offset];
  let pieces: Buffer[] = [];
  let waiting = 0;
  const flush = async (): Promise<void> => {
    const taken = pieces;
    pieces = [];
    waiting = 0;
    for (const piece of taken) written = await writeWhole(to.data, piece, written);
  };
  const sync = async (): Promise<void> => {
    if (written === synced) return;
    await to.data.datasync();
    await writeOffset(to.folder, to.id, written);
    synced = written;
  };
  try {
    for await (const piece of body) {
      if (written + waiting + piece.length > to.size) throw new WebRefusal('upload-too-large', {limit: to.size});
      pieces.push(piece);
      waiting += piece.length;
      if (waiting >= writeBytes) await flush();
      if (written - synced >= syncEveryBytes) await sync();
    }
  } finally {
    await flush();
    await sync();
  }
  return written;
}

async function writeWhole(data: FileHandle, piece: Buffer, at: number): Promise<number> {
  for (let done = 0; done < piece.length; ) {
    done += (await data.write(piece, done, piece.length - done, at + done)).bytesWritten;
  }
  return at + piece.length;
}

/** Gives a complete upload its name. Doing it again changes nothing. */
export async function finishUpload(place: Place, id: string): Promise<{path: string}> {
  const folder = await openUploads(place);
  try {
    const info = await readInfo(folder, id);
    const names = parsePath(info.path);
    if (await isPlaced(folder, id, info)) {
      if (info.phase !== 'placed') await writeInfo(folder, id, {...info, phase: 'placed'});
      return {path: pathOf(names)};
    }
    await checkComplete(folder, id, info);
    const target = await openParent(place, names);
    try {
      checkNewPath(target.folder.names, target.name);
      await writeInfo(folder, id, {...info, phase: 'placing'});
      if (!(await isSameFile(folder.at(dataName(id)), target.folder.at(target.name)))) {
        await moveHeld({folder, name: dataName(id)}, target, info.overwrite);
      } else await unlink(folder.at(dataName(id)));
      await writeInfo(folder, id, {...info, phase: 'placed'});
      return {path: pathOf([...target.folder.names, target.name])};
    } finally {
      await target.folder.close();
    }
  } finally {
    await folder.close();
  }
}

async function checkComplete(folder: HeldFolder, id: string, info: UploadInfo): Promise<void> {
  const offset = await readOffset(folder, id);
  const data = await openData(folder, id);
  try {
    const {size} = await data.stat();
    if (offset !== info.size || size !== info.size) {
      throw new WebRefusal('upload-incomplete', {offset: Math.min(offset, size), size: info.size});
    }
    if (info.sha256 !== null && (await digestOf(data)) !== info.sha256) throw new WebRefusal('upload-altered');
  } finally {
    await data.close();
  }
}

async function digestOf(data: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (let at = 0; ; ) {
    const {bytesRead} = await data.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** After a crash between the second name and the loss of the first both are there, of one file. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const facts = async (at: string): Promise<{ino: bigint; dev: bigint} | null> =>
    lstat(at, {bigint: true}).catch((thrown: unknown) => {
      if (errnoOf(thrown) === 'ENOENT') return null;
      throw thrown;
    });
  const [a, b] = await Promise.all([facts(one), facts(other)]);
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}
