// Reads a file as the user: the part that was asked for, in pieces, and never more or less than was promised.

import type {FileHandle} from 'node:fs/promises';
import {lstat, open, readlink} from 'node:fs/promises';
import {WebRefusal} from '../../../app/web-refusal.ts';
import type {RangeAnswer, RangeAsked} from '../../../files/byte-range.ts';
import {chooseRange} from '../../../files/byte-range.ts';
import {entityTag} from '../../../files/entry.ts';
import type {PathNames} from '../../../files/path-rules.ts';
import {linkTarget, parsePath} from '../../../files/path-rules.ts';
import {readFlags} from './look.ts';
import type {Place} from './walk.ts';
import {openParent} from './walk.ts';

/** Gluster's FUSE mount reads 128 KiB at a time (max_read); more than one of them a call saves calls. */
const pieceBytes = 512 * 1024;
const mostLinks = 40;

export type ReadAnswer = {
  readonly answer: RangeAnswer;
  readonly name: string;
  readonly size: number;
  readonly tag: string;
  readonly modifiedAt: string;
};

/** The answer, and the bytes where it has some. The file is closed when the bytes were read or given up. */
export async function readFile(
  place: Place,
  asked: RangeAsked & {readonly path: string},
): Promise<{readonly value: ReadAnswer; readonly body: AsyncGenerator<Buffer> | null}> {
  const names = parsePath(asked.path);
  const handle = await openFile(place, names);
  try {
    const facts = await handle.stat({bigint: true});
    if (!facts.isFile()) throw new WebRefusal('not-a-file');
    const size = Number(facts.size);
    const tag = entityTag(facts);
    const answer = chooseRange(asked, size, tag);
    const modifiedAt = new Date(Number(facts.mtimeNs / 1_000_000n)).toISOString();
    const value = {answer, name: names.at(-1) ?? '', size, tag, modifiedAt};
    if (answer.status === 304 || answer.status === 416 || answer.length === 0) {
      await handle.close();
      return {value, body: null};
    }
    return {value, body: readPieces(handle, answer.from, answer.length)};
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** Opens an ordinary file. A link in the last place is followed by walking to where it leads, as every other. */
export async function openFile(place: Place, wanted: PathNames): Promise<FileHandle> {
  let names = wanted;
  for (let links = 0; links <= mostLinks; links += 1) {
    const {folder, name} = await openParent(place, names);
    try {
      const facts = await lstat(folder.at(name));
      if (facts.isSymbolicLink()) {
        names = linkTarget(folder.names, await readlink(folder.at(name)));
        continue;
      }
      if (!facts.isFile()) throw new WebRefusal('not-a-file');
      return await open(folder.at(name), readFlags);
    } finally {
      await folder.close();
    }
  }
  throw new WebRefusal('too-many-links');
}

async function* readPieces(handle: FileHandle, from: number, length: number): AsyncGenerator<Buffer> {
  // Two buffers in turn: one is on its way to the connection while the other is filled.
  const buffers = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)] as const;
  const fill = async (turn: number, done: number): Promise<Buffer> => {
    const buffer = buffers[turn % 2 === 0 ? 0 : 1];
    const {bytesRead} = await handle.read(buffer, 0, Math.min(pieceBytes, length - done), from + done);
    return buffer.subarray(0, bytesRead);
  };
  let next = fill(0, 0);
  try {
    for (let [turn, done] = [1, 0]; done < length; turn += 1) {
      const piece = await next;
      // The file became shorter: the connection breaks off rather than end as if this were all.
      if (piece.length === 0) throw new WebRefusal('storage-failed', {why: 'EOF'}, {where: 'hpcha-as'});
      done += piece.length;
      next = done < length ? fill(turn, done) : Promise.resolve(piece);
      yield piece;
    }
  } finally {
    // The read that is under way must end before its file is closed; what it found no longer matters.
    await next.catch(() => undefined);
    await handle.close();
  }
}
