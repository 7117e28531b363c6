// Signing in at an outside provider: who is let in, who never is, and that nothing can be slipped in on the way back.

import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {newUser} from './support/memory-stores.ts';
import {kimsPassword, makeTestAuth, type TestAuth} from './support/test-auth.ts';
import {startProvider, type TestProvider} from './support/test-provider.ts';

let provider: TestProvider;
let auth: TestAuth;

beforeEach(async () => {
  provider = await startProvider();
  auth = await makeTestAuth({
    settings: {oidc: {issuer: provider.issuer, clientId: 'hpcha', claim: 'preferred_username'}},
  });
  auth.users.all.set('20', newUser('20', 'lee', {unix: 'lee'}));
});
afterEach(() => provider.close());

/** A GET of a browser that keeps its cookies; `host` is the name that it was asked under. */
async function visit(path: string, cookies: Map<string, string>, host = 'cluster.example') {
  const answer = await auth.app.inject({
    url: path,
    headers: {host, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')},
  });
  for (const {name, value} of answer.cookies) {
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return answer;
}

async function goOut(cookies: Map<string, string>, to = '/admin'): Promise<URL> {
  const out = await visit(`/api/auth/oidc/start?to=${encodeURIComponent(to)}`, cookies);
  expect(out.statusCode).toBe(302);
  return provider.agree(String(out.headers['location']));
}

const comeBack = (back: URL, cookies: Map<string, string>) => visit(back.pathname + back.search, cookies);

/** The page of the site that a browser is sent to with a reason; with one where there is something to say; never JSON. */
function sentTo(answer: {readonly statusCode: number; readonly headers: Readonly<Record<string, unknown>>}): string {
  expect(answer.statusCode).toBe(302);
  return String(answer.headers['location']);
}

describe('the outside provider', () => {
  it('signs in a user without a password, with strict cookies that come along from the first page on', async () => {
    const cookies = new Map<string, string>();
    const answer = await comeBack(await goOut(cookies), cookies);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('url=/admin');
    expect(String(answer.headers['set-cookie'])).toMatch(/__Host-hpcha_access=[^;]+;.*SameSite=Strict/);
    const me = await visit('/api/auth/me', cookies);
    expect(me.json()).toMatchObject({name: 'lee', outside: true});
    expect(cookies.has('__Host-hpcha_oidc')).toBe(false);
  });

  it('is asked with PKCE, state and nonce', async () => {
    const out = await visit('/api/auth/oidc/start', new Map());
    const asked = new URL(String(out.headers['location'])).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(asked.get('state')).not.toBe('');
    expect(asked.get('nonce')).not.toBe('');
    expect(asked.get('redirect_uri')).toBe('https://cluster.example/api/auth/oidc/callback');
  });

  it('never takes over a user who has a password, whatever name the person chose there', async () => {
    provider.person = {sub: 'person-2', preferred_username: 'chief'};
    const cookies = new Map<string, string>();
    const answer = await comeBack(await goOut(cookies), cookies);
    expect(sentTo(answer)).toBe('/admin?sign-in=no-user');
  });

  it('is bound to the first person: another one of the same name is refused', async () => {
    const cookies = new Map<string, string>();
    await comeBack(await goOut(cookies), cookies);
    provider.person = {sub: 'person-2', preferred_username: 'lee'};
    expect(sentTo(await comeBack(await goOut(cookies), cookies))).toBe('/admin?sign-in=no-user');
  });

  it.each([
    ['no such user', () => Object.assign(provider.person, {preferred_username: 'unheard-of'}), 'no-user'],
    ['a disabled user', () => auth.setUser('20', {disabled: true}), 'no-user'],
    ['a token of another attempt', () => Object.assign(provider, {wrongNonce: true}), 'failed'],
  ])('lets nobody in for %s', async (_name, prepare, reason) => {
    prepare();
    const cookies = new Map<string, string>();
    expect(sentTo(await comeBack(await goOut(cookies), cookies))).toBe(`/admin?sign-in=${reason}`);
    expect(cookies.has('__Host-hpcha_access')).toBe(false);
  });

  it('does not sign a browser in that did not begin the sign-in', async () => {
    const attacker = new Map<string, string>();
    const back = await goOut(attacker);
    const victim = new Map<string, string>();
    expect(sentTo(await comeBack(back, victim))).toBe('/?sign-in=failed');
    const other = new Map<string, string>();
    await goOut(other);
    expect(sentTo(await comeBack(back, other))).toBe('/admin?sign-in=failed');
    expect(victim.size + (other.has('__Host-hpcha_access') ? 1 : 0)).toBe(0);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a"><script>'])(
    'does not send the browser on to %s',
    async (to) => {
      const answer = await visit(`/api/auth/oidc/start?to=${encodeURIComponent(to)}`, new Map());
      expect(answer.statusCode).toBe(422);
    },
  );

  it('is begun under the name that the provider sends the browser back to', async () => {
    const answer = await visit('/api/auth/oidc/start', new Map(), '10.77.0.100');
    expect(answer.headers['location']).toBe('https://cluster.example/api/auth/oidc/start?to=%2F');
  });

  it('that is away keeps nobody from signing in with a password', async () => {
    await provider.close();
    const answer = await visit('/api/auth/oidc/start?to=%2Fadmin', new Map());
    expect(sentTo(answer)).toBe('/admin?sign-in=failed');
    expect(auth.lines.join('')).toContain('oidc-failed');
  });

  it('is offered with a secret and without one, as the provider wants it', async () => {
    const settings = {oidc: {issuer: provider.issuer, clientId: 'hpcha', claim: 'preferred_username'}};
    for (const secret of [{}, {oidcSecret: 'shared with the provider'}]) {
      const made = await makeTestAuth({settings, ...secret});
      expect((await made.app.inject('/api/auth/oidc')).json()).toEqual({enabled: true, ready: true});
    }
  });

  it('whose secret cannot be read is said to be out of order, and not taken for none', async () => {
    const settings = {oidc: {issuer: provider.issuer, clientId: 'hpcha', claim: 'preferred_username'}};
    const broken = await makeTestAuth({settings, oidcSecret: ''});
    expect((await broken.app.inject('/api/auth/oidc')).json()).toEqual({enabled: true, ready: false});
    const start = await broken.app.inject('/api/auth/oidc/start');
    expect(sentTo(start)).toBe('/');
    expect((await broken.app.inject('/api/auth/healthz')).json()).toMatchObject({
      ...{status: 'degraded', checks: {oidc: 'failed', database: 'ok'}},
    });
    expect(broken.lines.join('')).toContain('oidc-secret-unreadable');
    const browser = broken.newBrowser();
    expect((await browser.ask('POST', '/login', {name: 'kim', password: kimsPassword})).status).toBe(200);
  });

  it('is not there where none is set up', async () => {
    const without = await makeTestAuth();
    expect((await without.app.inject('/api/auth/oidc')).json()).toEqual({enabled: false, ready: true});
    expect((await without.app.inject('/api/auth/oidc/start')).statusCode).toBe(404);
  });
});
