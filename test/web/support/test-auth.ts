// The service Auth with stores in memory, and a browser that keeps its cookies.

import type {InjectOptions} from 'fastify';
import {Secret} from '../../../src/model/secret.ts';
import type {WebApp} from '../../../src/web/app/web-app.ts';
import {makePasswords, type Passwords} from '../../../src/web/auth/password-hash.ts';
import {registerAuthWith} from '../../../src/web/auth/register-auth.ts';
import type {User} from '../../../src/web/auth/user.ts';
import type {WebSettings} from '../../../src/web/settings.ts';
import {memoryAttempts, memorySessions, memoryUsers, newUser} from './memory-stores.ts';
import {makeTestKey, makeTestService, testNow, testOrigin} from './test-service.ts';

export const kimsPassword = 'correct horse battery staple';
export const chiefsPassword = 'another long password 1';

/** Users kim (user) and chief (admin); time stands still unless `pass` moves it. */
export async function makeTestAuth(
  changed: {
    readonly accounts?: (name: string) => string | undefined;
    readonly settings?: Partial<WebSettings>;
    readonly oidcSecret?: string;
  } = {},
) {
  const key = makeTestKey();
  // The real algorithm at a price that tests can pay.
  const real = makePasswords({memory: 64, passes: 1, parallelism: 1});
  let hashes = 0;
  const passwords: Passwords = {
    ...real,
    verify: (hash, password) => {
      hashes += 1;
      return real.verify(hash, password);
    },
  };
  let now = testNow;
  const users = memoryUsers([
    newUser('7', 'kim', {unix: 'kim', passwordHash: await passwords.hash(new Secret(kimsPassword))}),
    newUser('1', 'chief', {role: 'admin', passwordHash: await passwords.hash(new Secret(chiefsPassword))}),
  ]);
  const sessions = memorySessions();
  const attempts = memoryAttempts();
  const accounts = async (name: string): Promise<string | undefined> => changed.accounts?.(name);
  const service = await makeTestService(registerAuthWith({users, sessions, attempts, accounts, passwords}), {
    name: 'auth',
    settings: changed.settings ?? {},
    key,
    now: () => now,
    credentials: {
      jwt_seed: String(key.privateKey.export({format: 'jwk'}).d),
      session_key: 'a session key of this test',
      ...(changed.oidcSecret === undefined ? {} : {oidc_secret: changed.oidcSecret}),
    },
    standing: ({sid, sub, epoch}) =>
      sessions.away
        ? 'unknown'
        : sessions.revoked.has(sid) || (sessions.epochs.get(sub) ?? 0) > epoch
          ? 'ended'
          : 'valid',
  });
  return {
    ...service,
    users,
    sessions,
    attempts,
    now: () => now,
    /** How many passwords were compared so far. */
    hashes: () => hashes,
    pass: (ms: number) => {
      now += ms;
    },
    setUser: (id: string, user: Partial<User>) => {
      const before = users.all.get(id);
      if (before !== undefined) users.all.set(id, {...before, ...user});
    },
    newBrowser: (address?: string): Browser => new Browser(service.app, address),
  };
}

export type TestAuth = Awaited<ReturnType<typeof makeTestAuth>>;
type Answer = {readonly status: number; readonly code: string | undefined; readonly body: Record<string, unknown>};

/** Sends what a page of ours sends: its cookies, the CSRF header, the origin. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly setCookies: string[] = [];
  readonly #app: WebApp;
  readonly #address: string;
  agent = 'test browser';
  headers: Record<string, string | string[] | number | undefined> = {};

  constructor(app: WebApp, address = '192.0.2.10') {
    this.#app = app;
    this.#address = address;
  }

  /** Another one with the same cookies: a copy that was stolen. */
  copy(): Browser {
    const copy = new Browser(this.#app, this.#address);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const options: InjectOptions = {
      method,
      url: `/api/auth${path}`,
      remoteAddress: this.#address,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': this.agent,
        'x-hpcha-csrf': this.cookies.get('__Host-hpcha_csrf') ?? '',
        origin: testOrigin,
      },
      ...(body === undefined ? {} : {payload: body}),
    };
    const answer = await this.#app.inject(options);
    this.headers = answer.headers;
    for (const {name, value} of answer.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const set = answer.headers['set-cookie'];
    this.setCookies.push(...(Array.isArray(set) ? set : set === undefined ? [] : [set]));
    const parsed = answer.body === '' ? {} : (answer.json() as Record<string, unknown>);
    const error = parsed['error'];
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
    return {status: answer.statusCode, code, body: parsed};
  }

  login(name: string, password: string): Promise<Answer> {
    return this.ask('POST', '/login', {name, password});
  }
}
