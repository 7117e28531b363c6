// The three applications in Debian's Chromium, against the test's back end: what a reader sees, can do, and is never told wrongly.

import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {Browser, Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {expireAccess} from '../back-end/auth.ts';
import type {BackEnd} from '../back-end/back-end.ts';
import {startBackEnd} from '../back-end/back-end.ts';
import {everyPage} from './every-page.ts';
import {chromiumPath, type Looks, type OpenPage, openBrowser, openPage, signIn} from './open-browser.ts';

const program = chromiumPath();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

if (program === undefined) {
  process.stdout.write(
    '\n!!! THE PAGES WERE NOT TESTED: there is no /usr/bin/chromium, and only root can install it. !!!\n',
  );
}

describe.skipIf(program === undefined)('the pages', () => {
  let browser: Browser;
  let back: BackEnd;
  const open: OpenPage[] = [];

  beforeAll(async () => {
    // In a process of its own, as `npm run build` does it; nothing is built where nothing has changed.
    const env = {...process.env, NODE_ENV: 'production'};
    const built = spawnSync(process.execPath, ['scripts/build/web.ts'], {stdio: ['ignore', 'ignore', 'inherit'], env});
    expect(built.status).toBe(0);
    browser = await openBrowser(program ?? '');
  });
  afterAll(async () => browser?.close());
  beforeEach(async () => {
    back = await startBackEnd();
  });
  afterEach(async () => {
    for (const {context} of open.splice(0)) await context.close();
    await back.close();
  });

  async function visit(name: string, path: string, looks: Looks = {}): Promise<OpenPage> {
    const opened = await openPage(browser, looks);
    open.push(opened);
    await signIn(opened.page, back.origin, name, path);
    return opened;
  }

  it('tell a wrong password, then how long the account is locked', async () => {
    const {page, context, complaints} = await openPage(browser);
    open.push({page, context, complaints});
    await page.goto(back.origin);
    for (const words of ['password is wrong', 'password is wrong', 'password is wrong', 'locked for 1 m 30 s']) {
      await page.locator('input[name=name]').fill('mina');
      await page.locator('input[name=password]').fill('guess');
      await page.locator('button[type=submit]').click();
      await page.getByText(words).waitFor();
      await page.locator('input[name=password]:not([disabled])').waitFor();
    }
  });

  it('offer the outside provider where there is one, back to where somebody was, and say when it is out of order', async () => {
    const opened = await openPage(browser);
    open.push(opened);
    const {page} = opened;
    const outside = page.getByRole('link', {name: 'Sign in with your organisation'});
    await page.goto(`${back.origin}/monitoring`);
    await page.locator('button[type=submit]').waitFor();
    expect(await outside.count()).toBe(0);
    back.world.provider = 'ready';
    await page.reload();
    await outside.waitFor();
    expect(await outside.getAttribute('href')).toBe('/api/auth/oidc/start?to=%2Fmonitoring');
    back.world.provider = 'not-ready';
    await page.reload();
    await page.getByText('an administrator has to look at it').waitFor();
    expect(await outside.count()).toBe(0);
  });

  it('say why the outside provider sent somebody back, once, and nothing that somebody else wrote into the address', async () => {
    const opened = await openPage(browser);
    open.push(opened);
    const {page} = opened;
    await page.goto(`${back.origin}/monitoring?sign-in=no-user`);
    await page.getByText('there is no user of that name here').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.reload();
    await page.locator('button[type=submit]').waitFor();
    expect(await page.getByText('there is no user of that name here').count()).toBe(0);
    await page.goto(`${back.origin}/monitoring?sign-in=call%20this%20number`);
    await page.locator('button[type=submit]').waitFor();
    expect(await page.getByText('call this number').count()).toBe(0);
  });

  it('show nothing before a one-time password was replaced', async () => {
    const opened = await openPage(browser);
    open.push(opened);
    const {page} = opened;
    await page.goto(back.origin);
    await page.locator('input[name=name]').fill('first');
    await page.locator('input[name=password]').fill('given once 1234');
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', {name: 'Choose a password'}).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.locator('input[name=old]').fill('given once 1234');
    await page.locator('input[name=new]').fill('four quiet words here');
    await page.locator('input[name=again]').fill('four quiet words here');
    await page.getByRole('button', {name: 'Change the password'}).click();
    await page.getByRole('heading', {name: 'Cluster', exact: true}).waitFor();
  });

  it('follow the cluster live, and say loudly when nobody tells them any more', async () => {
    const {page} = await visit('mina', '/monitoring');
    const strip = page.locator('header').first();
    await strip.getByText('ok', {exact: true}).waitFor();
    back.live.show('owner-lost');
    await strip.getByText('may lose NO more controller').waitFor();
    await page.getByText('lost', {exact: false}).first().waitFor();
    back.live.cut(true);
    await page.getByText(/Not live for/).waitFor();
    // What was known last is no verdict.
    await strip.getByText('unknown', {exact: true}).waitFor();
    back.live.cut(false);
    await strip.getByText('warning', {exact: true}).waitFor({timeout: 20_000});
    expect(await page.getByText(/Not live for/).count()).toBe(0);
  });

  it('renew a session that ran out when they are opened again, and subscribe to the events anew', async () => {
    const {page} = await visit('mina', '/');
    back.live.tell({
      kind: 'job',
      job: '47',
      user: 'mina',
      name: 'train',
      state: 'RUNNING',
      was: 'PENDING',
      at: Date.now(),
    });
    back.live.cut(true);
    expireAccess(back.world);
    back.live.tell({
      kind: 'job',
      job: '47',
      user: 'mina',
      name: 'train',
      state: 'COMPLETED',
      was: 'RUNNING',
      at: Date.now(),
    });
    back.live.cut(false);
    await page.goto(`${back.origin}/monitoring/events`);
    await page.getByRole('heading', {name: 'Events', exact: true}).waitFor();
    await expect.poll(() => back.live.heard.length, {timeout: 15_000}).toBeGreaterThan(1);
  });

  it('keep a session of which nobody can say whether it goes on, and go on with it when somebody can', async () => {
    const {page} = await visit('mina', '/');
    back.world.sessionsAway = true;
    expireAccess(back.world);
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByText('sessions can not be asked for just now').first().waitFor();
    expect(await page.locator('input[name=password]').count()).toBe(0);
    back.world.sessionsAway = false;
    await page.locator('main#content').getByRole('button', {name: 'Try again'}).click();
    await page.getByRole('heading', {name: 'My jobs', level: 1}).waitFor();
    await page.getByRole('table').waitFor();
    expect(await page.locator('input[name=password]').count()).toBe(0);
  });

  it('say what the service understands, and ask a quiet one before they give it up', async () => {
    const {page} = await visit('mina', '/');
    await page.locator('header').first().getByText('ok', {exact: true}).waitFor();
    // The back end ends a connection that says anything else.
    expect(back.live.heard.map((text) => JSON.parse(text).events)).toEqual([['jobs', 'runs', 'alerts']]);
    back.live.silence(true);
    await page.getByText(/Not live for/).waitFor({timeout: 15_000});
    back.live.silence(false);
    // Slower than the page looks after its connection: each try has its own time.
    back.live.slow(1_500);
    await page.locator('header').first().getByText('ok', {exact: true}).waitFor({timeout: 20_000});
    expect(await page.getByText(/Not live for/).count()).toBe(0);
  });

  it('submit a job and see it finish by its event', async () => {
    const {page} = await visit('mina', '/submit');
    await page.locator('textarea').fill('#!/bin/bash\n#SBATCH --job-name=quick\ntrue\n');
    await page.getByRole('button', {name: 'Submit the job'}).click();
    await page.getByRole('heading', {name: /^Job \d+$/}).waitFor();
    const [job] = back.world.jobs;
    if (job === undefined) throw new Error('no job was submitted');
    expect(job.name).toBe('quick');
    Object.assign(job, {state: 'COMPLETED', phase: 'ended', exitCode: 0});
    back.live.tell({
      kind: 'job',
      job: job.id,
      user: 'mina',
      name: 'quick',
      state: 'COMPLETED',
      was: 'PENDING',
      at: Date.now(),
    });
    await page.getByText('completed').waitFor();
  });

  it('go on with an upload that was interrupted, and show the file', async () => {
    const {page} = await visit('mina', '/files');
    await page.getByText('train.sh').waitFor();
    back.world.refuseUploads = 2;
    await page
      .locator('input[type=file]')
      .setInputFiles({name: 'data.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3_000_000, 7)});
    await page.getByText('done', {exact: true}).waitFor({timeout: 20_000});
    await page.getByRole('cell', {name: 'data.bin', exact: true}).waitFor();
    expect(back.world.files.get('/mnt/glusterfs/home/mina/data.bin')?.content.length).toBe(3_000_000);
  });

  it('go on with an upload whose answer never came', async () => {
    const {page} = await visit('mina', '/files');
    await page.getByText('train.sh').waitFor();
    back.world.mutePieces = 1;
    const buffer = Buffer.alloc(20 * 1024 * 1024, 7);
    await page
      .locator('input[type=file]')
      .setInputFiles({name: 'mute.bin', mimeType: 'application/octet-stream', buffer});
    await page.getByText('done', {exact: true}).waitFor({timeout: 90_000});
    expect(back.world.files.get('/mnt/glusterfs/home/mina/mute.bin')?.content.equals(buffer)).toBe(true);
  }, 120_000);

  it('go on with the same upload after the session had to be renewed in the middle of it', async () => {
    const {page} = await visit('mina', '/files');
    await page.getByText('train.sh').waitFor();
    back.world.refuseUploads = 1;
    expireAccessAfterFirstPiece(back);
    await page
      .locator('input[type=file]')
      .setInputFiles({name: 'long.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(2_000_000, 3)});
    await page.getByText('done', {exact: true}).waitFor({timeout: 30_000});
    expect(back.world.uploads.size).toBe(1);
  });

  it('never mix a file with another one of its name and size, and call nothing done that has no name', async () => {
    const path = '/mnt/glusterfs/home/mina/data.bin';
    const received = Buffer.alloc(1_000_000, 1);
    back.world.uploads.set('a'.repeat(32), {path, size: 3_000_000, modified: '1', received});
    const {page} = await visit('mina', '/files');
    await page.getByText('train.sh').waitFor();
    const buffer = Buffer.alloc(3_000_000, 7);
    const file = {name: 'data.bin', mimeType: 'application/octet-stream', buffer};
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('done', {exact: true}).waitFor({timeout: 20_000});
    expect(back.world.files.get(path)?.content.equals(buffer)).toBe(true);
    await page.locator('input[type=file]').setInputFiles({...file, buffer: Buffer.alloc(3_000_000, 9)});
    await page.getByText('that name is taken').waitFor();
    expect(back.world.files.get(path)?.content.equals(buffer)).toBe(true);
  });

  it('list uploads that were begun elsewhere and not finished, and give one up', async () => {
    const [one, other] = ['a'.repeat(32), 'b'.repeat(32)];
    const received = Buffer.alloc(1_500_000);
    back.world.uploads.set(one, {path: '/mnt/glusterfs/home/mina/genome.tar', size: 6_000_000, received});
    back.world.uploads.set(other, {path: '/mnt/glusterfs/home/mina/inputs/mesh.h5', size: 3_000_000, received});
    const {page} = await visit('mina', '/files');
    await page.getByText('Choose the same file again to go on').waitFor();
    await page.getByRole('progressbar', {name: 'Progress of genome.tar'}).waitFor();
    await page.getByRole('button', {name: 'Give up genome.tar'}).click();
    await page.getByText('genome.tar').first().waitFor({state: 'detached'});
    expect([...back.world.uploads.keys()]).toEqual([other]);
    await page.getByRole('progressbar', {name: 'Progress of mesh.h5'}).waitFor();
  });

  it('let nobody confirm a plan that was not shown, and take only the target’s name', async () => {
    const {page} = await visit('oscar', '/admin/actions/maintenance?host=server2&mode=on');
    await page.getByRole('button', {name: 'Show the plan'}).waitFor();
    expect(await page.getByRole('button', {name: 'Run this plan'}).count()).toBe(0);
    await page.getByRole('button', {name: 'Show the plan'}).click();
    const run = page.getByRole('button', {name: 'Run this plan'});
    await page.locator('input[name=name]').fill('server1');
    await page.locator('input[name=reason]').fill('kernel');
    await run.click();
    await page.getByText('that is not server2: nothing was started').waitFor();
    expect(back.world.runs).toEqual([]);
    await page.locator('input[name=name]').fill('server2');
    await run.click();
    await page.getByRole('heading', {name: 'maintenance server2'}).waitFor();
    expect(back.world.runs[0]?.reason).toBe('kernel');
  });

  it('follow a run also where each answer takes longer than the time between two questions', async () => {
    const {page} = await visit('oscar', '/admin/actions/maintenance?host=server2&mode=on');
    await page.getByRole('button', {name: 'Show the plan'}).click();
    await page.locator('input[name=name]').fill('server2');
    await page.locator('input[name=reason]').fill('kernel');
    back.world.delayMs = 2_600;
    await page.getByRole('button', {name: 'Run this plan'}).click();
    await page.waitForURL(/\/admin\/runs\//);
    await page.getByRole('heading', {name: 'maintenance server2', level: 1}).waitFor();
  });

  it('name the exact command for what needs a terminal', async () => {
    const {page} = await visit('ada', '/admin/actions/bootstrap-galera');
    await page.getByRole('button', {name: 'Show the plan'}).click();
    await page.getByText('hpcha-tui bootstrap-galera --confirm lab').waitFor();
    expect(await page.getByRole('button', {name: 'Run this plan'}).count()).toBe(0);
  });

  it('show the journals of all controllers or of one, and name whose is missing', async () => {
    const {page} = await visit('ada', '/admin/logs');
    await page.getByText('server3 is not heard: it did not answer in time').waitFor();
    await page.getByRole('cell', {name: 'server2', exact: true}).waitFor();
    await page.getByLabel('Controller', {exact: true}).selectOption('server2');
    await page.getByRole('heading', {name: 'Journal of server2'}).waitFor();
    expect(await page.getByText('is not heard').count()).toBe(0);
  });

  it('share who has seen an alert: what an operator says stands in front of everybody, and only operators say it', async () => {
    const [operator, user] = [await visit('oscar', '/monitoring/events'), await visit('mina', '/monitoring/events')];
    await expect.poll(() => back.live.heard.length, {timeout: 15_000}).toBeGreaterThan(1);
    const alert = {
      code: 'VipNoOwner',
      where: 'cluster',
      level: 'critical',
      was: null,
      what: 'nobody',
      params: {vip: '10.0.0.9'},
    };
    back.live.tell({kind: 'alert', ...alert, at: Date.now()});
    await user.page.locator('article').waitFor();
    expect(await user.page.getByRole('button', {name: 'Acknowledge'}).count()).toBe(0);
    await operator.page.getByRole('button', {name: 'Acknowledge'}).click();
    await operator.page.locator('input[name=comment]').fill('a cable, it is being replaced');
    await operator.page.locator('form button[type=submit]').click();
    await operator.page.getByText('a cable, it is being replaced').waitFor();
    await user.page.getByText(/oscar at .*: a cable, it is being replaced/).waitFor({timeout: 20_000});
  });

  it('show a user no admin page, whatever the address says', async () => {
    const {page} = await visit('mina', '/admin/users');
    await page.getByText('This page is for the role administrator').waitFor();
  });

  it('are used with the keyboard alone', async () => {
    const {page} = await visit('mina', '/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('heading', {name: 'My jobs', level: 1}).waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-filter'))).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('h1').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Keyboard shortcuts').waitFor();
  });

  const looks: readonly Looks[] = [
    {scheme: 'dark', language: 'en'},
    {scheme: 'light', language: 'ko', width: 375, height: 812},
  ];

  for (const [name, paths] of everyPage) {
    for (const look of looks) {
      it(`have no fault of access and fit their window: ${paths[0]} ${look.scheme} ${look.language}`, async () => {
        back.live.show('owner-lost');
        const {page, complaints} = await visit(name, '/', look);
        const faults: string[] = [];
        for (const path of paths) {
          await page.goto(back.origin + path);
          await page.locator('main#content h1').waitFor();
          await page.locator('[class*=Skeleton]').first().waitFor({state: 'detached'});
          faults.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
        }
        expect(faults).toEqual([]);
        expect(complaints.filter((text) => /Content Security Policy|is not|undefined/.test(text))).toEqual([]);
      });
    }
  }
});

/** The access token is over as soon as the refused piece has been heard: the next question finds it so. */
function expireAccessAfterFirstPiece(back: BackEnd): void {
  const timer = setInterval(() => {
    if (back.world.refuseUploads > 0) return;
    clearInterval(timer);
    expireAccess(back.world);
  }, 5);
}

type AxeResult = {
  readonly violations: readonly {readonly id: string; readonly nodes: readonly {readonly html: string}[]}[];
};

/** What axe-core finds, and whether anything sticks out of the window. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const result: AxeResult = await page.evaluate('axe.run(document, {resultTypes: ["violations"]})');
  const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const found = result.violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  return out > 0 ? [...found, `${out} pixels too wide`] : found;
}
