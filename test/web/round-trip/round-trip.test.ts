// What the web services' round trip takes for proof: a whole visit, and every way in which one can go wrong told as its own part.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {Secret} from '../../../src/model/secret.ts';
import {type Errand, type PartResult, roundTrip} from '../../../src/web/round-trip/round-trip.ts';
import {told} from '../../../src/web/round-trip/run-round-trip.ts';
import {jobScript} from '../../../src/web/round-trip/visit-jobs.ts';
import {kimsPassword} from '../support/test-auth.ts';
import {testOrigin} from '../support/test-service.ts';
import {openTestSite, type TestSite} from '../support/test-site.ts';
import {root} from '../support/test-work.ts';

const open: TestSite[] = [];
afterEach(async () => {
  for (const site of open.splice(0)) await site.close();
});

async function site(names?: string): Promise<TestSite> {
  const made = await openTestSite(names);
  made.auth.setUser('7', {unix: null});
  open.push(made);
  return made;
}

/** One whose visitor has the Unix account of the test. */
async function workingSite(): Promise<TestSite> {
  const made = await site();
  made.auth.setUser('7', {unix: 'hpcha-test'});
  return made;
}

const sessions: string[] = [];
const errand = {account: 'hpcha-test', folder: 'hpcha-test-web-1', job: {name: 'a job', partition: 'long'}};

type Changed = {
  readonly now?: number;
  readonly password?: string;
  readonly authority?: string;
  readonly port?: number;
  readonly errand?: Errand;
};

function visit({port, certificate}: TestSite, changed: Changed = {}): Promise<readonly PartResult[]> {
  const password = new Secret(changed.password ?? kimsPassword);
  return roundTrip({
    site: {
      address: '127.0.0.1',
      port: changed.port ?? port,
      origin: testOrigin,
      authority: changed.authority ?? certificate,
    },
    user: async () => ({id: '7', name: 'kim', password}),
    errand: changed.errand ?? null,
    onSession: (sid) => void sessions.push(sid),
    now: () => changed.now ?? Date.now(),
    signal: AbortSignal.timeout(20_000),
  });
}

function inShort(results: readonly PartResult[]): readonly string[] {
  return results.map(({part, result}) => `${part}: ${result}`);
}

function sawOf(results: readonly PartResult[], part: string): string {
  return results.find((each) => each.part === part)?.saw ?? '';
}

const whole = [
  'certificate: passed',
  'pages: passed',
  'without signing in: passed',
  'sign in: passed',
  'session: passed',
  'live view: passed',
  'files: unchecked',
  'job: unchecked',
  'sign out: passed',
];
const working = whole.flatMap((line) => {
  if (line === 'files: unchecked') return ['files: passed'];
  return line === 'job: unchecked' ? ['job: passed', 'tidy: passed'] : [line];
});

describe('a visit to a site that is well', () => {
  test('passes every part, and says what it did not try', async () => {
    const results = await visit(await site());
    expect(inShort(results), results.map(({part, saw}) => `${part}: ${saw}`).join('\n')).toEqual(whole);
    expect(sawOf(results, 'certificate')).toMatch(/^TLSv1\.[23], for cluster\.example, until .* \((29|30) days\)$/);
    expect(sawOf(results, 'files')).toMatch(/no shared storage/);
  });

  test('tells one line a part and ends with 0', async () => {
    const lines: string[] = [];
    const io = {stdout: (text: string) => void lines.push(text), stderr: () => undefined};
    expect(told(await visit(await site()), io)).toBe(0);
    expect(lines).toHaveLength(whole.length);
    expect(lines.join('')).not.toContain(kimsPassword);
    expect(lines.at(-2)).toMatch(/^not checked: job: there is no compute node/);
  });
});

