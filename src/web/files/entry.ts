// One entry of a listing, as the API gives it: kind, size, times, and the tag by which a download is resumed.

import type {BigIntStats} from 'node:fs';
import {z} from 'zod';

export const entryKinds = ['file', 'folder', 'link', 'other'] as const;

export const entrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(entryKinds),
  /** Bytes; 0 for what is no file. */
  size: z.number(),
  modifiedAt: z.string(),
  /** `rwxr-x---` */
  mode: z.string(),
  uid: z.number(),
  gid: z.number(),
  /** Where a symbolic link says that it leads; null for everything else. */
  target: z.string().nullable(),
  /** False where the name is no UTF-8: it can be shown, but not asked for. */
  addressable: z.boolean(),
});
export type Entry = z.output<typeof entrySchema>;

/** Only what the kernel says about the file; `name` and `path` as they lie there. */
export function entryOf(
  facts: BigIntStats,
  given: {readonly name: string; readonly path: string; readonly target: string | null; readonly addressable: boolean},
): Entry {
  const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : facts.isSymbolicLink() ? 'link' : 'other';
  return {
    ...given,
    kind,
    size: kind === 'file' ? Number(facts.size) : 0,
    modifiedAt: new Date(Number(facts.mtimeNs / 1_000_000n)).toISOString(),
    mode: modeText(Number(facts.mode)),
    uid: Number(facts.uid),
    gid: Number(facts.gid),
  };
}

/**
 * A strong tag: another content has another one. Inode, size and time of change are the same on every controller, because Gluster
 * derives the inode from the file's gfid and keeps times in the volume (features.ctime); so a download goes on elsewhere.
 */
export function entityTag(facts: BigIntStats): string {
  return `"${facts.ino.toString(16)}-${facts.size.toString(16)}-${facts.mtimeNs.toString(16)}"`;
}

export function modeText(mode: number): string {
  return [...'rwxrwxrwx'].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-')).join('');
}
