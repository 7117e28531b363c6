// The round trip of `test --test web`: what a browser does from the address line to signing out, part by part.

import {setTimeout as sleep} from 'node:timers/promises';
import {toHpchaError} from '../../model/error.ts';
import {webServices} from '../services.ts';
import {cookieNames} from '../session/cookies.ts';
import {lookAtCertificate} from './certificate.ts';
import {seeLiveView} from './live-view.ts';
import {askSite, type Site} from './site-client.ts';
import type {ThrowawayUser} from './throwaway-user.ts';
import {deleteFolder, firstRootOf, makeFolder, seeFiles} from './visit-files.ts';
import {seeJob} from './visit-jobs.ts';
import {type Cookies, cookiesOf, expectStatus, sessionIdIn, type Visitor, visitorOf, wrong} from './visitor.ts';

export type PartResult = {
  readonly part: string;
  readonly result: 'passed' | 'failed' | 'unchecked';
  readonly saw: string;
};

/** What the one who signs in does as a Unix account. */
export type Errand = {
  readonly account: string;
  /** Name of a folder that nobody else has. */
  readonly folder: string;
  /** null: no job is submitted. */
  readonly job: {readonly name: string; readonly partition: string} | null;
};

export type RoundTripDeps = {
  readonly site: Site;
  /** Makes the user that signs in; whoever calls takes it away. */
  readonly user: () => Promise<ThrowawayUser>;
  /** null: the user has no Unix account, and jobs and files must refuse. */
  readonly errand: Errand | null;
  /** Told once somebody is signed in, so that the session is ended also where signing out is not reached. */
  readonly onSession: (sid: string) => void;
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
  return [certificate, pages, stranger, ...session];
}

const unchecked = (name: string, saw: string): PartResult => ({part: name, result: 'unchecked', saw});

/** Said where it is not tried, so that nobody takes a passed test for more than it was. */
const noFiles = unchecked('files', 'there is no shared storage to upload to');
const noJob = unchecked('job', 'there is no compute node in the configuration, or no shared storage for its output');

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

async function sessionParts(deps: RoundTripDeps): Promise<readonly PartResult[]> {
  const {site, user, signal, errand, onSession} = deps;
  let cookies: Cookies = new Map();
  const signIn = await part('sign in', async () => {
    const made = await user();
    const json = {name: made.name, password: made.password.reveal()};
    const answer = await askSite(site, '/api/auth/login', {method: 'POST', json}, signal);
    expectStatus(answer, 200, 'sign in');
    cookies = cookiesOf(answer);
    const sid = sessionIdIn(cookies);
    if (sid !== null) onSession(sid);
    const missing = [cookieNames.access, cookieNames.refresh, cookieNames.csrf].filter((name) => !cookies.has(name));
    if (missing.length > 0) throw wrong('sign in', `no cookie ${missing.join(', ')}`);
    return 'with a user made for this test';
  });
  if (signIn.result !== 'passed') {
    const rest = ['session', 'live view', 'files', 'job', 'sign out'] as const;
    return [signIn, ...rest.map((name) => unchecked(name, 'nobody is signed in'))];
  }
  const visitor = visitorOf(site, cookies, signal);
  const session = await part('session', () => seeSession(visitor, errand !== null));
  const live = await part('live view', () => seeLiveView(site, visitor.cookie, signal));
  const work = errand === null ? [noFiles, noJob] : await workParts(deps, visitor, errand);
  return [signIn, session, live, ...work, await part('sign out', () => seeSignOut(site, visitor, signal))];
}

/** As a Unix account: files and a job in a folder of their own, which is deleted through the site as well. */
async function workParts(deps: RoundTripDeps, visitor: Visitor, errand: Errand): Promise<readonly PartResult[]> {
  const {site, signal} = deps;
  const {account, job} = errand;
  let folder = '';
  const files = await part('files', async () => {
    const wanted = `${await firstRootOf(visitor)}/${errand.folder}`;
    await makeFolder(visitor, wanted);
    folder = wanted;
    return seeFiles(visitor, folder);
  });
  if (folder === '') return [files, unchecked('job', 'there is no folder for its output')];
  const submitted =
    job === null ? noJob : await part('job', () => seeJob({site, visitor, signal, account, folder, ...job}));
  const tidy = await part('tidy', async () => {
    await deleteFolder(visitor, folder);
    return 'its folder is deleted';
  });
  return [files, submitted, tidy];
}

/** Every API verifies the token by itself. That jobs and files are refused without a Unix account is theirs to hold. */
async function seeSession(visitor: Visitor, hasAccount: boolean): Promise<string> {
  for (const path of ['/api/auth/me', '/api/monitoring/status']) await visitor.expect(200, path);
  // The role travels in the token: a `user` must be held to it.
  await visitor.expect(403, '/api/auth/users');
  if (hasAccount) return 'auth and metrics answer, and users are for administrators alone';
  for (const path of ['/api/jobs', '/api/files/roots']) {
    const {body} = await visitor.expect(403, path);
    if (!body.includes('no-unix-account')) throw wrong(path, `it refuses otherwise: ${body.slice(0, 200)}`);
  }
  return 'auth and metrics answer; jobs and files know the user, and refuse without a Unix account';
}

/** The same access token must be worth nothing afterwards, although it has not run out. */
async function seeSignOut(site: Site, visitor: Visitor, signal: AbortSignal): Promise<string> {
  await visitor.expect(204, '/api/auth/logout', {method: 'POST'});
  const from = performance.now();
  for (;;) {
    const {status} = await askSite(site, '/api/auth/me', {headers: {cookie: visitor.cookie}}, signal);
    const tookMs = Math.round(performance.now() - from);
    if (status === 401) return `the token was worth nothing ${tookMs} ms later`;
    if (tookMs > endsWithinMs) throw wrong('sign out', `the token still opens Auth ${tookMs} ms later (${status})`);
    await sleep(againMs, undefined, {signal});
  }
}
