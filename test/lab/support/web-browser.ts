// Debian's Chromium before the site of a lab: it trusts the cluster's own authority, as a user's does who has installed it, and nothing else.

import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {
  certutilPath,
  chromiumPath,
  type Looks,
  type OpenPage,
  openBrowser,
  openPage,
} from '../../web-ui/browser/open-browser.ts';

export type SiteBrowser = {
  /** `https://` and the virtual address. */
  readonly origin: string;
  /** A page with nothing kept from others. */
  readonly page: (looks?: Looks) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
};

/** Fetches the authority from where the site offers it, and opens a browser that knows it. Throws where there is no Chromium. */
export async function openSite(address: string): Promise<SiteBrowser> {
  const [chromium, certutil] = [chromiumPath(), certutilPath()];
  if (chromium === undefined || certutil === undefined) throw new Error('there is no chromium or no certutil here');
  const home = mkdtempSync(join(tmpdir(), 'hpcha-browser-'));
  await trust(certutil, home, address);
  const browser = await openBrowser(chromium, home);
  return {
    origin: `https://${address}`,
    page: async (looks) => openPage(browser, looks),
    close: async () => {
      await closeAll(browser);
      rmSync(home, {recursive: true, force: true});
    },
  };
}

async function trust(certutil: string, home: string, address: string): Promise<void> {
  const answer = await fetch(`http://${address}/hpcha-ca.crt`, {signal: AbortSignal.timeout(10_000)});
  if (!answer.ok) throw new Error(`http://${address}/hpcha-ca.crt: ${answer.status}`);
  const authority = join(home, 'ca.crt');
  writeFileSync(authority, await answer.text());
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, {recursive: true});
  const database = `sql:${store}`;
  execFileSync(certutil, ['-N', '--empty-password', '-d', database]);
  execFileSync(certutil, ['-A', '-d', database, '-n', 'cluster', '-t', 'C,,', '-i', authority]);
}

async function closeAll(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  await browser.close();
}

/** Signs in on a page that shows the form, and waits for what is behind it. */
export async function signInOn(page: Page, url: string, name: string, password: string): Promise<void> {
  await page.goto(url);
  await fillSignIn(page, name, password);
  await page.locator('main#content h1').waitFor();
}

export async function fillSignIn(page: Page, name: string, password: string): Promise<void> {
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

/** From now on the page sends no faster than that, in bytes a second: so that an upload is still under way when something happens. */
export async function slowUploads(page: Page, uploadThroughput: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    ...{offline: false, latency: 0, downloadThroughput: -1},
    uploadThroughput,
  });
}
