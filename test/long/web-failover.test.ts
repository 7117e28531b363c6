// A signed-in browser while the virtual address moves, planned and by a power failure: session, live view, job events and an upload go on.

import {createHash, randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {BrowserContext, Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {measureStream} from '../../src/model/drill/measure.ts';
import type {Recorded} from '../../src/run/drill/stream.ts';
import {runVisits} from '../../src/run/drill/web-stream.ts';
import {compareIds} from '../../src/web/realtime/event-store.ts';
import {acted} from '../lab/support/acts.ts';
import {type Status, statusOf, untilCalm} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';
import {
  jobFrames,
  type LiveRecord,
  longestSilence,
  markPage,
  recordLive,
  staysSignedIn,
} from '../lab/support/live-record.ts';
import {openSite, type SiteBrowser, signInOn, slowUploads} from '../lab/support/web-browser.ts';
import {administrator, makeUnixAccount, type Person, person} from '../lab/support/web-people.ts';

const megabyte = 1024 * 1024;
const pace = {periodMs: 200, timeoutMs: 1_500} as const;
const jobsEach = 3;
/**
 * Every job that was accepted is told of, and what was told is compared with the stream. Not that all of them end: a slurmctld that took over
 * may start what waits one by one. It loses what was accepted in the seconds before (ha-operations §6.5): seen, a job that was gone before
 * anybody had looked once, of which nobody can tell.
 */
const jobsToldMs = 120_000;

let world: DeployedLab;
let vip: string;
let site: SiteBrowser;
let mina: Person;
let home: string;
const scratch = mkdtempSync(join(tmpdir(), 'hpcha-uploads-'));
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  world = await deployedLab();
  vip = (await statusOf(world.config)).status.vip.address;
  site = await openSite(vip);
  await makeUnixAccount(world.lab, 'mina', 4711);
  const admin = await administrator(world.config, vip);
  mina = await person(admin, {name: 'mina', role: 'user', unix: 'mina'});
  home = String((await mina.visitor.expect(200, 'GET', '/api/files/roots')).field(0, 'path'));
}, 1_200_000);

beforeEach(async () => untilCalm(world.config, 300_000), 400_000);

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  for (const machine of await world.lab.status()) if (machine.power !== 'on') await world.lab.poweron(machine.name);
});

afterAll(async () => {
  rmSync(scratch, {recursive: true, force: true});
  await site?.close();
});

type Visit = {readonly events: Page; readonly files: Page; readonly live: LiveRecord; readonly context: BrowserContext};

/** Two pages of one session: one that shows the events, one that uploads. */
async function visit(): Promise<Visit> {
  const {page: events, context} = await site.page();
  contexts.push(context);
  const live = recordLive(events);
  await signInOn(events, `${site.origin}/monitoring/events`, mina.name, mina.password);
  await events.locator('header').first().getByText('live', {exact: true}).waitFor();
  const files = await context.newPage();
  await files.goto(`${site.origin}/files`);
  await files.getByRole('button', {name: 'Upload'}).first().waitFor();
  for (const page of [events, files]) await markPage(page);
  return {events, files, live, context};
}

async function on(host: string, command: string): Promise<string> {
  const result = await world.lab.ssh(host, command);
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout.trim();
}

/** As mina at a controller's own client; asked again while Slurm has nobody in control. */
async function submitJobs(host: string, name: string): Promise<readonly string[]> {
  const one = `sbatch --parsable --job-name=${name} --chdir=${home} --output=/dev/null --wrap "sleep 3"`;
  const jobs: string[] = [];
  await expect
    .poll(
      async () => {
        const {exitCode, stdout} = await world.lab.ssh(host, `runuser -u mina -- ${one}`, {timeoutMs: 120_000});
        if (exitCode === 0) jobs.push(stdout.trim());
        return jobs.length;
      },
      {timeout: 180_000, interval: 50},
    )
    .toBe(jobsEach);
  return jobs;
}

/** Ids of the events of those jobs, as the stream has them: read from the replica or master on that controller. */
async function writtenEvents(host: string, jobs: ReadonlySet<string>): Promise<readonly string[]> {
  const read = `REDISCLI_AUTH=$(awk '$1=="requirepass"{gsub(/"/,"",$2);print $2}' /etc/redis/*.conf | head -1) redis-cli --json xrange 'hpcha:web:{events}:stream' - +`;
  const rows: readonly (readonly [string, readonly [string, string]])[] = JSON.parse(await on(host, read));
  return rows.flatMap(([id, [, text]]) => {
    const event: {readonly kind: string; readonly job?: string} = JSON.parse(text);
    return event.kind === 'job' && jobs.has(event.job ?? '') ? [id] : [];
  });
}

/** Of those jobs the ones that neither slurmctld nor the accounting has seen go beyond waiting: lost by Slurm itself. */
async function lostBySlurm(host: string, jobs: readonly string[]): Promise<readonly string[]> {
  const words = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  const [waiting, ended] = [
    await on(host, "squeue -h -t all -o '%A'"),
    `sacct -nPX -j ${jobs.join(',')} -o JobID,State`,
  ];
  const known = new Set(words(waiting));
  for (const line of words(await on(host, ended))) {
    const [id = '', state] = line.split('|');
    if (state !== 'PENDING') known.add(id);
  }
  return jobs.filter((job) => !known.has(job));
}

type Fault = {
  readonly name: string;
  readonly owner: string;
  /** Stays, and is asked about everything. */
  readonly survivor: string;
  /** Resolves when it is done; calls at the moment in which it begins to hurt, where that is known. */
  readonly strike: (onCut: () => void) => Promise<void>;
};

