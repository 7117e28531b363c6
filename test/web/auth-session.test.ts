// Signing in and staying signed in: cookies, rotation, reuse, fixation, logout, one-time passwords, and what survives an outage.

import {beforeEach, describe, expect, it} from 'vitest';
import {chiefsPassword, kimsPassword, makeTestAuth, type TestAuth} from './support/test-auth.ts';

let auth: TestAuth;
beforeEach(async () => {
  auth = await makeTestAuth();
});

const accessOf = (browser: {readonly cookies: Map<string, string>}): string =>
  browser.cookies.get('__Host-hpcha_access') ?? '';
const refreshOf = (browser: {readonly cookies: Map<string, string>}): string =>
  browser.cookies.get('__Secure-hpcha_refresh') ?? '';
const sidOf = (browser: {readonly cookies: Map<string, string>}): string =>
  String(JSON.parse(Buffer.from(accessOf(browser).split('.')[1] ?? '', 'base64url').toString()).sid);

describe('signing in', () => {
  it('gives a session in cookies that no script and no other site can use', async () => {
    const browser = auth.newBrowser();
    const answer = await browser.login('Kim ', kimsPassword);
    expect(answer).toMatchObject({status: 200, body: {user: {name: 'kim', role: 'user', unix: 'kim'}}});
    expect(await browser.ask('GET', '/me')).toMatchObject({status: 200, body: {name: 'kim'}});
    const [access, refresh, csrf] = browser.setCookies;
    expect(access).toMatch(/^__Host-hpcha_access=.*; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(refresh).toMatch(/^__Secure-hpcha_refresh=.*; Path=\/api\/auth; HttpOnly; Secure; SameSite=Strict$/);
    expect(csrf).toMatch(/^__Host-hpcha_csrf=.*; Path=\/; Secure; SameSite=Strict$/);
    expect(JSON.stringify(answer.body)).not.toMatch(/argon2|passwordHash/);
  });

  it('never takes over a session that the browser brought along, and ends it', async () => {
    const attacker = auth.newBrowser('198.51.100.1');
    await attacker.login('kim', kimsPassword);
    const planted = sidOf(attacker);
    const victim = attacker.copy();
    await victim.login('chief', chiefsPassword);
    expect(sidOf(victim)).not.toBe(planted);
    expect(await attacker.ask('GET', '/me')).toMatchObject({status: 401, code: 'session-ended'});
    expect(await victim.ask('GET', '/me')).toMatchObject({status: 200, body: {name: 'chief'}});
  });

  it('is refused from a page of another site', async () => {
    const answer = await auth.app.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: {origin: 'https://evil.example'},
      payload: {name: 'kim', password: kimsPassword},
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({error: {code: 'origin-foreign'}});
  });

  it('gives a script a token and no cookie', async () => {
    const browser = auth.newBrowser();
    const {body} = await browser.ask('POST', '/login', {name: 'kim', password: kimsPassword, as: 'token'});
    expect(browser.setCookies).toEqual([]);
    const answer = await auth.app.inject({
      url: '/api/auth/me',
      headers: {authorization: `Bearer ${String(body['token'])}`},
    });
    expect(answer.json()).toMatchObject({name: 'kim'});
  });

  it('is refused for a disabled user as for a wrong password', async () => {
    auth.setUser('7', {disabled: true});
    const right = await auth.newBrowser().login('kim', kimsPassword);
    const wrong = await auth.newBrowser('192.0.2.77').login('kim', 'something else entirely');
    expect(right).toEqual(wrong);
    expect(right).toMatchObject({status: 401, code: 'sign-in-failed'});
  });

  it('is refused with 503 while the sessions or the users cannot be asked, and nobody is counted as guessing', async () => {
    const browser = auth.newBrowser();
    auth.users.away = true;
    for (let n = 0; n < 10; n += 1) {
      expect(await browser.login('kim', kimsPassword)).toMatchObject({status: 503, code: 'user-store-down'});
    }
    auth.users.away = false;
    expect(await browser.login('kim', kimsPassword)).toMatchObject({status: 200});
    auth.sessions.away = true;
    expect(await browser.login('kim', kimsPassword)).toMatchObject({status: 503, code: 'session-store-down'});
  });

  it('writes who signed in and never the password, a token or a cookie', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    await browser.login('kim', 'a wrong password here');
    await browser.login('my password is in the wrong field', 'x');
    await browser.ask('POST', '/refresh');
    const log = auth.lines.join('');
    expect(log).toContain('"event":"signed-in"');
    for (const secret of [
      kimsPassword,
      'a wrong password here',
      'wrong field',
      accessOf(browser),
      refreshOf(browser),
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(sidOf(browser));
  });
});

describe('refreshing', () => {
  it('goes on with new tokens, and the old refresh token is used up', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const before = refreshOf(browser);
    auth.pass(11 * 60_000);
    expect(await browser.ask('GET', '/me')).toMatchObject({status: 401, code: 'token-expired'});
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 200, body: {user: {name: 'kim'}}});
    expect(refreshOf(browser)).not.toBe(before);
    expect(await browser.ask('GET', '/me')).toMatchObject({status: 200});
  });

  it('with a token that was used before ends the session for both who hold it', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const thief = browser.copy();
    await browser.ask('POST', '/refresh');
    auth.pass(60_000);
    expect(await thief.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-reused'});
    expect(await browser.ask('GET', '/me')).toMatchObject({status: 401, code: 'session-ended'});
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
    expect(auth.lines.join('')).toContain('refresh-reused');
  });

  it('from two tabs at once gives both the same successor', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const tab = browser.copy();
    await browser.ask('POST', '/refresh');
    expect(await tab.ask('POST', '/refresh')).toMatchObject({status: 200});
    expect(refreshOf(tab)).toBe(refreshOf(browser));
    const another = browser.copy();
    await browser.ask('POST', '/refresh');
    another.agent = 'another program';
    expect(await another.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-reused'});
  });

  it('needs the CSRF token', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    browser.cookies.delete('__Host-hpcha_csrf');
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 403, code: 'csrf-missing'});
  });

  it('with a token that we did not sign is refused and its cookies are cleared', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const forged = refreshOf(browser).replace(/\.(\d+)\.(\d+)\.([\w-]+)$/, '.99.$2.$3');
    browser.cookies.set('__Secure-hpcha_refresh', forged);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
  });

  it('survives a database and a Redis that were away for a while', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    auth.users.away = true;
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 503, code: 'user-store-down'});
    auth.users.away = false;
    auth.sessions.away = true;
    auth.pass(40_000);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 503, code: 'session-store-down'});
    expect(await browser.ask('GET', '/me')).toMatchObject({status: 200});
    auth.sessions.away = false;
    auth.pass(40_000);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 200});
  });

  it('survives what Redis forgot with a master that died', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const sid = sidOf(browser);
    const before = auth.sessions.kept.get(sid);
    await browser.ask('POST', '/refresh');
    // The newest write is gone: Redis still has the generation before.
    if (before !== undefined) auth.sessions.kept.set(sid, before);
    auth.pass(60_000);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 200});
    // The session itself is gone, a moment after it began.
    auth.sessions.kept.delete(sid);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 200});
    // But not later, and not after it was ended.
    auth.pass(120_000);
    auth.sessions.kept.delete(sid);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
  });

  it('asks for the password again after a week, however busy the session was', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 200});
      auth.pass(8 * 3_600_000);
    }
    auth.pass(1000);
    expect(await browser.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
  });
});

