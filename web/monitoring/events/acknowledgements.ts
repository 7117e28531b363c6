// Which alerts somebody of this browser has seen, and what is known about them: kept here, nothing of the cluster changes.

import {useSyncExternalStore} from 'react';
import {isRecord} from '../../shared/api/shape.ts';

export type Acknowledged = {readonly by: string; readonly at: number; readonly comment: string};

const key = 'hpcha:acknowledged';
/** The oldest go. */
const most = 200;
const listeners = new Set<() => void>();

let kept: Readonly<Record<string, Acknowledged>> = read();

function read(): Readonly<Record<string, Acknowledged>> {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(key) ?? '{}');
    if (!isRecord(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, Acknowledged] => isKept(entry[1])),
    );
  } catch {
    // What an older page wrote, or nothing at all: alerts wait again, which is the safe side.
    return {};
  }
}

function isKept(value: unknown): value is Acknowledged {
  return (
    isRecord(value) &&
    typeof value['by'] === 'string' &&
    typeof value['at'] === 'number' &&
    typeof value['comment'] === 'string'
  );
}

export function acknowledge(id: string, by: string, comment: string): void {
  const entries = Object.entries({...kept, [id]: {by, comment, at: Date.now()}});
  kept = Object.fromEntries(entries.sort((a, b) => b[1].at - a[1].at).slice(0, most));
  window.localStorage.setItem(key, JSON.stringify(kept));
  for (const listener of listeners) listener();
}

export function useAcknowledged(): Readonly<Record<string, Acknowledged>> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => kept,
  );
}
