// The uploads of this browser window, beside all pages: they go on while somebody looks at something else.

import {useSyncExternalStore} from 'react';
import {inFolder} from '../../shared/api/files.ts';
import type {RunningUpload} from './run-upload.ts';
import {runUpload} from './run-upload.ts';

export type UploadState = 'waiting' | 'sending' | 'retrying' | 'paused' | 'done' | 'failed';

export type Upload = {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly sent: number;
  readonly state: UploadState;
  /** Bytes a second, over the last few seconds; null while nobody can say. */
  readonly speed: number | null;
  readonly fault: string | null;
};

/** So many are sent at once; the others wait their turn. */
const atOnce = 2;

let uploads: readonly Upload[] = [];
let nextId = 1;
const files = new Map<number, File>();
const running = new Map<number, RunningUpload>();
const listeners = new Set<() => void>();
const placed = new Set<(folder: string) => void>();

/** Puts files behind the ones that are waiting. */
export function addUploads(folder: string, chosen: readonly File[]): void {
  const added = chosen.map((file): Upload => {
    const id = nextId;
    nextId += 1;
    files.set(id, file);
    return {
      id,
      name: file.name,
      path: inFolder(folder, file.name),
      size: file.size,
      sent: 0,
      state: 'waiting',
      speed: null,
      fault: null,
    };
  });
  set([...uploads, ...added]);
  startNext();
}

export function pauseUpload(id: number): void {
  running.get(id)?.stop();
  running.delete(id);
  change(id, {state: 'paused', speed: null});
  startNext();
}

export function resumeUpload(id: number): void {
  change(id, {state: 'waiting', fault: null});
  startNext();
}

/** What was sent so far is deleted on the storage as well. */
export function giveUpload(id: number): void {
  running.get(id)?.giveUp();
  running.delete(id);
  files.delete(id);
  set(uploads.filter((one) => one.id !== id));
  startNext();
}

export function clearDone(): void {
  set(uploads.filter(({state}) => state !== 'done'));
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** Called with the folder when a file has got its place. */
export function onPlaced(listener: (folder: string) => void): () => void {
  placed.add(listener);
  return () => placed.delete(listener);
}

function startNext(): void {
  const free = atOnce - running.size;
  for (const {id, path} of uploads.filter(({state}) => state === 'waiting').slice(0, Math.max(0, free))) {
    const file = files.get(id);
    if (file === undefined) continue;
    change(id, {state: 'sending'});
    running.set(id, runUpload(file, path, listenerOf(id)));
  }
}

function listenerOf(id: number): Parameters<typeof runUpload>[2] {
  return {
    progress: (sent, speed) => change(id, {sent, speed, state: 'sending'}),
    retrying: () => change(id, {state: 'retrying', speed: null}),
    failed: (fault) => {
      running.delete(id);
      change(id, {state: 'failed', fault, speed: null});
      startNext();
    },
    done: (folder) => {
      running.delete(id);
      files.delete(id);
      change(id, {state: 'done', speed: null});
      for (const listener of placed) listener(folder);
      startNext();
    },
  };
}

function change(id: number, what: Partial<Upload>): void {
  set(uploads.map((one) => (one.id === id ? {...one, ...what} : one)));
}

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

window.addEventListener('beforeunload', (event) => {
  // The browser asks whether to leave; what was sent stays and can be gone on with.
  if (running.size > 0) event.preventDefault();
});