/** Goes through one fault with everything under way, and tells what was measured. */
async function goThrough({name, owner, survivor, strike}: Fault): Promise<void> {
  const redisMaster = /master (\w+)/.exec((await statusOf(world.config)).status.services['redis']?.line ?? '')?.[1];
  const {events, files, live, context} = await visit();
  const data = randomBytes(80 * megabyte);
  const sha256 = createHash('sha256').update(data).digest('hex');
  // A name of its own: what an earlier run left there is another file.
  const file = join(scratch, `${sha256.slice(0, 12)}.bin`);
  writeFileSync(file, data);
  const stop = new AbortController();
  const visits: Recorded[] = [];
  const watching = runVisits(vip, pace, (one) => visits.push(one), stop.signal);
  await slowUploads(files, 3 * megabyte);
  await files.locator('input[type=file]').setInputFiles(file);
  await files.getByText('sending', {exact: true}).waitFor();
  const before = await submitJobs(survivor, 'before');
  const jobs = [...before];
  await expect.poll(() => jobFrames(live.frames, new Set(jobs)).length, {timeout: 60_000}).toBeGreaterThan(0);
  const socketsBefore = live.sockets();
  expect(await files.getByText('sending', {exact: true}).count()).toBe(1);

  let struckAt = performance.now();
  const striking = strike(() => {
    struckAt = performance.now();
  });
  // Looked at below: until then its failure is nobody's rejection.
  striking.catch(() => undefined);
  // The access token is over in the middle of it: the session has to be renewed while the address moves.
  await context.clearCookies({name: '__Host-hpcha_access'});
  jobs.push(...(await submitJobs(survivor, 'during')));
  await striking;
  await expect
    .poll(
      () => live.frames.find(({at, type, socket}) => at > struckAt && type === 'hello' && socket >= socketsBefore),
      {
        timeout: 60_000,
        interval: 50,
      },
    )
    .toBeDefined();
  jobs.push(...(await submitJobs(survivor, 'after')));
  const all = new Set(jobs);
  const untold = (): readonly string[] => {
    const told = new Set(jobFrames(live.frames, all).map(({event}) => event?.job));
    return jobs.filter((job) => !told.has(job));
  };
  let lost: readonly string[] = [];
  const missing = async (): Promise<readonly string[]> => {
    lost = untold().length === 0 ? [] : await lostBySlurm(survivor, untold());
    return untold().filter((job) => !lost.includes(job));
  };
  await expect.poll(missing, {timeout: jobsToldMs, interval: 2000}).toEqual([]);
  expect(before).toEqual(expect.arrayContaining([...lost]));
  await files.getByText('done', {exact: true}).waitFor({timeout: 180_000});
  stop.abort();
  await watching;

  const heardNow = (): readonly string[] => jobFrames(live.frames, all).map(({id}) => id ?? '');
  // What is being written just now is a quarter of a second on its way.
  await expect
    .poll(async () => isDeepStrictEqual(await writtenEvents(survivor, all), heardNow()), {timeout: 30_000})
    .toBe(true);
  const heard = heardNow();
  const greeted = live.frames.find(({at, type}) => at > struckAt && type === 'hello');
  const attempts = visits.map((one) => ({stream: 'web', ...one}));
  const moments = {injectAt: struckAt, restoreAt: null, greenAt: null, endAt: performance.now()};
  const {rtoMs, longestGapMs, acked, failed} = measureStream(attempts, pace.periodMs, moments);
  const figures = {
    ...{name, owner, redisMaster, rtoMs, longestGapMs, acked, failed},
    liveAgainMs: Math.round((greeted?.at ?? Number.NaN) - struckAt),
    longestSilenceMs: longestSilence(live.frames, struckAt),
    sockets: live.sockets(),
    jobs: all.size,
    jobsLostBySlurm: lost.length,
    jobEvents: heard.length,
    jobsGone: jobFrames(live.frames, all).filter(({event}) => event?.state === 'GONE').length,
    gaps: live.frames.filter(({type}) => type === 'gap').length,
  };
  process.stdout.write(`\nweb through ${name}: ${JSON.stringify(figures)}\n`);

  for (const page of [events, files]) expect(await staysSignedIn(page)).toEqual({marked: true, asked: false});
  expect(await files.evaluate("fetch('/api/auth/me').then(({status}) => status)")).toBe(200);
  expect(figures.gaps).toBe(0);
  expect(heard).toEqual(heard.toSorted(compareIds));
  expect(new Set(heard).size).toBe(heard.length);
  expect(await on(survivor, `sha256sum < ${home}/${sha256.slice(0, 12)}.bin`)).toBe(`${sha256}  -`);
  // Two quiet seconds, a question, and a new connection; one may be refused while the session is being renewed.
  expect(figures.longestSilenceMs).toBeLessThan(12_000);
}

function ownerOf(status: Status): string {
  const [owner] = status.vip.owners;
  if (owner === undefined) throw new Error('nobody holds the address');
  return owner;
}

function otherThan(...hosts: readonly string[]): string {
  return ['server1', 'server2', 'server3'].find((host) => !hosts.includes(host)) ?? '';
}

describe('a signed-in browser', () => {
  it('goes on through a planned move of the address: no new page, no missed event, the upload whole', async () => {
    const owner = ownerOf((await statusOf(world.config)).status);
    const to = otherThan(owner);
    await goThrough({
      name: 'a-planned-move',
      ...{owner, survivor: to},
      strike: async () => void (await acted(world.config, to, 'failover-vip', '--to', to)),
    });
  });

  it('goes on through a power failure of whoever holds the address', async () => {
    const owner = ownerOf((await statusOf(world.config)).status);
    const survivor = otherThan(owner);
    await goThrough({
      name: 'a-power-failure',
      ...{owner, survivor},
      strike: (onCut) => world.lab.poweroff(owner, onCut),
    });
  });
});
