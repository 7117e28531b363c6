// Files as the File API shows them, and the questions about them. Paths are absolute paths on the cluster's storage.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {boolean, list, maybe, moment, number, object, oneOf, orElse, string} from './shape.ts';

const root = object({path: string, exists: orElse(boolean, true)});

const entry = object({
  name: string,
  path: string,
  kind: oneOf('file', 'folder', 'link', 'other'),
  size: number,
  modifiedAt: moment,
  mode: orElse(string, ''),
  /** Where a link says that it leads. */
  target: maybe(string),
  /** false: the name is no UTF-8; it can be shown, but not asked for. */
  addressable: orElse(boolean, true),
});

const listing = object({path: string, entries: list(entry), total: number, truncated: orElse(boolean, false)});

const unfinished = object({
  id: string,
  path: string,
  size: number,
  offset: number,
  placed: boolean,
  /** When the file was changed where it comes from; null: nobody said. */
  modified: maybe(string),
  /** Deleted then, unless somebody goes on with it. */
  expiresAt: maybe(moment),
});

export type Root = Of<typeof root>;
export type Entry = Of<typeof entry>;
export type Listing = Of<typeof listing>;
export type UnfinishedUpload = Of<typeof unfinished>;

export function askRoots(): Question<readonly Root[]> {
  return {path: '/api/files/roots', shape: list(root)};
}

export function askFolder(path: string, limit: number): Question<Listing> {
  return {path: `/api/files/list?${new URLSearchParams({path, limit: String(limit)})}`, shape: listing};
}

export function askUnfinished(): Question<readonly UnfinishedUpload[]> {
  return {path: uploadsPath, shape: list(unfinished)};
}

export function removeUnfinished(id: string): Question<null> {
  return {path: `${uploadsPath}/${id}`, method: 'DELETE', headers: {'Tus-Resumable': '1.0.0'}, shape: () => null};
}

export const uploadsPath = '/api/files/uploads';

export function contentHref(path: string): string {
  return `/api/files/content?${new URLSearchParams({path})}`;
}

const change = {method: 'POST', shape: () => null, seconds: 60} as const;

export function makeFolder(path: string): Question<null> {
  return {path: '/api/files/mkdir', ...change, body: {path}};
}

export function moveEntry(path: string, to: string): Question<null> {
  return {path: '/api/files/move', ...change, body: {path, to, overwrite: false}};
}

export function deleteEntry(path: string, recursive: boolean): Question<null> {
  return {path: '/api/files/delete', ...change, body: {path, recursive}};
}

/** The folder that holds it; '/' holds itself. */
export function parentOf(path: string): string {
  return path.replace(/\/[^/]*$/, '') || '/';
}

export function inFolder(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}
