// Debian's Chromium for browser tests and pictures: installed where it is missing and that is possible, else said loudly.

import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import {chromium} from 'playwright-core';

/** undefined: there is no Chromium and this user cannot install it. */
export function chromiumPath(): string | undefined {
  return debianProgram('/usr/bin/chromium', ['chromium', 'fonts-noto-cjk']);
}

/** What tells Chromium of an authority; undefined as above. */
export function certutilPath(): string | undefined {
  return debianProgram('/usr/bin/certutil', ['libnss3-tools']);
}

function debianProgram(program: string, packages: readonly string[]): string | undefined {
  if (existsSync(program)) return program;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  spawnSync('apt-get', ['update'], {stdio: 'ignore', env, timeout: 120_000});
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
    stdio: 'ignore',
    env,
    timeout: 600_000,
  });
  return existsSync(program) ? program : undefined;
}

/** `home`: where it looks for authorities that are trusted (`.pki/nssdb`); the user's own without it. */
export async function openBrowser(executablePath: string, home?: string): Promise<Browser> {
  // In a container root has no user namespaces for the sandbox; only our own pages are opened.
  return chromium.launch({
    executablePath,
    ...(home === undefined ? {} : {env: {...process.env, HOME: home}}),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });
}

export type Looks = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'dark' | 'light';
  readonly language?: 'en' | 'ko';
  /** Its way to the network leads through this one. */
  readonly proxy?: string;
};

export type OpenPage = {readonly page: Page; readonly context: BrowserContext; readonly complaints: string[]};

/** A page of its own with nothing kept from others; `complaints` collects what the browser's console has to say. */
export async function openPage(browser: Browser, looks: Looks = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: {width: looks.width ?? 1440, height: looks.height ?? 900},
    colorScheme: looks.scheme ?? 'dark',
    locale: looks.language === 'ko' ? 'ko-KR' : 'en-US',
    reducedMotion: 'reduce',
    ...(looks.proxy === undefined ? {} : {proxy: {server: looks.proxy}}),
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {page, context, complaints};
}

export async function signIn(page: Page, origin: string, name: string, path = '/'): Promise<void> {
  await page.goto(origin + path);
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill('correct horse battery');
  await page.locator('button[type=submit]').click();
  await page.locator('h1').first().waitFor();
  await page.locator('main#content').waitFor();
}
