// The pages in Debian's Chromium before a real cluster, through the virtual address: signing in, live view, jobs, uploads, a drained node.

import {createHash, randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {cli, statusOf} from '../lab/support/cli.ts';
import {cuttableLine} from '../lab/support/cuttable-line.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';
import {fillSignIn, openSite, type SiteBrowser, signInOn, slowUploads} from '../lab/support/web-browser.ts';
import {administrator, makeUnixAccount, oneTimePassword, type Person, person} from '../lab/support/web-people.ts';
import type {Looks} from '../web-ui/browser/open-browser.ts';

let world: DeployedLab;
let site: SiteBrowser;
let admin: Person;
let mina: Person;
let home: string;
const scratch = mkdtempSync(join(tmpdir(), 'hpcha-uploads-'));
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await deployedLab();
  const vip = (await statusOf(world.config)).status.vip.address;
  site = await openSite(vip);
  await makeUnixAccount(world.lab, 'mina', 4711);
  admin = await administrator(world.config, vip);
  mina = await person(admin, {name: 'mina', role: 'user', unix: 'mina'});
  home = String((await mina.visitor.expect(200, 'GET', '/api/files/roots')).field(0, 'path'));
}, 1_200_000);

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

afterAll(async () => {
  rmSync(scratch, {recursive: true, force: true});
  await site?.close();
});

async function newPage(looks: Looks = {}): Promise<Page> {
  const {page, context} = await site.page(looks);
  page.setDefaultTimeout(60_000);
  open.push(() => context.close());
  return page;
}

async function visit(who: Person, path: string, looks: Looks = {}): Promise<Page> {
  const page = await newPage(looks);
  await signInOn(page, site.origin + path, who.name, who.password);
  return page;
}

/** As the page's own scripts ask: with its cookies and its token. Runs in the browser, so it is text. */
async function askFrom(page: Page, method: 'GET' | 'POST', path: string): Promise<number> {
  const body = JSON.stringify({input: {nodes: 'node001', mode: 'drain', why: 'x'}, planHash: '0'.repeat(64)});
  const asking = `(async () => {
    const csrf = document.cookie.split('; ').find((pair) => pair.startsWith('__Host-hpcha_csrf='));
    const headers = {'X-Hpcha-Csrf': csrf.slice(csrf.indexOf('=') + 1), 'Content-Type': 'application/json'};
    const [method, body] = ${JSON.stringify([method, body])};
    return (await fetch(${JSON.stringify(path)}, method === 'GET' ? {} : {method, headers, body})).status;
  })()`;
  return Number(await page.evaluate(asking));
}

async function on(host: string, command: string): Promise<string> {
  const result = await world.lab.ssh(host, command);
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout.trim();
}

