// Takes away what nobody goes on with in the folder of uploads: bounded by age and by number, by the user's own process and rights.

import {lstat, opendir, unlink} from 'node:fs/promises';
import {uploadLifeMs} from '../../../files/upload-life.ts';
import {errnoOf} from './storage-failure.ts';
import {dataName, infoName, offsetName, removeUpload} from './upload-places.ts';
import type {HeldFolder} from './walk.ts';

/** Answers for clients whose last answer was lost: they ask again within minutes, and ask for the newest. */
export const settledLifeMs = 24 * 60 * 60 * 1000;
export const mostSettled = 200;
/** Half-written notes of a process that ended in the middle: a living one needs them for milliseconds. */
const brokenLifeMs = 60 * 60 * 1000;
/** The owner may fill the folder with whatever; a request looks at no more of it than this. */
const mostNames = 20_000;

const ownName = /^([0-9a-f]{32})\.(data|json|offset)$/;
const brokenName = /^[0-9a-f]{32}\.(?:json|offset)\.\d{1,10}\.new$/;

type Found = {
  /** Ids that have data: not complete. */
  readonly unfinished: readonly string[];
  /** Ids without data: placed, or broken off before they began. */
  readonly settled: readonly string[];
  readonly broken: readonly string[];
};

/** Resolves to the ids that are left and not complete. An upload lives from the last piece that came. */
export async function sweepUploads(folder: HeldFolder, now: number): Promise<readonly string[]> {
  const {unfinished, settled, broken} = await namesIn(folder);
  for (const name of broken) {
    const touched = await touchedAt(folder, [name]);
    if (touched !== null && now - touched > brokenLifeMs) await unlinkIfThere(folder, name);
  }
  await sweepSettled(folder, settled, now);
  const left: string[] = [];
  for (const id of unfinished) {
    if (await isOver(folder, id, now)) await removeUpload(folder, id);
    else left.push(id);
  }
  return left;
}

/** The oldest of too many go before their day is over. */
async function sweepSettled(folder: HeldFolder, ids: readonly string[], now: number): Promise<void> {
  const aged = await Promise.all(
    ids.map(async (id) => ({id, touched: (await touchedAt(folder, [offsetName(id), infoName(id)])) ?? 0})),
  );
  const newestFirst = aged.sort((a, b) => b.touched - a.touched);
  for (const [index, {id, touched}] of newestFirst.entries()) {
    if (index >= mostSettled || now - touched > settledLifeMs) await removeUpload(folder, id);
  }
}

/** The note of the offset is the youngest nearly always: while it is young nothing else is asked. */
async function isOver(folder: HeldFolder, id: string, now: number): Promise<boolean> {
  const noted = await touchedAt(folder, [offsetName(id)]);
  if (noted !== null && now - noted <= uploadLifeMs) return false;
  const touched = await lastTouched(folder, id);
  return touched !== null && now - touched > uploadLifeMs;
}

/** When something last came for it; null: nothing of it is there. */
export async function lastTouched(folder: HeldFolder, id: string): Promise<number | null> {
  return touchedAt(folder, [offsetName(id), infoName(id), dataName(id)]);
}

async function touchedAt(folder: HeldFolder, names: readonly string[]): Promise<number | null> {
  const times: number[] = [];
  for (const name of names) {
    const facts = await lstat(folder.at(name)).catch((thrown: unknown) => {
      if (errnoOf(thrown) === 'ENOENT') return null;
      throw thrown;
    });
    if (facts !== null) times.push(facts.mtimeMs);
  }
  return times.length === 0 ? null : Math.max(...times);
}

async function namesIn(folder: HeldFolder): Promise<Found> {
  const ids = new Map<string, boolean>();
  const broken: string[] = [];
  let seen = 0;
  for await (const {name} of await opendir(folder.here)) {
    seen += 1;
    if (seen > mostNames) break;
    const [, id, end] = ownName.exec(name) ?? [];
    if (id !== undefined) ids.set(id, end === 'data' || (ids.get(id) ?? false));
    else if (brokenName.test(name)) broken.push(name);
  }
  const of = (hasData: boolean): readonly string[] => [...ids].flatMap(([id, data]) => (data === hasData ? [id] : []));
  return {unfinished: of(true), settled: of(false), broken};
}

async function unlinkIfThere(folder: HeldFolder, name: string): Promise<void> {
  await unlink(folder.at(name)).catch((thrown: unknown) => {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  });
}
