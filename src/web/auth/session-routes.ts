// Routes of Auth about one's own session: login, refresh, logout, me, password.

import type {FastifyReply, FastifyRequest} from 'fastify';
import {z} from 'zod';
import {Secret} from '../../model/secret.ts';
import type {WebApp} from '../app/web-app.ts';
import {errorFields} from '../app/web-log.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {cookieNames, csrfHeader} from '../session/cookies.ts';
import {checkCsrf, checkOrigin} from '../session/csrf.ts';
import {askerOf} from '../session/gate.ts';
import type {AuthParts} from './auth-parts.ts';
import {checkPassword} from './check-password.ts';
import {checkNewPassword, longestPassword} from './password-rules.ts';
import {beginSession, claimsOf, clearCookies, continueSession, inRedis, newSid, refreshTokenIn} from './sessions.ts';
import {shownUser, shownUserSchema, type User, userNameSchema} from './user.ts';

const password = z
  .string()
  .min(1)
  .max(longestPassword)
  .transform((value) => new Secret(value));

const sessionSchema = z.object({user: shownUserSchema, expiresAt: z.string(), csrf: z.string()});
const tokenSchema = z.object({token: z.string(), expiresAt: z.string(), user: shownUserSchema});

const loginSchema = z.strictObject({
  // What is no name at all is treated as one that does not exist: the answer must be the same.
  name: z.string().min(1).max(200),
  password,
  /** `token`: for scripts, which send it as `Authorization: Bearer`; no cookies and no refresh. */
  as: z.enum(['cookies', 'token']).default('cookies'),
});

/** Requests of one address in ten seconds for what costs an argon2; the counts of failed attempts are beside. */
const costly = {rateLimit: {max: 100, timeWindow: 10_000}};

export function addSessionRoutes(app: WebApp, parts: AuthParts): void {
  const {context} = parts;
  const ownOrigin = async (request: FastifyRequest): Promise<void> =>
    checkOrigin(request.headers.origin, context.settings.origins);
  app.post(
    '/login',
    {
      onRequest: ownOrigin,
      config: costly,
      schema: {body: loginSchema, response: {200: z.union([sessionSchema, tokenSchema])}},
    },
    async (request, reply) => {
      const {name, password, as} = request.body;
      const user = await checkPassword(parts, {name: nameOf(name), password, address: request.ip});
      noteSignIn(parts, user, request, 'password');
      return as === 'token' ? tokenFor(parts, user) : beginSession(parts, user, request, reply);
    },
  );
  app.post('/refresh', {onRequest: ownOrigin, schema: {response: {200: sessionSchema}}}, async (request, reply) =>
    refresh(parts, request, reply),
  );
  app.post('/logout', {onRequest: ownOrigin, schema: {response: {204: z.null()}}}, async (request, reply) =>
    logout(parts, request, reply),
  );
  addOwnRoutes(app, parts);
}

function addOwnRoutes(app: WebApp, parts: AuthParts): void {
  const {gate} = parts.context;
  app.get('/me', {onRequest: gate.requireAnyUser, schema: {response: {200: shownUserSchema}}}, async (request) =>
    shownUser(await ownUser(parts, request)),
  );
  app.post(
    '/password',
    {
      onRequest: gate.requireAnyUser,
      config: costly,
      schema: {body: z.strictObject({current: password, next: password}), response: {200: sessionSchema}},
    },
    async (request, reply) => {
      const {current, next} = request.body;
      const {claims} = askerOf(request);
      const user = await confirmOwn(parts, claims.name, current, request.ip);
      checkNewPassword(next, {name: user.name, old: current});
      const hash = await parts.passwords.hash(next);
      const epoch = await parts.users.setPassword(user.id, hash, false);
      await inRedis(() => parts.sessions.raiseEpoch(user.id, epoch));
      await inRedis(() => parts.sessions.end(claims.sid));
      parts.context.log('info', 'password-changed', {user: user.name, from: request.ip});
      return beginSession(parts, {...user, epoch, mustChange: false}, request, reply);
    },
  );
}

async function refresh(parts: AuthParts, request: FastifyRequest, reply: FastifyReply) {
  const token = refreshTokenIn(parts, request);
  if (token === undefined) throw new WebRefusal('refresh-invalid');
  checkOwnCsrf(request, token.sid);
  try {
    return await continueSession(parts, token, request, reply);
  } catch (error) {
    // Cookies that can never be used again go; those of a Redis that is away stay.
    if (error instanceof WebRefusal && error.status === 401) clearCookies(reply);
    throw error;
  }
}

/** Works with whatever is left of the session: an access token that has run out is no reason to stay signed in. */
async function logout(parts: AuthParts, request: FastifyRequest, reply: FastifyReply) {
  const token = refreshTokenIn(parts, request);
  if (token !== undefined) {
    checkOwnCsrf(request, token.sid);
    await inRedis(() => parts.sessions.end(token.sid));
  } else if (request.headers.authorization !== undefined) {
    await parts.context.gate.requireAnyUser(request);
    const {sid} = askerOf(request).claims;
    await inRedis(() => parts.sessions.end(sid));
  }
  clearCookies(reply);
  return reply.status(204).send();
}

function checkOwnCsrf(request: FastifyRequest, sid: string): void {
  const header = request.headers[csrfHeader];
  checkCsrf(sid, request.cookies[cookieNames.csrf], typeof header === 'string' ? header : undefined);
}

async function ownUser(parts: AuthParts, request: FastifyRequest): Promise<User> {
  const user = await parts.users.byId(askerOf(request).claims.sub);
  if (user === undefined) throw new WebRefusal('session-ended');
  return user;
}

/** The present password once more: a browser that was left open is not its owner. Guessing it here costs the same. */
async function confirmOwn(parts: AuthParts, name: string, current: Secret, address: string): Promise<User> {
  try {
    return await checkPassword(parts, {name, password: current, address});
  } catch (error) {
    if (error instanceof WebRefusal && error.refusal === 'sign-in-failed') throw new WebRefusal('password-wrong');
    throw error;
  }
}

async function tokenFor(parts: AuthParts, user: User) {
  const {token, expiresAt} = await parts.sign(claimsOf(user, newSid()));
  return {token, expiresAt: new Date(expiresAt).toISOString(), user: shownUser(user)};
}

function nameOf(text: string): string {
  const parsed = userNameSchema.safeParse(text);
  return parsed.success ? parsed.data : text.trim().toLowerCase();
}

/** When somebody was here last is nice to know; that it cannot be written must keep nobody out. */
export function noteSignIn(parts: AuthParts, user: User, request: FastifyRequest, by: 'password' | 'oidc'): void {
  const {log, now} = parts.context;
  log('info', 'signed-in', {user: user.name, from: request.ip, by});
  parts.users
    .signedIn(user.id, now())
    .catch((error: unknown) => log('warning', 'sign-in-not-noted', errorFields(error)));
}
