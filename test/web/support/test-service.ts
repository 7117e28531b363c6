// A web service for tests without a network: settings, a key pair, tokens of anybody, and the app ready for `inject`.

import {generateKeyPairSync, type KeyObject, randomBytes} from 'node:crypto';
import {SignJWT} from 'jose';
import {HpchaError} from '../../../src/model/error.ts';
import {Secret} from '../../../src/model/secret.ts';
import {buildApp} from '../../../src/web/app/build-app.ts';
import type {AppDeps, CredentialName, RegisterService, WebApp} from '../../../src/web/app/web-app.ts';
import {type WebServiceName, webServices} from '../../../src/web/services.ts';
import type {Claims} from '../../../src/web/session/claims.ts';
import {csrfTokenOf} from '../../../src/web/session/csrf.ts';
import type {Standing} from '../../../src/web/session/revocation.ts';
import {type WebSettings, webSettingsSchema} from '../../../src/web/settings.ts';

export const testNow = Date.UTC(2026, 0, 1);
export const testOrigin = 'https://cluster.example';

export type TestKey = {readonly privateKey: KeyObject; readonly tokenKey: string};

export function makeTestKey(): TestKey {
  const {privateKey, publicKey} = generateKeyPairSync('ed25519');
  return {privateKey, tokenKey: String(publicKey.export({format: 'jwk'}).x)};
}

export function testSettings(tokenKey: string, changed: Partial<WebSettings> = {}): WebSettings {
  return {
    ...webSettingsSchema.parse({
      cluster: 'test-cluster',
      node: 'server1',
      controllers: [1, 2, 3].map((n) => ({hostname: `server${n}`, address: `10.77.0.10${n}`})),
      listen: ['127.0.0.1'],
      vip: '10.77.0.100',
      origins: [testOrigin, 'https://10.77.0.100'],
      tokenKey,
      database: {host: '127.0.0.1', port: 3306, name: 'auth_db', user: 'auth'},
      redis: {mode: 'sentinel', masterName: 'hpcha', nodes: [{host: '10.77.0.101', port: 26379}]},
      files: {mount: '/mnt/glusterfs', roots: ['home/{user}', 'shared'], maxUploadBytes: 50 * 2 ** 30},
      slurm: {enabled: true, bin: '/usr/bin'},
      prometheus: null,
    }),
    ...changed,
  };
}

export const testClaims: Claims = {
  sub: '7',
  name: 'kim',
  unix: 'kim',
  role: 'user',
  sid: 'a'.repeat(32),
  jti: 'b'.repeat(16),
  epoch: 0,
  change: false,
  iat: testNow / 1000 - 10,
  exp: testNow / 1000 + 590,
};

/** Signs claims as Auth does; `header` and `extra` make the tokens that must be refused. */
export function signToken(
  key: TestKey,
  claims: Partial<Claims> = {},
  extra: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT({iss: 'hpcha', aud: 'test-cluster', ...testClaims, ...claims, ...extra})
    .setProtectedHeader({alg: 'EdDSA'})
    .sign(key.privateKey);
}

export type TestService = {
  readonly app: WebApp;
  readonly key: TestKey;
  readonly settings: WebSettings;
  /** Everything that was written to the log. */
  readonly lines: string[];
  /** Headers of a browser that is signed in: cookies, CSRF header, origin. */
  readonly browser: (claims?: Partial<Claims>) => Promise<Record<string, string>>;
  /** Headers of a script. */
  readonly bearer: (claims?: Partial<Claims>) => Promise<Record<string, string>>;
};

export type TestServiceOptions = {
  readonly name?: WebServiceName;
  readonly settings?: Partial<WebSettings>;
  readonly standing?: (claims: Claims) => Standing | Promise<Standing>;
  readonly now?: () => number;
  readonly redis?: AppDeps['redis'];
  readonly credentials?: Readonly<Partial<Record<CredentialName, string>>>;
  readonly key?: TestKey;
};

/** The service with real middle parts and no network: sessions stand as `standing` says (valid when it is left out). */
export async function makeTestService(
  register: RegisterService,
  options: TestServiceOptions = {},
): Promise<TestService> {
  const key = options.key ?? makeTestKey();
  const settings = testSettings(key.tokenKey, options.settings);
  const service = webServices.find(({name}) => name === (options.name ?? 'jobs'));
  if (service === undefined) throw new Error('no such service');
  const lines: string[] = [];
  const deps: AppDeps = {
    now: options.now ?? (() => testNow),
    write: (line) => void lines.push(line),
    redis: options.redis ?? noRedis,
    credential: async (name) => {
      const value = options.credentials?.[name];
      if (value === undefined) {
        // As a unit's folder of credentials that has no such file.
        const cause = Object.assign(new Error('no such file'), {code: 'ENOENT'});
        throw new HpchaError({code: 'config', where: name, what: 'not given to this test', cause});
      }
      if (value === '') throw new HpchaError({code: 'config', where: name, what: 'the credential is empty'});
      return new Secret(value);
    },
    standing: async (claims) => options.standing?.(claims) ?? 'valid',
    signal: new AbortController().signal,
  };
  const app = await buildApp(service, settings, deps, register);
  return {
    app,
    key,
    settings,
    lines,
    browser: async (claims = {}) => {
      const csrf = csrfTokenOf(claims.sid ?? testClaims.sid);
      return {
        cookie: `__Host-hpcha_access=${await signToken(key, claims)}; __Host-hpcha_csrf=${csrf}`,
        'x-hpcha-csrf': csrf,
        origin: testOrigin,
      };
    },
    bearer: async (claims = {}) => ({authorization: `Bearer ${await signToken(key, claims)}`}),
  };
}

function noRedis(): never {
  throw new Error('this test has no Redis');
}

/** A session id as Auth makes them. */
export function newSid(): string {
  return randomBytes(24).toString('base64url');
}