describe('signing in', () => {
  it('makes the administrator replace the one-time password first, and then shows the cluster', async () => {
    const oneTime = await oneTimePassword(world.config);
    const page = await newPage();
    await page.goto(site.origin);
    await fillSignIn(page, 'admin', oneTime);
    await page.getByRole('heading', {name: 'Choose a password'}).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await askFrom(page, 'GET', '/api/auth/users')).toBe(403);
    const password = randomBytes(18).toString('base64url');
    await page.locator('input[name=old]').fill(oneTime);
    await page.locator('input[name=new]').fill(password);
    await page.locator('input[name=again]').fill(password);
    await page.getByRole('button', {name: 'Change the password'}).click();
    await page.getByRole('heading', {name: 'Cluster', exact: true}).waitFor();
    await page.locator('header').first().getByText('ok', {exact: true}).waitFor();
    const again = await newPage();
    await again.goto(site.origin);
    await fillSignIn(again, 'admin', oneTime);
    await again.getByText('password is wrong').waitFor();
    // The tests after this one go on with the new one.
    await admin.visitor.signIn('admin', password);
    Object.assign(admin, {password});
  });

  it('tells how long an account is locked after wrong passwords, for the right one as well', async () => {
    const guessed = await person(admin, {name: 'guessed', role: 'user', unix: null});
    const page = await newPage();
    await page.goto(site.origin);
    const locked = page.getByText(/locked for/);
    for (let guesses = 0; guesses < 8 && (await locked.count()) === 0; guesses += 1) {
      const answered = page.waitForResponse(/\/api\/auth\/login$/);
      await fillSignIn(page, guessed.name, `guess ${guesses}`);
      await answered;
      await page.locator('button[type=submit]:not([data-loading])').waitFor();
    }
    await locked.waitFor();
    await fillSignIn(page, guessed.name, guessed.password);
    await locked.waitFor();
    expect(await page.locator('main#content').count()).toBe(0);
    await admin.visitor.expect(204, 'POST', `/api/auth/users/${guessed.id}/unlock`);
    await fillSignIn(page, guessed.name, guessed.password);
    await page.locator('main#content h1').waitFor();
  });

  it('lets a user into no page of the Admin Portal, and into nothing behind it', async () => {
    const page = await visit(mina, '/admin/users');
    await page.getByText('This page is for the role administrator').waitFor();
    for (const path of ['/admin', '/admin/actions', '/admin/runs', '/admin/logs']) {
      await page.goto(site.origin + path);
      await page.getByText(/This page is for the role/).waitFor();
    }
    const asked = {
      users: ['GET', '/api/auth/users'],
      offers: ['GET', '/api/monitoring/actions'],
      plan: ['POST', '/api/monitoring/actions/slurm-node/plan'],
      run: ['POST', '/api/monitoring/actions/slurm-node/run'],
      config: ['GET', '/api/monitoring/config'],
      logs: ['GET', '/api/monitoring/logs'],
    } as const;
    const statuses: Record<string, number> = {};
    for (const [name, [method, path]] of Object.entries(asked)) {
      statuses[name] = await askFrom(page, method, path);
    }
    expect(statuses).toEqual({users: 403, offers: 403, plan: 403, run: 403, config: 403, logs: 403});
  });
});

describe('the dashboard', () => {
  it('shows what changes in the cluster without being loaded again, on a connection that lasts', async () => {
    const page = await newPage();
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await signInOn(page, site.origin, mina.name, mina.password);
    const strip = page.locator('header').first();
    await strip.getByText('ok', {exact: true}).waitFor();
    await page.evaluate('window.marked = true');
    await on('server3', 'systemctl stop slurmctld');
    try {
      await strip.getByText(/^(warning|critical)$/).waitFor();
      await page.getByRole('link', {name: 'Slurm'}).waitFor();
    } finally {
      await on('server3', 'systemctl start slurmctld');
    }
    await strip.getByText('ok', {exact: true}).waitFor();
    expect(await page.evaluate('window.marked')).toBe(true);
    expect(sockets).toHaveLength(1);
  });

  it('submits a job and shows it finish, and what it wrote', async () => {
    const page = await visit(mina, '/submit');
    await page.evaluate('window.marked = true');
    await page.locator('textarea').fill('#!/bin/bash\n#SBATCH --job-name=from-a-page\nid -un; pwd; sleep 3\n');
    await page.getByRole('button', {name: 'Submit the job'}).click();
    await page.getByRole('heading', {name: /^Job \d+$/}).waitFor();
    await page.getByText('completed', {exact: true}).waitFor();
    await page.getByText(`mina\n${home}`).first().waitFor();
    expect(await page.evaluate('window.marked')).toBe(true);
  });
});

type Chosen = {readonly file: string; readonly name: string; readonly sha256: string; readonly size: number};

function chosenFile(megabytes: number): Chosen {
  const data = randomBytes(megabytes * 1024 * 1024);
  const sha256 = createHash('sha256').update(data).digest('hex');
  const name = `upload-${sha256.slice(0, 8)}.bin`;
  const file = join(scratch, name);
  writeFileSync(file, data);
  return {file, name, sha256, size: data.length};
}

async function arrivedWhole({name, sha256}: Chosen): Promise<void> {
  expect(await on('server2', `sha256sum < ${home}/${name}`)).toBe(`${sha256}  -`);
  expect(await on('server2', `stat -c %U ${home}/${name}`)).toBe('mina');
}

async function begin(page: Page, {file, name}: Chosen): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('progressbar', {name: `Progress of ${name}`}).waitFor();
}

/** Bytes of that upload that the service says it has. */
async function received({name}: Chosen): Promise<number> {
  const listed = await mina.visitor.expect(200, 'GET', '/api/files/uploads');
  const uploads: readonly {readonly path: string; readonly offset: number}[] = JSON.parse(listed.text);
  return uploads.find(({path}) => path === `${home}/${name}`)?.offset ?? 0;
}

