// Signing in as the contract says it: cookies, CSRF, a renewal that rotates, a lock after wrong passwords.

import {createHmac, randomUUID} from 'node:crypto';
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {Refusal} from './refusal.ts';
import type {User, World} from './world.ts';

const access = '__Host-hpcha_access';
const csrf = '__Host-hpcha_csrf';

export function addAuth(app: FastifyInstance, world: World): void {
  app.post<{Body: {name: string; password: string}}>('/api/auth/login', async ({body}, reply) => {
    const user = world.users.find(({name}) => name === body.name);
    if (user !== undefined && user.failures >= 3) {
      throw new Refusal(429, 'locked-out', 'too many failed attempts; again in 90 s', {retryAfter: 90});
    }
    if (user === undefined || user.password !== body.password) {
      if (user !== undefined) user.failures += 1;
      throw new Refusal(401, 'sign-in-failed', 'name or password is wrong');
    }
    user.failures = 0;
    enter(world, user, reply);
    return publicUser(user);
  });
  app.post('/api/auth/refresh', async (request, reply) => {
    if (world.sessionsAway) throw new Refusal(503, 'session-store-down', 'sessions can not be asked for just now');
    const user = userOf(world, request.cookies['__Secure-hpcha_refresh']);
    if (user === undefined) throw new Refusal(401, 'refresh-invalid', 'the session can not be continued');
    enter(world, user, reply);
    return {};
  });
  app.get('/api/auth/oidc', async () => ({
    enabled: world.provider !== 'none',
    ready: world.provider !== 'not-ready',
  }));
  app.get('/api/auth/me', async (request) => publicUser(signedIn(world, request)));
  app.post('/api/auth/logout', async (request, reply) => {
    world.sessions.delete(request.cookies[access] ?? '');
    for (const name of [access, csrf]) reply.clearCookie(name, {path: '/'});
    return {};
  });
  app.post<{Body: {current: string; next: string}}>('/api/auth/password', async (request) => {
    const user = signedIn(world, request);
    if (user.password !== request.body.current)
      throw new Refusal(403, 'password-wrong', 'the present password is wrong');
    user.password = request.body.next;
    user.mustChange = false;
    return {};
  });
}

/** Throws 401 for nobody, 403 for a change without the token of the page. */
export function signedIn(world: World, request: FastifyRequest): User {
  const user = userOf(world, request.cookies[access]);
  if (user === undefined) throw new Refusal(401, 'not-signed-in', 'you are not signed in');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && request.headers['x-hpcha-csrf'] !== csrfOf(request.cookies[access] ?? '')) {
    throw new Refusal(403, 'csrf-missing', 'the request carries no valid CSRF token');
  }
  return user;
}

/** Throws 403 where the role does not suffice. */
export function signedInAs(world: World, request: FastifyRequest, roles: readonly User['role'][]): User {
  const user = signedIn(world, request);
  if (roles.includes(user.role)) return user;
  throw new Refusal(403, 'role-insufficient', `this needs the role ${roles[0]}; yours is ${user.role}`);
}

/** Everybody's access token is over, as after ten minutes; the refresh token still holds. */
export function expireAccess(world: World): void {
  for (const [sid, user] of world.sessions) {
    if (sid.startsWith('access ')) world.sessions.delete(sid);
    else world.sessions.set(sid, user);
  }
}

function enter(world: World, user: User, reply: FastifyReply): void {
  const [token, refresh] = [`access ${randomUUID()}`, `refresh ${randomUUID()}`];
  world.sessions.set(token, user.id);
  world.sessions.set(refresh, user.id);
  const host = {path: '/', secure: true, sameSite: 'strict'} as const;
  reply.setCookie(access, token, {...host, httpOnly: true});
  reply.setCookie(csrf, csrfOf(token), host);
  reply.setCookie('__Secure-hpcha_refresh', refresh, {...host, path: '/api/auth', httpOnly: true});
}

function csrfOf(token: string): string {
  return createHmac('sha256', 'test').update(token).digest('base64url');
}

function userOf(world: World, token: string | undefined): User | undefined {
  const id = world.sessions.get(token ?? '');
  return world.users.find((user) => user.id === id);
}

export function publicUser({id, name, role, unix, mustChange, locked}: User): object {
  return {
    id,
    name,
    role,
    unix,
    mustChange,
    disabled: locked,
    displayName: '',
    outside: false,
    createdAt: null,
    lastLoginAt: null,
  };
}
