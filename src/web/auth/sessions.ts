// Begins, continues and ends the session of a browser: tokens, cookies and what Redis keeps of it.

import {createHash, randomBytes} from 'node:crypto';
import type {FastifyReply, FastifyRequest} from 'fastify';
import {WebRefusal} from '../app/web-refusal.ts';
import {type CookieName, cookieAttributes, cookieNames} from '../session/cookies.ts';
import {csrfTokenOf} from '../session/csrf.ts';
import type {AuthParts} from './auth-parts.ts';
import type {RefreshToken} from './refresh-token.ts';
import {decideRefresh, idleMs, type Session} from './session.ts';
import {accessSeconds} from './sign-token.ts';
import {type ShownUser, shownUser, type User} from './user.ts';

/** What the page learns when a session begins or goes on. */
export type SessionAnswer = {
  readonly user: ShownUser;
  /** When the access token ends, ISO 8601. */
  readonly expiresAt: string;
  /** To be repeated as `X-Hpcha-Csrf`; the cookie says the same. */
  readonly csrf: string;
};

/** A new session, always with an id of our own: what the client brought along is never taken over (session fixation). */
export async function beginSession(
  parts: AuthParts,
  user: User,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionAnswer> {
  const now = parts.context.now();
  const session: Session = {
    sid: newSid(),
    userId: user.id,
    generation: 1,
    rotatedAt: now,
    createdAt: now,
    agent: agentOf(request),
  };
  await endBrought(parts, request);
  await inRedis(() => parts.sessions.write(session));
  return giveOut(parts, user, session, reply);
}

export function newSid(): string {
  return randomBytes(24).toString('base64url');
}

/** Continues the session of the refresh cookie, or ends it where the cookie was used before. */
export async function continueSession(
  parts: AuthParts,
  token: RefreshToken,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionAnswer> {
  // The database first: when it is away nothing was advanced, and the same token works again afterwards.
  const user = await parts.users.byId(token.userId);
  if (user === undefined || user.disabled || user.epoch !== token.epoch) {
    await inRedis(() => parts.sessions.end(token.sid));
    throw new WebRefusal('refresh-invalid');
  }
  const session = await inRedis(() => advance(parts, token, agentOf(request)));
  return giveOut(parts, user, session, reply);
}

/** Twice at most: when another request advanced the session meanwhile, the second look decides. */
async function advance(parts: AuthParts, token: RefreshToken, agent: string, again = true): Promise<Session> {
  const {sessions, context} = parts;
  const decision = decideRefresh(token, await sessions.read(token.sid), agent, context.now());
  switch (decision.kind) {
    case 'over':
      throw new WebRefusal('refresh-invalid');
    case 'reused':
      await sessions.end(token.sid);
      context.log('warning', 'refresh-reused', {userId: token.userId});
      throw new WebRefusal('refresh-reused');
    case 'repeat':
      return decision.session;
    case 'rotate':
      if (decision.from === undefined) await sessions.write(decision.next);
      else if (!(await sessions.advance(decision.from, decision.next))) {
        if (!again) throw new WebRefusal('session-store-down', {}, {retryAfterSeconds: 1});
        return advance(parts, token, agent, false);
      }
      return decision.next;
  }
}

/** Ends the session whose refresh token the browser holds, if any. */
async function endBrought(parts: AuthParts, request: FastifyRequest): Promise<void> {
  const brought = refreshTokenIn(parts, request);
  if (brought !== undefined) await inRedis(() => parts.sessions.end(brought.sid));
}

export function refreshTokenIn(parts: AuthParts, request: FastifyRequest): RefreshToken | undefined {
  const text = request.cookies[cookieNames.refresh];
  return text === undefined ? undefined : parts.refresh.read(text);
}

/** The claims of a user for one session. */
export function claimsOf(user: User, sid: string): Parameters<AuthParts['sign']>[0] {
  const {id: sub, name, unix, role, epoch, mustChange: change} = user;
  return {sub, name, unix, role, sid, epoch, change};
}

async function giveOut(parts: AuthParts, user: User, session: Session, reply: FastifyReply): Promise<SessionAnswer> {
  const {sid, generation, rotatedAt} = session;
  const {token, expiresAt} = await parts.sign(claimsOf(user, sid));
  const issuedAt = Math.floor(rotatedAt / 1000);
  const refresh = parts.refresh.write({sid, userId: user.id, epoch: user.epoch, generation, issuedAt});
  const csrf = csrfTokenOf(sid);
  const idleSeconds = idleMs / 1000;
  setCookie(reply, 'access', token, accessSeconds);
  setCookie(reply, 'refresh', refresh, idleSeconds);
  setCookie(reply, 'csrf', csrf, idleSeconds);
  return {user: shownUser(user), expiresAt: new Date(expiresAt).toISOString(), csrf};
}

function setCookie(reply: FastifyReply, name: CookieName, value: string, seconds: number): void {
  void reply.setCookie(cookieNames[name], value, cookieAttributes(name, seconds));
}

export function clearCookies(reply: FastifyReply): void {
  for (const name of ['access', 'refresh', 'csrf'] as const) {
    void reply.clearCookie(cookieNames[name], cookieAttributes(name, 0));
  }
}

/** Redis that does not answer is a refusal with words, not a fault of ours. */
export async function inRedis<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof WebRefusal) throw cause;
    throw new WebRefusal('session-store-down', {}, {retryAfterSeconds: 3, cause});
  }
}

function agentOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(request.headers['user-agent'] ?? '')
    .digest('base64url');
}