/** Where the pieces begin that the page sends from now on. */
function offsetsOf(page: Page): readonly number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

describe('an upload', () => {
  const megabyte = 1024 * 1024;

  it('goes on by itself when the network of the page was cut in the middle, and arrives whole', async () => {
    const chosen = chosenFile(32);
    const line = await cuttableLine();
    open.push(line.close);
    const page = await visit(mina, '/files', {proxy: line.proxy});
    await page.getByRole('button', {name: 'Upload'}).first().waitFor();
    await slowUploads(page, 4 * megabyte);
    await begin(page, chosen);
    await expect.poll(() => received(chosen), {timeout: 60_000}).toBeGreaterThan(2 * megabyte);
    line.cut();
    await page.getByText('the connection was lost; trying again').waitFor();
    const kept = await received(chosen);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(chosen.size);
    const offsets = offsetsOf(page);
    line.mend();
    await page.getByText('done', {exact: true}).waitFor();
    // Not from its beginning.
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(kept);
    await arrivedWhole(chosen);
  });

  it('is gone on with in another page after the first was closed, from where it was', async () => {
    const chosen = chosenFile(32);
    const first = await visit(mina, '/files');
    await first.getByRole('button', {name: 'Upload'}).first().waitFor();
    await slowUploads(first, 4 * megabyte);
    await begin(first, chosen);
    await expect.poll(() => received(chosen), {timeout: 60_000}).toBeGreaterThan(2 * megabyte);
    await first.context().close();
    const second = await visit(mina, '/files');
    await second.getByText('Choose the same file again to go on').waitFor();
    const kept = await received(chosen);
    expect(kept).toBeGreaterThan(0);
    const offsets = offsetsOf(second);
    await begin(second, chosen);
    await second.getByText('done', {exact: true}).waitFor();
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(kept);
    await arrivedWhole(chosen);
  });
});

describe('an administrator in the Admin Portal', () => {
  it('drains a node by the very plan that the terminal shows, and resumes it', async () => {
    const page = await visit(admin, '/admin');
    await page.getByRole('button', {name: 'Drain node001'}).click();
    await page.locator('input[name=why], textarea[name=why]').fill('seen from a page');
    const answered = page.waitForResponse(/\/actions\/slurm-node\/plan$/);
    await page.getByRole('button', {name: 'Show the plan'}).click();
    const planned: {readonly planHash: string; readonly plan: {readonly steps: readonly ShownStep[]}} = await (
      await answered
    ).json();
    const shown = page.locator('main#content');
    await shown.getByRole('button', {name: 'Run this plan'}).waitFor();
    const terminal = await cli([
      ...['slurm-node', '--nodes', 'node001', '--mode', 'drain', '--why', 'seen from a page'],
      ...['--dry-run', '--json', '--config', world.config],
    ]);
    const plan: {readonly planHash: string; readonly steps: readonly ShownStep[]} = JSON.parse(terminal.stdout);
    expect(planned.planHash).toBe(plan.planHash);
    const essence = ({on, title, operation}: ShownStep) => ({on, title, operation});
    expect(planned.plan.steps.map(essence)).toEqual(plan.steps.map(essence));
    expect(await shown.locator('details').count()).toBe(plan.steps.length);
    await shown.getByRole('button', {name: 'Run this plan'}).click();
    await page.waitForURL(/\/admin\/runs\//);
    await page.locator('main#content').getByText('done', {exact: true}).first().waitFor();
    expect(await on('server1', 'sinfo -h -n node001 -o %T')).toMatch(/drain/);
    expect(await on('server1', "scontrol show node node001 | grep -o 'Reason=.*'")).toContain('seen from a page');
    await page.goto(`${site.origin}/admin`);
    await page.getByRole('button', {name: 'Resume node001'}).click();
    await page.getByRole('button', {name: 'Show the plan'}).click();
    await page.getByRole('button', {name: 'Run this plan'}).click();
    await page.waitForURL(/\/admin\/runs\//);
    await page.locator('main#content').getByText('done', {exact: true}).first().waitFor();
    expect(await on('server1', 'sinfo -h -n node001 -o %T')).toMatch(/^(idle|mixed)/);
  });
});

type ShownStep = {readonly on: string; readonly title: unknown; readonly operation: unknown};
