// What following a run promises: everything from the beginning, live, and a word when its Runner is gone.

import {appendFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {RunEvent} from '../../src/model/run-event.ts';
import {systemClock} from '../../src/run/clock.ts';
import {followJournal} from '../../src/run/record/follow-journal.ts';
import {findRun, listMetas, processStart, pruneRuns, runState, writeMeta} from '../../src/run/record/run-meta.ts';
import {makeRunDirectory, runDirectory, runIds} from '../../src/run/record/state-directory.ts';
import {never} from './fake-cluster.ts';

let state: string;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'hpcha-follow-'));
});

afterEach(async () => {
  await rm(state, {recursive: true, force: true});
});

async function makeRun(
  runId: string,
  more: {pid?: number; pidStart?: string; result?: 'done'; startedAt?: number} = {},
) {
  const directory = await makeRunDirectory(state, runId);
  const meta = {cluster: 'c', action: 'setup', title: 't', user: 'alice', console: 'admin', planHash: 'h'};
  const pid = process.pid;
  const pidStart = (await processStart(pid)) ?? '';
  await writeMeta(state, {runId, startedAt: 1, pid, pidStart, ...meta, ...more});
  return join(directory, 'journal.jsonl');
}

const beat = (seq: number): RunEvent => ({type: 'heartbeat', at: seq, seq});
const end: RunEvent = {
  ...{type: 'run-finished', at: 9, seq: 9, result: 'done', tookMs: 1},
  counts: {changed: 0, unchanged: 0, failed: 0, unknown: 0, skipped: 0},
};

describe('following a run', () => {
  it('yields what is there, waits for what comes, and ends with the run', async () => {
    const path = await makeRun('aaaa');
    await writeFile(path, `${JSON.stringify(beat(1))}\n{"type":"heart`);
    const seen: RunEvent[] = [];
    for await (const followed of followJournal(state, 'aaaa', systemClock, never)) {
      if (followed.kind === 'event') seen.push(followed.event);
      // The rest of a line that was half written, and the end.
      if (seen.length === 1) await appendFile(path, `beat","at":2,"seq":2}\n${JSON.stringify(end)}\n`);
    }
    expect(seen).toEqual([beat(1), beat(2), end]);
  });

  it('says so when the Runner is gone and left no end', async () => {
    const path = await makeRun('aaaa', {pidStart: 'another process had this pid'});
    await writeFile(path, `${JSON.stringify(beat(1))}\n`);
    const kinds: string[] = [];
    for await (const followed of followJournal(state, 'aaaa', systemClock, never)) kinds.push(followed.kind);
    expect(kinds).toEqual(['event', 'gone']);
  });
});

describe('runs', () => {
  it('are found by the beginning of their id, newest first, and a doubtful one is not guessed', async () => {
    await makeRun('abc1', {startedAt: 1, result: 'done'});
    await makeRun('abc2', {startedAt: 2, result: 'done'});
    expect((await findRun(state, undefined)).runId).toBe('abc2');
    expect((await findRun(state, 'abc1')).runId).toBe('abc1');
    await expect(findRun(state, 'abc')).rejects.toMatchObject({code: 'usage'});
    await expect(findRun(state, 'ffff')).rejects.toMatchObject({code: 'usage'});
  });

  it('are running only while the very process that began them lives', async () => {
    await makeRun('abc1');
    await makeRun('abc2', {pidStart: '1'});
    const states = new Map<string, string>();
    for (const meta of await listMetas(state)) states.set(meta.runId, await runState(meta));
    expect(states).toEqual(
      new Map([
        ['abc1', 'running'],
        ['abc2', 'gone'],
      ]),
    );
  });

  it('are kept in a bounded number, and one that runs is never removed', async () => {
    await makeRun('0000', {startedAt: 0});
    for (let index = 1; index <= 55; index += 1) {
      await makeRun(index.toString(16).padStart(4, '0'), {startedAt: index, result: 'done'});
    }
    await pruneRuns(state);
    const left = await runIds(state);
    expect(left.length).toBe(51);
    expect(left).toContain('0000');
    expect(left).not.toContain('0001');
    expect(runDirectory(state, '0000').startsWith(state)).toBe(true);
  });
});
