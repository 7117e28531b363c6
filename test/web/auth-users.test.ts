// Administering users: who may, what it does to those who are signed in, and that the last administrator stays.

import {beforeEach, describe, expect, it} from 'vitest';
import {faultOf} from '../../src/web/auth/unix-accounts.ts';
import {type Browser, chiefsPassword, kimsPassword, makeTestAuth, type TestAuth} from './support/test-auth.ts';

let auth: TestAuth;
let chief: Browser;
beforeEach(async () => {
  auth = await makeTestAuth({accounts: (name) => (name === 'daemon' ? 'its uid 1 is below 1000' : undefined)});
  chief = auth.newBrowser();
  await chief.login('chief', chiefsPassword);
});

describe('users', () => {
  it('are administered by administrators alone', async () => {
    const kim = auth.newBrowser();
    await kim.login('kim', kimsPassword);
    for (const role of ['user', 'operator'] as const) {
      auth.setUser('7', {role});
      await kim.login('kim', kimsPassword);
      for (const [method, path] of [
        ['GET', '/users'],
        ['POST', '/users'],
        ['GET', '/users/1'],
        ['PATCH', '/users/7'],
        ['DELETE', '/users/1'],
        ['POST', '/users/1/password'],
        ['POST', '/users/1/sign-out'],
        ['POST', '/users/1/unlock'],
      ] as const) {
        const body = method === 'GET' || method === 'DELETE' ? undefined : {};
        expect(await kim.ask(method, path, body), `${role} ${method} ${path}`).toMatchObject({
          status: 403,
          code: 'role-insufficient',
        });
      }
    }
    expect(auth.users.all.size).toBe(2);
  });

  it('are made with a one-time password that is told once', async () => {
    const made = await chief.ask('POST', '/users', {name: 'Park', role: 'operator', unix: 'park'});
    expect(made).toMatchObject({status: 201, body: {user: {name: 'park', mustChange: true, role: 'operator'}}});
    const password = String(made.body['oneTimePassword']);
    expect(password).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect(auth.lines.join('')).not.toContain(password);
    expect(JSON.stringify((await chief.ask('GET', '/users')).body)).not.toContain(password);
    expect(await auth.newBrowser().login('park', password)).toMatchObject({
      status: 200,
      body: {user: {mustChange: true}},
    });
  });

  it('are listed a page at a time', async () => {
    for (const name of ['a', 'b', 'c']) await chief.ask('POST', '/users', {name});
    const first = await chief.ask('GET', '/users?limit=3');
    expect(first.body).toMatchObject({users: [{name: 'a'}, {name: 'b'}, {name: 'c'}], next: 'c'});
    expect((await chief.ask('GET', '/users?limit=3&after=c')).body).toMatchObject({
      users: [{name: 'chief'}, {name: 'kim'}],
      next: null,
    });
    expect(await chief.ask('GET', '/users?limit=9999')).toMatchObject({status: 422, code: 'input-invalid'});
  });

  it.each([
    [{name: 'Robert"); DROP TABLE users;--'}, 'input-invalid'],
    [{name: 'kim'}, 'user-exists'],
    [{name: 'new', unix: 'kim'}, 'user-exists'],
    [{name: 'new', unix: 'daemon'}, 'unix-account-unfit'],
    [{name: 'new', unix: '-rf'}, 'input-invalid'],
    [{name: 'new', role: 'root'}, 'input-invalid'],
    [{name: 'new', passwordHash: 'mine'}, 'input-invalid'],
  ])('%j are refused', async (body, code) => {
    expect(await chief.ask('POST', '/users', body)).toMatchObject({code});
    expect(auth.users.all.size).toBe(2);
  });

  it('lose what they were signed in with when their role, account or access changes', async () => {
    for (const change of [{role: 'operator'}, {unix: null}, {disabled: true}]) {
      auth.setUser('7', {disabled: false});
      const kim = auth.newBrowser();
      await kim.login('kim', kimsPassword);
      expect(await chief.ask('PATCH', '/users/7', change)).toMatchObject({status: 200});
      expect(await kim.ask('GET', '/me')).toMatchObject({status: 401, code: 'session-ended'});
      expect(await kim.ask('POST', '/refresh')).toMatchObject({status: 401, code: 'refresh-invalid'});
    }
  });

  it('are signed out everywhere by an administrator, and out for good when they are removed', async () => {
    const kim = auth.newBrowser();
    await kim.login('kim', kimsPassword);
    await chief.ask('POST', '/users/7/sign-out');
    expect(await kim.ask('GET', '/me')).toMatchObject({code: 'session-ended'});
    await kim.login('kim', kimsPassword);
    expect(await chief.ask('DELETE', '/users/7')).toMatchObject({status: 204});
    expect(await kim.ask('GET', '/me')).toMatchObject({status: 401});
    expect(await kim.login('kim', kimsPassword)).toMatchObject({status: 401, code: 'sign-in-failed'});
  });

  it('keep one administrator, whoever asks', async () => {
    for (const change of [{role: 'user'}, {disabled: true}]) {
      expect(await chief.ask('PATCH', '/users/1', change)).toMatchObject({status: 409, code: 'last-admin'});
    }
    expect(await chief.ask('DELETE', '/users/1')).toMatchObject({status: 409, code: 'last-admin'});
  });

  it('are written down with who changed what', async () => {
    await chief.ask('PATCH', '/users/7', {role: 'operator'});
    const line = auth.lines.map((text) => JSON.parse(text)).find(({event}) => event === 'user-changed');
    expect(line).toMatchObject({user: 'kim', by: 'chief', role: 'operator', from: '192.0.2.10'});
  });
});

describe('a Unix account', () => {
  it.each([
    ['root:x:0:0:root:/root:/bin/bash', 'its uid 0 is below 1000'],
    ['slurm:x:64030:64030::/nonexistent:/usr/sbin/nologin', 'it has no shell'],
    ['nobody:x:65534:65534:nobody:/:/bin/sh', 'it is nobody'],
    ['kim:x:1000:1000:Kim:/home/kim:/bin/bash', undefined],
    ['half a line', 'its uid cannot be read'],
  ])('%s: %s', (line, fault) => {
    expect(faultOf(line)).toBe(fault);
  });
});
