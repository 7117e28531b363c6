// The gate of the web services: which tokens, cookies, origins and roles are let in, and which never are.

import {createHmac} from 'node:crypto';
import {beforeAll, describe, expect, it} from 'vitest';
import type {RegisterService} from '../../src/web/app/web-app.ts';
import {askerOf} from '../../src/web/session/gate.ts';
import type {Standing} from '../../src/web/session/revocation.ts';
import {makeTestKey, makeTestService, signToken, type TestService, testNow} from './support/test-service.ts';

const register: RegisterService = async (app, {gate}) => {
  app.get('/me', {onRequest: gate.requireUser}, async (request) => ({name: askerOf(request).claims.name}));
  app.post('/change', {onRequest: gate.requireUser}, async () => ({done: true}));
  app.post('/operate', {onRequest: gate.requireRole('operator')}, async () => ({done: true}));
  app.get('/unix', {onRequest: gate.requireUnixAccount}, async () => ({done: true}));
  app.get('/any', {onRequest: gate.requireAnyUser}, async () => ({done: true}));
  app.get('/socket', {onRequest: gate.requireSocketUser}, async () => ({done: true}));
};

let service: TestService;
let standing: Standing = 'valid';

beforeAll(async () => {
  service = await makeTestService(register, {standing: () => standing});
});