describe('logging out', () => {
  it('ends the session for whoever holds its tokens, and clears the cookies', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const copy = browser.copy();
    expect(await browser.ask('POST', '/logout')).toMatchObject({status: 204});
    expect([...browser.cookies.keys()]).toEqual([]);
    expect(await copy.ask('GET', '/me')).toMatchObject({status: 401, code: 'session-ended'});
    expect(await copy.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
  });

  it('works with an access token that has run out', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    auth.pass(20 * 60_000);
    expect(await browser.ask('POST', '/logout')).toMatchObject({status: 204});
    expect(auth.sessions.kept.size).toBe(0);
  });
});

describe('changing the password', () => {
  const next = 'a new and longer password';

  it('ends every other session of the user and goes on with this one', async () => {
    const here = auth.newBrowser();
    const there = auth.newBrowser('192.0.2.20');
    await here.login('kim', kimsPassword);
    await there.login('kim', kimsPassword);
    expect(await here.ask('POST', '/password', {current: kimsPassword, next})).toMatchObject({status: 200});
    expect(await here.ask('GET', '/me')).toMatchObject({status: 200});
    expect(await there.ask('GET', '/me')).toMatchObject({status: 401, code: 'session-ended'});
    expect(await there.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
    expect(await there.login('kim', kimsPassword)).toMatchObject({status: 401});
    expect(await there.login('kim', next)).toMatchObject({status: 200});
  });

  it('is the one thing that a one-time password is good for', async () => {
    auth.setUser('1', {mustChange: true});
    const browser = auth.newBrowser();
    expect(await browser.login('chief', chiefsPassword)).toMatchObject({status: 200, body: {user: {mustChange: true}}});
    expect(await browser.ask('GET', '/users')).toMatchObject({status: 403, code: 'password-change-required'});
    expect(await browser.ask('POST', '/password', {current: chiefsPassword, next: chiefsPassword})).toMatchObject({
      status: 422,
      code: 'password-weak',
    });
    expect(await browser.ask('POST', '/password', {current: chiefsPassword, next})).toMatchObject({status: 200});
    expect(await browser.ask('GET', '/users')).toMatchObject({status: 200});
  });

  it.each(['short', 'kim kim kim kim', 'aaaaaaaaaaaaaa', '1234567890123'])('refuses %s', async (weak) => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const answer = await browser.ask('POST', '/password', {current: kimsPassword, next: weak});
    expect(answer).toMatchObject({status: 422, code: 'password-weak'});
  });

  it('needs the present one, and guessing it there locks out as well', async () => {
    const browser = auth.newBrowser();
    await browser.login('kim', kimsPassword);
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 7; n += 1) {
      codes.push((await browser.ask('POST', '/password', {current: 'guessed guessed', next})).code);
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('password-wrong'));
    expect(codes.slice(5)).toEqual(Array(2).fill('locked-out'));
  });
});
