// Uploads as the user: begun, looked at, listed, given up.

import {lstat, statfs} from 'node:fs/promises';
import {WebRefusal} from '../../../app/web-refusal.ts';
import {checkNewPath, parsePath, pathOf} from '../../../files/path-rules.ts';
import {uploadLifeMs} from '../../../files/upload-life.ts';
import {errnoOf} from './storage-failure.ts';
import {lastTouched, sweepUploads} from './sweep-uploads.ts';
import type {UploadInfo} from './upload-places.ts';
import {createUpload, dataName, openUploads, readInfo, readOffset, removeUpload} from './upload-places.ts';
import type {HeldFolder, Place} from './walk.ts';
import {openParent} from './walk.ts';

export const mostUploads = 50;

export type UploadState = {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly offset: number;
  readonly createdAt: string;
  /** When it is deleted unless somebody goes on with it. */
  readonly expiresAt: string;
  /** As its sender said it: which file of that name and size this is. null: nobody said. */
  readonly modified: string | null;
  /** The file has its name. */
  readonly placed: boolean;
};

export type UploadAsked = {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly overwrite: boolean;
  readonly sha256: string | null;
  readonly modified: string | null;
};

/**
 * Begins an upload. What would refuse it at its end refuses it here already: a name that is taken, a folder that is not there, no room.
 */
export async function beginUpload(
  place: Place,
  asked: UploadAsked,
  limits: {readonly maxBytes: number; readonly now: number},
): Promise<UploadState> {
  if (asked.size > limits.maxBytes) throw new WebRefusal('upload-too-large', {limit: limits.maxBytes});
  const target = await openParent(place, parsePath(asked.path));
  try {
    checkNewPath(target.folder.names, target.name);
    if (!asked.overwrite && (await exists(target.folder.at(target.name)))) throw new WebRefusal('path-exists');
    const room = await statfs(target.folder.here);
    if (room.bavail * room.bsize < asked.size) throw new WebRefusal('storage-full');
  } finally {
    await target.folder.close();
  }
  const folder = await openUploads(place);
  try {
    const unfinished = await sweepUploads(folder, limits.now);
    if (unfinished.length >= mostUploads) throw new WebRefusal('uploads-too-many', {limit: mostUploads});
    const createdAt = new Date(limits.now).toISOString();
    const {path, size, overwrite, sha256, modified} = asked;
    const info = {version: 1, path, size, overwrite, sha256, modified, createdAt, phase: 'receiving'} as const;
    await createUpload(folder, asked.id, info);
    return {id: asked.id, path, size, offset: 0, createdAt, expiresAt: expiryOf(limits.now), modified, placed: false};
  } finally {
    await folder.close();
  }
}

async function exists(at: string): Promise<boolean> {
  try {
    await lstat(at);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

export async function uploadStatus(place: Place, id: string): Promise<UploadState> {
  const folder = await openUploads(place);
  try {
    return await stateOf(folder, id);
  } finally {
    await folder.close();
  }
}

export async function stateOf(folder: HeldFolder, id: string): Promise<UploadState> {
  const info = await readInfo(folder, id);
  const placed = await isPlaced(folder, id, info);
  const offset = placed ? info.size : await readOffset(folder, id);
  const expiresAt = expiryOf((await lastTouched(folder, id)) ?? Date.parse(info.createdAt));
  const {path, size, createdAt, modified} = info;
  return {id, path, size, offset, createdAt, expiresAt, modified, placed};
}

function expiryOf(touched: number): string {
  return new Date(touched + uploadLifeMs).toISOString();
}

/** A crash while the file got its name leaves `placing`: then the data are gone from here exactly if it has it. */
export async function isPlaced(folder: HeldFolder, id: string, info: UploadInfo): Promise<boolean> {
  if (info.phase === 'receiving') return false;
  return info.phase === 'placed' || !(await exists(folder.at(dataName(id))));
}

export async function listUploads(place: Place, now: number): Promise<readonly UploadState[]> {
  const folder = await openUploads(place);
  try {
    const states: UploadState[] = [];
    for (const id of (await sweepUploads(folder, now)).slice(0, mostUploads * 2)) {
      const state = await stateOf(folder, id).catch((thrown: unknown) => {
        if (thrown instanceof WebRefusal && thrown.refusal === 'upload-unknown') return null;
        throw thrown;
      });
      if (state !== null && !state.placed) states.push(state);
    }
    return states.map((state) => ({...state, path: pathOf(parsePath(state.path))}));
  } finally {
    await folder.close();
  }
}

export async function giveUpUpload(place: Place, id: string): Promise<{removed: string}> {
  const folder = await openUploads(place);
  try {
    await readInfo(folder, id);
    await removeUpload(folder, id);
    return {removed: id};
  } finally {
    await folder.close();
  }
}
