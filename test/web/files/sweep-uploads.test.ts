// The sweep of the folder of uploads: what goes by its age, what goes by its number, and what is left alone.

import {mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {mostSettled, sweepUploads} from '../../../src/web/helpers/as/files/sweep-uploads.ts';
import {HeldFolder} from '../../../src/web/helpers/as/files/walk.ts';

const now = Date.UTC(2026, 0, 15);
const hour = 3600 * 1000;
const day = 24 * hour;

let path: string;
let folder: HeldFolder;
beforeEach(async () => {
  path = mkdtempSync('/dev/shm/hpcha-sweep-');
  folder = new HeldFolder([], await open(path, 'r'));
});
afterEach(async () => {
  await folder.close();
  rmSync(path, {recursive: true});
});

function idOf(index: number): string {
  return index.toString(16).padStart(32, '0');
}

function put(name: string, ageMs: number): void {
  writeFileSync(`${path}/${name}`, '');
  const at = new Date(now - ageMs);
  utimesSync(`${path}/${name}`, at, at);
}

/** An upload whose parts are that old. */
function upload(
  index: number,
  ages: {readonly data?: number; readonly json?: number; readonly offset?: number},
): string {
  const id = idOf(index);
  for (const [end, age] of Object.entries(ages)) put(`${id}.${end}`, age);
  return id;
}

const left = (): readonly string[] => readdirSync(path).sort();

describe('what is not complete', () => {
  it('goes a week after the last piece that came, whole', async () => {
    upload(1, {data: 8 * day, json: 9 * day, offset: 8 * day});
    const young = upload(2, {data: 6 * day, json: 20 * day, offset: 6 * day});
    expect(await sweepUploads(folder, now)).toEqual([young]);
    expect(left().every((name) => name.startsWith(young))).toBe(true);
  });

  it('stays while bytes come, although no sync has confirmed them for a week', async () => {
    const id = upload(1, {data: hour, json: 9 * day, offset: 9 * day});
    expect(await sweepUploads(folder, now)).toEqual([id]);
  });

  it('is never taken for its number alone: somebody may go on with every one', async () => {
    for (let index = 0; index < 60; index += 1) upload(index, {data: hour, json: hour, offset: hour});
    expect(await sweepUploads(folder, now)).toHaveLength(60);
  });
});

describe('what has its name already', () => {
  it('is remembered for a day, for a client whose last answer was lost', async () => {
    upload(1, {json: 25 * hour, offset: 25 * hour});
    const young = upload(2, {json: 23 * hour, offset: 23 * hour});
    expect(await sweepUploads(folder, now)).toEqual([]);
    expect(left()).toEqual([`${young}.json`, `${young}.offset`]);
  });

  it('is remembered in a number that does not grow: the newest', async () => {
    for (let index = 0; index < mostSettled + 30; index += 1) upload(index, {json: index * 1000, offset: index * 1000});
    await sweepUploads(folder, now);
    const ids = new Set(left().map((name) => name.slice(0, 32)));
    expect(ids.size).toBe(mostSettled);
    expect(ids.has(idOf(0))).toBe(true);
    expect(ids.has(idOf(mostSettled + 1))).toBe(false);
  });
});

describe('what is no upload', () => {
  it('half-written notes go after an hour', async () => {
    put(`${idOf(1)}.json.77.new`, 2 * hour);
    put(`${idOf(1)}.offset.77.new`, hour / 2);
    await sweepUploads(folder, now);
    expect(left()).toEqual([`${idOf(1)}.offset.77.new`]);
  });

  it('what its owner has put there stays, however old', async () => {
    for (const name of ['notes.txt', `${idOf(1)}.tar`, `${idOf(2).toUpperCase()}x.data`]) put(name, 90 * day);
    await sweepUploads(folder, now);
    expect(left()).toHaveLength(3);
  });
});
