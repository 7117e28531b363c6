// The job of the round trip: submitted, heard of on the WebSocket from its first state to its end, and its output read back.

import {setTimeout as sleep} from 'node:timers/promises';
import {hearJobs, type JobEars} from './hear-jobs.ts';
import type {Site} from './site-client.ts';
import {readText} from './visit-files.ts';
import {fieldOf, type Visitor, wrong} from './visitor.ts';

export type JobVisit = {
  readonly site: Site;
  readonly visitor: Visitor;
  readonly signal: AbortSignal;
  readonly account: string;
  readonly name: string;
  readonly partition: string;
  /** Folder of the visit, on the storage that compute nodes share. */
  readonly folder: string;
};

/** Events are looked for every 1.5 s and wait 1 s at the store's readers; a busy controller takes some more. */
const firstEventMs = 15_000;
/** A free node begins within seconds. One that is busy is no fault: then the job is cancelled, and that it ran is not claimed. */
const endMs = 40_000;
const settleMs = 10_000;

/**
 * Says who it is, where it is, and leaves a file. A compute node need not know the account (slurmctld sends its name along): there id(1)
 * prints the number and ends with 1.
 */
export const jobScript = '#!/bin/sh\nid -un 2>/dev/null || true\npwd\necho written >made-by-the-job\n';

const endings =
  /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|GONE|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|REVOKED|TIMEOUT)/;

/** Rejects with HpchaError `command` for whatever went wrong. `unchecked`: no node was free, so it never began. */
export async function seeJob(visit: JobVisit): Promise<string | {readonly unchecked: string}> {
  const {site, visitor, signal} = visit;
  const ears = await hearJobs(site, visitor.cookie, signal);
  try {
    const startedAt = performance.now();
    const id = await submit(visit);
    const first = await ears.hear(id, (states) => states.length > 0, firstEventMs);
    if (first.length === 0) throw wrong('job event', `none came of job ${id} in ${firstEventMs / 1000} s${why(ears)}`);
    const states = await ears.hear(id, hasEnded, endMs);
    if (!hasEnded(states)) return await giveUp(visit, ears, id, states);
    const tookMs = Math.round(performance.now() - startedAt);
    if (states.at(-1) !== 'COMPLETED') throw wrong(`job ${id}`, `it ended as ${states.join(', ')}`);
    await seeOutput(visit, id);
    return `job ${id} ran as ${visit.account}; heard ${states.join(', ')}, the end ${tookMs} ms after it was submitted`;
  } finally {
    ears.close();
  }
}

async function submit({visitor, name, partition, folder}: JobVisit): Promise<string> {
  const output = `${folder}/job.out`;
  const options = {name, partition, tasks: 1, memory: '16M', timeLimit: '2', workDir: folder, output};
  const json = {script: jobScript, options};
  const {body} = await visitor.expect(201, '/api/jobs', {method: 'POST', json});
  const id = fieldOf(body, 'id');
  if (typeof id === 'string') return id;
  throw wrong('/api/jobs', 'it names no job');
}

function hasEnded(states: readonly string[]): boolean {
  return states.some((state) => endings.test(state));
}

function why(ears: JobEars): string {
  const trouble = ears.trouble();
  return trouble === null ? '' : `: ${trouble}`;
}

/** A job that waits is cancelled, and its end must be heard; one that runs and does not end is a failure. */
async function giveUp({visitor}: JobVisit, ears: JobEars, id: string, states: readonly string[]) {
  const {body} = await visitor.expect(200, `/api/jobs/${id}`);
  const [state, reason] = [String(fieldOf(body, 'state')), String(fieldOf(body, 'reason') ?? '')];
  await visitor.expect(200, `/api/jobs/${id}/cancel`, {method: 'POST'});
  const heard = await ears.hear(id, hasEnded, firstEventMs);
  if (state !== 'PENDING')
    throw wrong(`job ${id}`, `it is ${state} after ${endMs / 1000} s; heard ${heard.join(', ')}${why(ears)}`);
  if (!hasEnded(heard)) throw wrong('job event', `its end was not heard, only ${states.join(', ')}${why(ears)}`);
  return {unchecked: `job ${id} waited ${endMs / 1000} s (${reason}) and was cancelled; heard ${heard.join(', ')}`};
}

/** Who it ran as (a node that does not know the name says the number), where, and what it wrote: read through the site. */
async function seeOutput({visitor, folder, account, signal}: JobVisit, id: string): Promise<void> {
  const expected = 'written\n';
  const ends = performance.now() + settleMs;
  for (;;) {
    const output = fieldOf((await visitor.expect(200, `/api/jobs/${id}/output`)).body, 'text');
    const [who, where] = String(output).trim().split('\n');
    if (where === folder && who !== undefined) {
      if (who !== account && !/^\d+$/.test(who)) throw wrong(`job ${id}`, `it ran as ${who}, not as ${account}`);
      break;
    }
    // Another client of the storage wrote it: this one may have looked a moment too early.
    if (performance.now() > ends) throw wrong(`job ${id}`, `its output is ${JSON.stringify(output).slice(0, 200)}`);
    await sleep(500, undefined, {signal});
  }
  const made = await readText(visitor, `${folder}/made-by-the-job`);
  if (made !== expected) throw wrong(`job ${id}`, 'what it wrote is another thing');
}
