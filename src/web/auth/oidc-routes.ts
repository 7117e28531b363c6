// Routes of Auth for the outside provider: out to it, and back with a session.

import type {FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {Secret} from '../../model/secret.ts';
import {type OutsideReason, outsideReasonKey} from '../../model/web/outside-reason.ts';
import type {WebApp} from '../app/web-app.ts';
import {errorFields} from '../app/web-log.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {ifGiven} from '../credentials.ts';
import {cookieAttributes, cookieNames} from '../session/cookies.ts';
import type {AuthParts} from './auth-parts.ts';
import {makeOidcClient, type OidcClient, type OidcIdentity} from './oidc-client.ts';
import {noteSignIn} from './session-routes.ts';
import {beginSession} from './sessions.ts';
import {type User, userNameSchema} from './user.ts';

const attemptSeconds = 600;

/** Only paths of this site: an address that somebody else chose must not be where a sign-in ends. */
const targetSchema = z.object({
  to: z
    .string()
    .regex(/^\/(?:[\w.-]+\/?)*$/)
    .max(200)
    .default('/'),
});

/** `ready` false: there is one, and it cannot be used now. */
const offerSchema = z.object({enabled: z.boolean(), ready: z.boolean()});

const attemptSchema = z.object({state: z.string(), nonce: z.string(), verifier: z.string(), to: targetSchema.shape.to});

export async function addOidcRoutes(app: WebApp, parts: AuthParts): Promise<void> {
  const {oidc, origins} = parts.context.settings;
  const home = origins[0];
  const secret = oidc === null ? undefined : await readSecret(parts);
  const shown = {enabled: oidc !== null, ready: secret !== 'unreadable'};
  app.get('/oidc', {schema: {response: {200: offerSchema}}}, async () => shown);
  if (oidc === null || home === undefined) return;
  if (secret === 'unreadable') {
    // The page of the sign-in says itself that it is out of order.
    for (const path of ['/oidc/start', '/oidc/callback'])
      app.get(path, {schema: {hide: true}}, async (_request, reply) => reply.redirect('/', 302));
    return;
  }
  const client = makeOidcClient(oidc, `${home}/api/auth/oidc/callback`, secret);
  app.get('/oidc/start', {schema: {querystring: targetSchema}}, async (request, reply) => {
    const {to} = request.query;
    // The provider sends the browser to the canonical name: the cookie has to be there already.
    if (request.host !== new URL(home).host) {
      return reply.redirect(`${home}/api/auth/oidc/start?to=${encodeURIComponent(to)}`, 302);
    }
    try {
      const {url, attempt} = await client.begin();
      const kept = Buffer.from(JSON.stringify({...attempt, to})).toString('base64url');
      return reply.setCookie(cookieNames.oidc, kept, cookieAttributes('oidc', attemptSeconds)).redirect(url.href, 302);
    } catch (thrown) {
      return reply.redirect(signInPage(to, reasonOf(parts, request, thrown)), 302);
    }
  });
  app.get('/oidc/callback', {schema: {hide: true}}, async (request, reply) => {
    const found = attemptOf(request);
    void reply.clearCookie(cookieNames.oidc, cookieAttributes('oidc', 0));
    const to = found?.to ?? '/';
    try {
      if (found === undefined) throw new WebRefusal('oidc-failed', {}, {cause: new Error('it was not begun here')});
      const user = await userOf(parts, client, request, new URL(request.url, home), found);
      noteSignIn(parts, user, request, 'oidc');
      await beginSession(parts, user, request, reply);
    } catch (thrown) {
      return reply.redirect(signInPage(to, reasonOf(parts, request, thrown)), 302);
    }
    // A redirect would still count as sent by the provider, and strict cookies would stay behind: the page itself goes on.
    return reply.type('text/html; charset=utf-8').send(onwardPage(to));
  });
}

/** A browser is here, and a person before it: what went wrong is said on the page where they can sign in another way. */
function signInPage(to: string, reason: OutsideReason): string {
  return `${to}?${new URLSearchParams({[outsideReasonKey]: reason})}`;
}

/** In the address only a word of ours; what the provider said is in the log. Anything but a refusal of the provider's is a failure of ours. */
function reasonOf({context}: AuthParts, request: FastifyRequest, thrown: unknown): OutsideReason {
  if (!(thrown instanceof WebRefusal)) throw thrown;
  if (thrown.refusal === 'oidc-no-user') return 'no-user';
  if (thrown.refusal !== 'oidc-failed') throw thrown;
  context.log('warning', 'oidc-failed', {from: request.ip, ...errorFields(thrown.cause ?? thrown)});
  return 'failed';
}

/**
 * A provider that expects a secret refuses whoever comes without one, in words that help nobody here: an unreadable secret is told by
 * the health, the log and the page instead. Whoever has a password signs in with it.
 */
async function readSecret({context}: AuthParts): Promise<Secret | undefined | 'unreadable'> {
  try {
    return await ifGiven(context.credential('oidc_secret'));
  } catch (thrown) {
    context.log('error', 'oidc-secret-unreadable', errorFields(thrown));
    context.health.add('oidc', {essential: false, check: () => Promise.reject(thrown)});
    return 'unreadable';
  }
}

/** undefined: this browser did not begin a sign-in, or too long ago. */
function attemptOf(request: FastifyRequest): z.output<typeof attemptSchema> | undefined {
  const text = request.cookies[cookieNames.oidc] ?? '';
  try {
    return attemptSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

async function userOf(
  parts: AuthParts,
  client: OidcClient,
  request: FastifyRequest,
  url: URL,
  attempt: Parameters<OidcClient['finish']>[1],
): Promise<User> {
  const identity = await client.finish(url, attempt);
  const name = userNameSchema.safeParse(identity.name);
  const user = name.success ? await parts.users.byName(name.data) : undefined;
  if (user === undefined || user.disabled || !isTheirs(user, identity)) {
    parts.context.log('warning', 'oidc-no-user', {subject: identity.subject, from: request.ip});
    throw new WebRefusal('oidc-no-user');
  }
  if (user.oidcSubject === null) await parts.users.bindOutside(user.id, identity.subject);
  return user;
}

/**
 * The first sign-in ties the user to the provider's subject; later ones must be the same. A user with a password of their own is never
 * taken over: at some providers people choose their own name.
 */
function isTheirs(user: User, identity: OidcIdentity): boolean {
  return user.oidcSubject === null ? user.passwordHash === null : user.oidcSubject === identity.subject;
}

function onwardPage(to: string): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${to}"><a href="${to}">${to}</a>\n`;
}
