// `npm run web-pictures`: pictures of the three front ends for the README, from the built pages in Chromium with the tests' back end,
// which tells states that a lab really had. `--review FOLDER` takes every page, dark and light, English and Korean, wide and on a phone;
// `--only TEXT` those whose name has it.

import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {Browser, Page} from 'playwright-core';
import {startBackEnd} from '../test/web-ui/back-end/back-end.ts';
import type {Moment} from '../test/web-ui/back-end/world.ts';
import {everyPage} from '../test/web-ui/browser/every-page.ts';
import {chromiumPath, type Looks, openBrowser, openPage, signIn} from '../test/web-ui/browser/open-browser.ts';
import {buildWeb} from './build/web.ts';

const {values} = parseArgs({
  options: {
    out: {type: 'string', default: 'docs/pictures'},
    review: {type: 'string'},
    only: {type: 'string', default: ''},
  },
});

type Shot = {
  readonly file: string;
  readonly who: string;
  readonly path: string;
  readonly moment: Moment;
  readonly looks: Looks;
  /** Pressed once the page is there; taken when the plan is shown. */
  readonly press?: string;
};

const wide = {width: 1280, height: 800} as const;
const phone = {width: 375, height: 812} as const;

const forReadme: readonly Shot[] = [
  {file: 'web-dashboard', who: 'mina', path: '/', moment: 'calm', looks: {...wide, scheme: 'light'}},
  {file: 'web-monitoring', who: 'ada', path: '/monitoring', moment: 'owner-lost', looks: {...wide, scheme: 'dark'}},
  {file: 'web-admin', who: 'ada', path: '/admin', moment: 'owner-lost', looks: {...wide, scheme: 'light'}},
  {
    file: 'web-phone',
    who: 'mina',
    path: '/monitoring',
    moment: 'owner-lost',
    looks: {...phone, scheme: 'dark', language: 'ko'},
  },
];

const looks: Readonly<Record<string, Looks>> = {
  'wide-dark-en': {...wide, scheme: 'dark', language: 'en'},
  'wide-light-ko': {...wide, scheme: 'light', language: 'ko'},
  'phone-light-en': {...phone, scheme: 'light', language: 'en'},
  'phone-dark-ko': {...phone, scheme: 'dark', language: 'ko'},
};

const planPath = '/admin/actions/maintenance?host=server2&mode=on';
const press = {en: 'Show the plan', ko: '계획 보기'} as const;
const plans = Object.entries(looks).map(([name, look]): Shot => {
  const path = planPath;
  return {
    file: `admin-plan.${name}`,
    who: 'ada',
    path,
    moment: 'calm',
    looks: look,
    press: press[look.language ?? 'en'],
  };
});

const listed: readonly Shot[] = Object.entries(looks).flatMap(([name, look]) =>
  everyPage.flatMap(([who, paths]) =>
    paths.map((at): Shot => {
      const file = `${at.slice(1).replaceAll('/', '-') || 'front'}.${name}`;
      return {file, who, path: at, moment: 'owner-lost', looks: look};
    }),
  ),
);

/** A back end of its own for each, so that no picture has traces of the one before. */
async function take(browser: Browser, {file, who, path: at, moment, looks, press}: Shot, into: string): Promise<void> {
  const back = await startBackEnd();
  const {page, context} = await openPage(browser, looks);
  try {
    back.live.show(moment);
    await signIn(page, back.origin, who, at);
    await page.locator('[class*=Skeleton]').first().waitFor({state: 'detached'});
    if (press !== undefined) {
      await page.getByRole('button', {name: press}).click();
      await page.locator('input[name=reason]').waitFor();
    }
    await page.evaluate('document.fonts.ready');
    const to = path.join(into, `${file}.png`);
    writeFileSync(to, await settled(page));
    process.stderr.write(`${to}\n`);
  } finally {
    await context.close();
    await back.close();
  }
}

/** Until nothing moves any more: what was just told may still be on its way into the page. */
async function settled(page: Page): Promise<Buffer> {
  const shoot = (): Promise<Buffer> => page.screenshot({fullPage: values.review !== undefined});
  let before = await shoot();
  for (let tries = 0; tries < 10; tries += 1) {
    await page.waitForTimeout(300);
    const now = await shoot();
    if (now.equals(before)) return now;
    before = now;
  }
  return before;
}

const program = chromiumPath();
if (program === undefined) throw new Error('there is no Chromium, and this user cannot install it');
await buildWeb();
const into = values.review ?? values.out;
mkdirSync(into, {recursive: true});
const browser = await openBrowser(program);
try {
  for (const shot of values.review === undefined
    ? forReadme
    : [...plans, ...listed].filter(({file}) => file.includes(values.only)))
    await take(browser, shot, into);
} finally {
  await browser.close();
}
