// The round trip of `test --test web`: what a browser does from the address line to signing out, part by part.

import {setTimeout as sleep} from 'node:timers/promises';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import {webServices} from '../services.ts';
import {cookieNames, csrfHeader} from '../session/cookies.ts';
import {lookAtCertificate} from './certificate.ts';
import {seeLiveView} from './live-view.ts';
import {askSite, type Site, type SiteAnswer} from './site-client.ts';
import type {ThrowawayUser} from './throwaway-user.ts';

export type PartResult = {
  readonly part: string;
  readonly result: 'passed' | 'failed' | 'unchecked';
  readonly saw: string;
};

export type RoundTripDeps = {
  readonly site: Site;
  /** Makes the user that signs in; whoever calls takes it away. */
  readonly user: () => Promise<ThrowawayUser>;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** A service trusts Redis's word on a session for five seconds (docs/decisions/0018). */
const endsWithinMs = 8_000;
const againMs = 500;

/** Never rejects: what fails is a part that failed. What needs what failed before it is told as not checked. */
export async function roundTrip(deps: RoundTripDeps): Promise<readonly PartResult[]> {
  const {site, now, signal} = deps;
  const certificate = await part('certificate', async () => {
    const {saw, unchecked} = await lookAtCertificate(site, now(), signal);
    return unchecked === null ? saw : {unchecked: `${saw}; ${unchecked}`};
  });
  const pages = await part('pages', () => seePages(site, signal));
  const stranger = await part('without signing in', () => seeRefusals(site, signal));
  const session = await sessionParts(deps);
  return [certificate, pages, stranger, ...session, personal];
}

/** Said every time, so that nobody takes a passed test for more than it was. */
const personal: PartResult = {
  part: 'jobs and files of a person',
  result: 'unchecked',
  saw: 'submitting, uploading and downloading act as a Unix account; this test signs in as nobody real and has none',
};

async function part(name: string, prove: () => Promise<string | {readonly unchecked: string}>): Promise<PartResult> {
  try {
    const saw = await prove();
    if (typeof saw === 'string') return {part: name, result: 'passed', saw};
    return {part: name, result: 'unchecked', saw: saw.unchecked};
  } catch (thrown) {
    return {part: name, result: 'failed', saw: toHpchaError(thrown, name).message};
  }
}

/** Each front end: its page, and the script that the page names. */
async function seePages(site: Site, signal: AbortSignal): Promise<string> {
  const pages = webServices.filter(({kind}) => kind === 'pages');
  for (const {name, path} of pages) {
    const page = await askSite(site, `${path}/`, {}, signal);
    expectStatus(page, 200, name);
    const script = /<script[^>]+src="([^"]+)"/.exec(page.body)?.[1];
    if (script === undefined) throw wrong(name, 'its page names no script');
    if (page.headers['content-security-policy'] === undefined) throw wrong(name, 'its page has no content policy');
    const code = await askSite(site, new URL(script, `${site.origin}${path}/`).pathname, {}, signal);
    expectStatus(code, 200, `script of ${name}`);
    if (!String(code.headers['content-type']).startsWith('text/javascript')) throw wrong(name, 'its script is none');
  }
  return `${pages.map(({name}) => name).join(', ')}, each with its script`;
}

/** Open doors are as bad as closed ones. */
async function seeRefusals(site: Site, signal: AbortSignal): Promise<string> {
  const paths = ['/api/auth/me', '/api/jobs', '/api/files/roots', '/api/monitoring/status'];
  for (const path of paths) expectStatus(await askSite(site, path, {}, signal), 401, path);
  expectStatus(await askSite(site, '/internal/snapshot', {}, signal), 404, '/internal/snapshot');
  return `${paths.length} APIs ask to sign in, and what is internal is not there`;
}

async function sessionParts({site, user, signal}: RoundTripDeps): Promise<readonly PartResult[]> {
  let cookies: Cookies = new Map();
  const signIn = await part('sign in', async () => {
    const made = await user();
    const json = {name: made.name, password: made.password.reveal()};
    const answer = await askSite(site, '/api/auth/login', {method: 'POST', json}, signal);
    expectStatus(answer, 200, 'sign in');
    cookies = cookiesOf(answer);
    const missing = [cookieNames.access, cookieNames.refresh, cookieNames.csrf].filter((name) => !cookies.has(name));
    if (missing.length > 0) throw wrong('sign in', `no cookie ${missing.join(', ')}`);
    return 'with a user made for this test';
  });
  const rest = ['session', 'live view', 'sign out'] as const;
  if (signIn.result !== 'passed') {
    const saw = 'nobody is signed in';
    return [signIn, ...rest.map((name): PartResult => ({part: name, result: 'unchecked', saw}))];
  }
  const session = await part('session', () => seeSession(site, cookies, signal));
  const live = await part('live view', () => seeLiveView(site, headerOf(cookies), signal));
  const signOut = await part('sign out', () => seeSignOut(site, cookies, signal));
  return [signIn, session, live, signOut];
}

/** Every API verifies the token by itself. That jobs and files are refused without a Unix account is theirs to hold. */
async function seeSession(site: Site, cookies: Cookies, signal: AbortSignal): Promise<string> {
  const headers = {cookie: headerOf(cookies)};
  for (const path of ['/api/auth/me', '/api/monitoring/status']) {
    expectStatus(await askSite(site, path, {headers}, signal), 200, path);
  }
  for (const path of ['/api/jobs', '/api/files/roots']) {
    const answer = await askSite(site, path, {headers}, signal);
    expectStatus(answer, 403, path);
    if (!answer.body.includes('no-unix-account'))
      throw wrong(path, `it refuses otherwise: ${answer.body.slice(0, 200)}`);
  }
  return 'auth and metrics answer; jobs and files know the user, and refuse without a Unix account';
}

/** The same access token must be worth nothing afterwards, although it has not run out. */
async function seeSignOut(site: Site, cookies: Cookies, signal: AbortSignal): Promise<string> {
  const headers = {cookie: headerOf(cookies), [csrfHeader]: cookies.get(cookieNames.csrf) ?? ''};
  expectStatus(await askSite(site, '/api/auth/logout', {method: 'POST', headers}, signal), 204, 'sign out');
  const from = performance.now();
  for (;;) {
    const {status} = await askSite(site, '/api/auth/me', {headers: {cookie: headers.cookie}}, signal);
    const tookMs = Math.round(performance.now() - from);
    if (status === 401) return `the token was worth nothing ${tookMs} ms later`;
    if (tookMs > endsWithinMs) throw wrong('sign out', `the token still opens Auth ${tookMs} ms later (${status})`);
    await sleep(againMs, undefined, {signal});
  }
}

type Cookies = ReadonlyMap<string, string>;

function cookiesOf({headers}: SiteAnswer): Cookies {
  const pairs = (headers['set-cookie'] ?? []).flatMap((line) => {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(pairs);
}

function headerOf(cookies: Cookies): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function expectStatus({status, body}: SiteAnswer, wanted: number, where: string): void {
  if (status === wanted) return;
  const said = status >= 400 ? `: ${body.slice(0, 200).replaceAll('\n', ' ')}` : '';
  throw wrong(where, `it answered ${status}, not ${wanted}${said}`);
}

function wrong(where: string, what: string): HpchaError {
  return new HpchaError({code: 'command', where, what});
}
