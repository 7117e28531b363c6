// Kernel limits that all machines of all labs share because they are root of one user namespace: raised while a lab is up.

import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import {isMissing} from './missing-file.ts';
import type {Progress} from './progress.ts';

/** In /run, because the limits fall back at the next boot too. */
const RECORD = '/run/hpcha-lab-limits.json';

/**
 * Each systemd takes about seven inotify instances and the usual limit is 128 for all of root, so the twentieth machine would not
 * boot ("Failed to create control group inotify object"); each MariaDB takes about 2600 of 65536 aio requests.
 */
const NEEDED: Readonly<Record<string, number>> = {
  '/proc/sys/fs/inotify/max_user_instances': 8192,
  '/proc/sys/fs/aio-max-nr': 1_048_576,
};

type Limits = Record<string, number>;

/** Raises what is too low; what it was is on disk before. A host that does not allow it is told and goes on. The caller holds the host lock. */
export async function raiseLimits(progress: Progress): Promise<void> {
  const original = await readRecord();
  for (const [file, needed] of Object.entries(NEEDED)) {
    const now = await readLimit(file);
    if (now === undefined || now >= needed) continue;
    original[file] ??= now;
    await writeFile(`${RECORD}.new`, JSON.stringify(original), {mode: 0o600});
    await rename(`${RECORD}.new`, RECORD);
    await writeFile(file, String(needed)).catch((error: unknown) => {
      progress(
        `host: ${file} stays ${now} (${error instanceof Error ? error.message : String(error)}); many machines may not boot`,
      );
    });
  }
}

/** Puts the limits back, unless somebody has changed them since. The caller holds the host lock and knows that no lab is up. */
export async function restoreLimits(): Promise<void> {
  const original = await readRecord();
  for (const [file, value] of Object.entries(original)) {
    if (NEEDED[file] !== undefined && (await readLimit(file)) === NEEDED[file]) await writeFile(file, String(value));
  }
  await rm(RECORD, {force: true});
}

async function readLimit(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : Number(text.trim());
}

async function readRecord(): Promise<Limits> {
  const text = await readFile(RECORD, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '{}';
    throw error;
  });
  const parsed: unknown = JSON.parse(text);
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