async function ask(method: 'GET' | 'POST', path: string, headers: Record<string, string>) {
  const answer = await service.app.inject({method, url: `/api/jobs${path}`, headers});
  const body = answer.json() as {error?: {code: string; what: string}};
  return {status: answer.statusCode, code: body.error?.code, what: body.error?.what, headers: answer.headers};
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  it('let a browser and a script in that were given one', async () => {
    expect(await ask('GET', '/me', await service.browser())).toMatchObject({status: 200});
    expect(await ask('GET', '/me', await service.bearer())).toMatchObject({status: 200});
  });

  it('are needed: without one the answer is 401 and says how to come by one', async () => {
    const answer = await ask('GET', '/me', {});
    expect(answer).toMatchObject({status: 401, code: 'not-signed-in'});
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('with the algorithm none are refused', async () => {
    const [, payload] = (await signToken(service.key)).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${base64url({alg})}.${payload}.`;
      expect(await ask('GET', '/me', {authorization: `Bearer ${token}`})).toMatchObject({
        status: 401,
        code: 'token-invalid',
      });
    }
  });

  it('signed by HMAC with the public key as its secret are refused', async () => {
    const [, payload] = (await signToken(service.key)).split('.');
    const head = `${base64url({alg: 'HS256'})}.${payload}`;
    const mac = createHmac('sha256', Buffer.from(service.key.tokenKey, 'base64url')).update(head).digest('base64url');
    expect(await ask('GET', '/me', {authorization: `Bearer ${head}.${mac}`})).toMatchObject({code: 'token-invalid'});
  });

  it('of another key are refused, also when they bring that key along', async () => {
    const other = makeTestKey();
    expect(await ask('GET', '/me', {authorization: `Bearer ${await signToken(other)}`})).toMatchObject({
      status: 401,
      code: 'token-invalid',
    });
  });

  it('whose claims were altered are refused', async () => {
    const [head, payload = '', signature] = (await signToken(service.key)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = `${head}.${base64url({...claims, role: 'admin'})}.${signature}`;
    expect(await ask('GET', '/me', {authorization: `Bearer ${forged}`})).toMatchObject({code: 'token-invalid'});
  });

  it.each([
    ['another cluster', {aud: 'other-cluster'}],
    ['another issuer', {iss: 'somebody'}],
    ['no session', {sid: undefined}],
    ['a role that does not exist', {role: 'root'}],
    ['a Unix account that is no account', {unix: '../root'}],
  ])('of %s are refused', async (_name, extra) => {
    const token = await signToken(service.key, {}, extra);
    expect(await ask('GET', '/me', {authorization: `Bearer ${token}`})).toMatchObject({
      status: 401,
      code: 'token-invalid',
    });
  });

  it('that are over say that they are over', async () => {
    const claims = {iat: testNow / 1000 - 700, exp: testNow / 1000 - 100};
    expect(await ask('GET', '/me', await service.bearer(claims))).toMatchObject({status: 401, code: 'token-expired'});
  });

  it('of a session that was ended are refused', async () => {
    standing = 'ended';
    expect(await ask('GET', '/me', await service.browser())).toMatchObject({status: 401, code: 'session-ended'});
    standing = 'valid';
  });
});

describe('while Redis does not answer', () => {
  it('reading goes on and nothing is changed', async () => {
    standing = 'unknown';
    expect(await ask('GET', '/me', await service.browser())).toMatchObject({status: 200});
    const refused = await ask('POST', '/change', await service.browser());
    expect(refused).toMatchObject({status: 503, code: 'sessions-unknown'});
    expect(refused.headers['retry-after']).toBe('3');
    standing = 'valid';
  });
});

describe('requests that change something', () => {
  it('need the CSRF token in header and cookie', async () => {
    const {'x-hpcha-csrf': csrf = '', ...without} = await service.browser();
    expect(await ask('POST', '/change', {...without, 'x-hpcha-csrf': csrf})).toMatchObject({status: 200});
    expect(await ask('POST', '/change', without)).toMatchObject({status: 403, code: 'csrf-missing'});
    expect(await ask('POST', '/change', {...without, 'x-hpcha-csrf': 'x'.repeat(43)})).toMatchObject({status: 403});
  });

  it('are refused with a CSRF cookie that another site planted, even if the header agrees with it', async () => {
    const headers = await service.browser();
    const planted = {
      ...headers,
      cookie: (headers['cookie'] ?? '').replace(/csrf=.*/, 'csrf=planted'),
      'x-hpcha-csrf': 'planted',
    };
    expect(await ask('POST', '/change', planted)).toMatchObject({status: 403, code: 'csrf-missing'});
  });

  it.each(['https://evil.example', 'null', 'http://cluster.example'])('are refused from %s', async (origin) => {
    expect(await ask('POST', '/change', {...(await service.browser()), origin})).toMatchObject({
      status: 403,
      code: 'origin-foreign',
    });
  });

  it('need neither with a token that no browser sends by itself', async () => {
    expect(await ask('POST', '/change', await service.bearer())).toMatchObject({status: 200});
  });
});

describe('roles', () => {
  it('are ordered: user, operator, admin', async () => {
    expect(await ask('POST', '/operate', await service.bearer({role: 'user'}))).toMatchObject({
      status: 403,
      code: 'role-insufficient',
    });
    expect(await ask('POST', '/operate', await service.bearer({role: 'operator'}))).toMatchObject({status: 200});
    expect(await ask('POST', '/operate', await service.bearer({role: 'admin'}))).toMatchObject({status: 200});
  });

  it('do not help without a Unix account where one is needed', async () => {
    expect(await ask('GET', '/unix', await service.bearer({role: 'admin', unix: null}))).toMatchObject({
      status: 403,
      code: 'no-unix-account',
    });
  });

  it('are worth nothing until a one-time password is changed', async () => {
    const headers = await service.bearer({role: 'admin', change: true});
    expect(await ask('GET', '/me', headers)).toMatchObject({status: 403, code: 'password-change-required'});
    expect(await ask('POST', '/operate', headers)).toMatchObject({status: 403, code: 'password-change-required'});
    expect(await ask('GET', '/any', headers)).toMatchObject({status: 200});
  });
});

describe('sockets', () => {
  it('are opened from the own site only: browsers send cookies along to any socket', async () => {
    const {origin: _, ...without} = await service.browser();
    expect(await ask('GET', '/socket', await service.browser())).toMatchObject({status: 200});
    expect(await ask('GET', '/socket', without)).toMatchObject({status: 403, code: 'origin-foreign'});
    expect(await ask('GET', '/socket', {...without, origin: 'https://evil.example'})).toMatchObject({status: 403});
    expect(await ask('GET', '/socket', await service.bearer())).toMatchObject({status: 200});
  });
});

describe('what a refusal says', () => {
  it('is in the language of the one who asks', async () => {
    expect((await ask('GET', '/me', {'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8'})).what).toBe(
      '로그인되어 있지 않습니다',
    );
    expect((await ask('GET', '/me', {'accept-language': 'en,ko;q=0.5'})).what).toBe('you are not signed in');
    expect((await ask('GET', '/me', {'accept-language': 'de'})).what).toBe('you are not signed in');
  });
});
