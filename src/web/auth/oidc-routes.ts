// Routes of Auth for the outside provider: out to it, and back with a session.

import type {FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {Secret} from '../../model/secret.ts';
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
    for (const path of ['/oidc/start', '/oidc/callback']) app.get(path, {schema: {hide: true}}, notReady);
    return;
  }
  const client = makeOidcClient(oidc, `${home}/api/auth/oidc/callback`, secret);
  app.get('/oidc/start', {schema: {querystring: targetSchema}}, async (request, reply) => {
    const {to} = request.query;
    // The provider sends the browser to the canonical name: the cookie has to be there already.
    if (request.host !== new URL(home).host) {
      return reply.redirect(`${home}/api/auth/oidc/start?to=${encodeURIComponent(to)}`, 302);
    }
    const {url, attempt} = await client.begin();
    const kept = Buffer.from(JSON.stringify({...attempt, to})).toString('base64url');
    return reply.setCookie(cookieNames.oidc, kept, cookieAttributes('oidc', attemptSeconds)).redirect(url.href, 302);
  });
  app.get('/oidc/callback', {schema: {hide: true}}, async (request, reply) => {
    const {to, ...attempt} = attemptOf(request);
    void reply.clearCookie(cookieNames.oidc, cookieAttributes('oidc', 0));
    const user = await userOf(parts, client, request, new URL(request.url, home), attempt);
    noteSignIn(parts, user, request, 'oidc');
    await beginSession(parts, user, request, reply);
    // A redirect would still count as sent by the provider, and strict cookies would stay behind: the page itself goes on.
    return reply.type('text/html; charset=utf-8').send(onwardPage(to));
  });
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

async function notReady(): Promise<never> {
  throw new WebRefusal('oidc-not-ready');
}

function attemptOf(request: FastifyRequest): z.output<typeof attemptSchema> {
  const text = request.cookies[cookieNames.oidc] ?? '';
  try {
    return attemptSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new WebRefusal('oidc-failed', {}, {cause});
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