describe('a visit that works as a Unix account', () => {
  test('uploads in two pieces, reads back, submits a job, hears its end, and deletes all of it again', async () => {
    const made = await workingSite();
    const results = await visit(made, {errand});
    expect(inShort(results), results.map(({part, saw}) => `${part}: ${saw}`).join('\n')).toEqual(working);
    expect(sawOf(results, 'files')).toBe('300000 bytes uploaded in two pieces, downloaded whole and in part, the same');
    expect(sawOf(results, 'job')).toMatch(
      /^job 41 ran as hpcha-test; heard PENDING, RUNNING, COMPLETED, the end \d+ ms/,
    );
    expect(made.work.subscribed).toEqual(['{"type":"subscribe","events":["jobs"],"after":"5-0"}']);
    const folder = `${root}/hpcha-test-web-1`;
    expect(made.work.submitted[0]?.options).toMatchObject({name: 'a job', partition: 'long', workDir: folder});
    expect([made.work.folders.size, made.work.files.size]).toEqual([0, 0]);
  });

  test('submits a script that says who it is in one line, also where a node does not know the account', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hpcha-job-'));
    const run = (id: string): string => {
      writeFileSync(join(folder, 'id'), `#!/bin/sh\n${id}\n`, {mode: 0o755});
      const env = {...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`};
      return execFileSync('sh', ['-e'], {cwd: folder, env, input: jobScript, encoding: 'utf8'});
    };
    expect(run('echo hpcha-test')).toBe(`hpcha-test\n${folder}\n`);
    expect(run('echo 61100; echo "id: cannot find name" >&2; exit 1')).toBe(`61100\n${folder}\n`);
    rmSync(folder, {recursive: true});
  });

  test('tells its session to whoever has to end it, should it not come to signing out', async () => {
    sessions.length = 0;
    await visit(await workingSite(), {errand});
    expect(sessions).toEqual([expect.stringMatching(/^[\w-]{22,64}$/)]);
  });

  test('finds a file that comes back as another one, and deletes its folder all the same', async () => {
    const made = await workingSite();
    made.work.spoil = (text) => text.slice(1);
    const results = await visit(made, {errand});
    expect(sawOf(results, 'files')).toMatch(/it is not what was uploaded/);
    expect(sawOf(results, 'job')).toMatch(/what it wrote is another thing/);
    expect(made.work.folders.size).toBe(0);
  });

  test('fails where a job ends in another way', async () => {
    const made = await workingSite();
    made.work.states = ['RUNNING', 'FAILED'];
    expect(sawOf(await visit(made, {errand}), 'job')).toMatch(/it ended as RUNNING, FAILED/);
  });

  test('fails where the one who signed in has no Unix account after all', async () => {
    const made = await workingSite();
    made.auth.setUser('7', {unix: null});
    const results = await visit(made, {errand});
    expect(sawOf(results, 'files')).toMatch(/\/api\/files\/roots: it answered 403/);
    expect(results.find(({part}) => part === 'job')?.result).toBe('unchecked');
  });
});

describe('the certificate', () => {
  test.each([
    ['that has ended', {now: Date.now() + 31 * 86_400_000}, /it ended on/],
    ['that has not begun', {now: Date.now() - 2 * 86_400_000}, /it begins only on/],
  ])('%s is a failure of its own, and the rest is tried all the same', async (_name, changed, says) => {
    const results = await visit(await site(), changed);
    expect(inShort(results)).toEqual(['certificate: failed', ...whole.slice(1)]);
    expect(sawOf(results, 'certificate')).toMatch(says);
  });

  test('for another name is refused as a browser would', async () => {
    const results = await visit(await site('DNS:elsewhere.example'));
    expect(sawOf(results, 'certificate')).toMatch(/cluster\.example/);
    expect(results[0]?.result).toBe('failed');
  });

  test('of an authority that nobody here knows is not called good, nor bad', async () => {
    const results = await visit(await site(), {authority: ''});
    expect(results[0]).toMatchObject({result: 'unchecked', saw: expect.stringMatching(/authority is not known/)});
  });
});

describe('what goes wrong is told by its part', () => {
  test('pages that do not come', async () => {
    const made = await site();
    made.faults.pagesAway = true;
    const results = await visit(made);
    expect(inShort(results)[1]).toBe('pages: failed');
    expect(sawOf(results, 'pages')).toBe('dashboard: it answered 503, not 200: away');
  });

  test('an API that answers a stranger', async () => {
    const made = await site();
    made.faults.open = true;
    expect(sawOf(await visit(made), 'without signing in')).toBe('/api/jobs: it answered 200, not 401');
  });

  test('a live view without a snapshot', async () => {
    const made = await site();
    made.faults.mute = true;
    const results = await visit(made);
    expect(inShort(results)[5]).toBe('live view: failed');
    expect(sawOf(results, 'live view')).toMatch(/no snapshot came, only: hello/);
  });

  test('nobody signed in: what follows is not checked, not passed', async () => {
    const results = await visit(await site(), {password: 'not kims password'});
    expect(inShort(results).slice(3)).toEqual([
      'sign in: failed',
      'session: unchecked',
      'live view: unchecked',
      'files: unchecked',
      'job: unchecked',
      'sign out: unchecked',
    ]);
    expect(told(results, {stdout: () => undefined, stderr: () => undefined})).toBe(1);
  });

  test('a site that is not there fails every part that asks it', async () => {
    const results = await visit(await site(), {port: 9});
    expect(inShort(results).slice(0, 4)).toEqual([
      'certificate: failed',
      'pages: failed',
      'without signing in: failed',
      'sign in: failed',
    ]);
  });
});
