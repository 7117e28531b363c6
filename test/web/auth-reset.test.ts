// A one-time password from outside: it opens once, ends what was open, lifts a lock, and gives no access back that was taken away.

import {describe, expect, test} from 'vitest';
import {Secret} from '../../src/model/secret.ts';
import {makePasswords} from '../../src/web/auth/password-hash.ts';
import {resetPassword} from '../../src/web/auth/reset-password.ts';
import {kimsPassword, makeTestAuth, type TestAuth} from './support/test-auth.ts';

const passwords = makePasswords({memory: 64, passes: 1, parallelism: 1});
const once = 'abcde-fghij-kmnop-qrstu';

function reset({users, sessions, attempts}: TestAuth, name: string) {
  return resetPassword({users, sessions, attempts, hash: (one) => passwords.hash(one)}, name, new Secret(once));
}

describe('a reset', () => {
  test('lets the user in with the new password alone, who then has to choose another', async () => {
    const auth = await makeTestAuth();
    expect(await reset(auth, 'kim')).toEqual({kind: 'reset', redis: null});
    const browser = auth.newBrowser();
    expect(await browser.ask('POST', '/login', {name: 'kim', password: kimsPassword})).toMatchObject({status: 401});
    const entered = await browser.ask('POST', '/login', {name: 'kim', password: once});
    expect(entered).toMatchObject({status: 200, body: {user: {mustChange: true}}});
  });

  test('ends sessions that are open', async () => {
    const auth = await makeTestAuth();
    const browser = auth.newBrowser();
    await browser.ask('POST', '/login', {name: 'kim', password: kimsPassword});
    expect((await browser.ask('GET', '/me')).status).toBe(200);
    await reset(auth, 'kim');
    auth.pass(6_000);
    expect((await browser.ask('GET', '/me')).status).toBe(401);
  });

  test('lifts the lock that wrong passwords have brought', async () => {
    const auth = await makeTestAuth();
    const browser = auth.newBrowser();
    for (let tries = 0; tries < 40; tries += 1) {
      await browser.ask('POST', '/login', {name: 'kim', password: 'a wrong password'});
    }
    expect((await browser.ask('POST', '/login', {name: 'kim', password: kimsPassword})).status).toBe(429);
    await reset(auth, 'kim');
    const elsewhere = auth.newBrowser('192.0.2.77');
    expect((await elsewhere.ask('POST', '/login', {name: 'kim', password: once})).status).toBe(200);
  });

  test('changes nothing for nobody and for a disabled user, and says which', async () => {
    const auth = await makeTestAuth();
    expect(await reset(auth, 'nobody')).toEqual({kind: 'unknown'});
    auth.setUser('7', {disabled: true});
    const before = auth.users.all.get('7');
    expect(await reset(auth, 'kim')).toEqual({kind: 'disabled'});
    expect(auth.users.all.get('7')).toEqual(before);
  });

  test('holds while Redis is away, and says that open sessions have some time left', async () => {
    const auth = await makeTestAuth();
    auth.sessions.away = true;
    expect(await reset(auth, 'kim')).toMatchObject({kind: 'reset', redis: {what: 'Connection is closed.'}});
    expect(auth.users.all.get('7')?.mustChange).toBe(true);
  });

  test('without a database nothing is claimed', async () => {
    const auth = await makeTestAuth();
    auth.users.away = true;
    await expect(reset(auth, 'kim')).rejects.toThrow();
  });
});
