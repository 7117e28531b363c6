// Routes of Auth for administrators: users, their roles, Unix accounts and passwords.

import type {FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {WebApp} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {askerOf} from '../session/gate.ts';
import type {AuthParts} from './auth-parts.ts';
import {makeOneTimePassword} from './password-rules.ts';
import {inRedis} from './sessions.ts';
import {newUserSchema, shownUser, shownUserSchema, type User, userChangeSchema} from './user.ts';

const idSchema = z.object({id: z.string().regex(/^[1-9]\d{0,18}$/)});
const listSchema = z.object({
  after: z.string().max(64).default(''),
  query: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** `outside`: no password; the outside provider signs this user in. */
const addedUserSchema = newUserSchema.extend({outside: z.boolean().default(false)});

/** The password is in this one answer and nowhere else; it must be changed with the first sign-in. */
const madeSchema = z.object({user: shownUserSchema, oneTimePassword: z.string().nullable()});

export function addUserRoutes(app: WebApp, parts: AuthParts): void {
  const onRequest = parts.context.gate.requireRole('admin');
  app.get(
    '/users',
    {
      onRequest,
      schema: {
        querystring: listSchema,
        response: {200: z.object({users: z.array(shownUserSchema), next: z.string().nullable()})},
      },
    },
    async (request) => {
      const {after, query, limit} = request.query;
      const found = await parts.users.list({after, query, limit: limit + 1});
      const users = found.slice(0, limit);
      return {users: users.map(shownUser), next: found.length > limit ? (users.at(-1)?.name ?? null) : null};
    },
  );
  app.post(
    '/users',
    {onRequest, schema: {body: addedUserSchema, response: {201: madeSchema}}},
    async (request, reply) => {
      await checkAccount(parts, request.body.unix);
      const {outside, ...wanted} = request.body;
      const password = outside ? undefined : makeOneTimePassword();
      const hash = password === undefined ? null : await parts.passwords.hash(password);
      const id = await parts.users.add(wanted, hash, password !== undefined);
      const user = await existing(parts, id);
      audit(parts, request, 'user-added', user, {role: user.role, unix: user.unix});
      return reply.status(201).send({user: shownUser(user), oneTimePassword: password?.reveal() ?? null});
    },
  );
  app.get('/users/:id', {onRequest, schema: {params: idSchema, response: {200: shownUserSchema}}}, async (request) =>
    shownUser(await existing(parts, request.params.id)),
  );
  addChangeRoutes(app, parts);
}

function addChangeRoutes(app: WebApp, parts: AuthParts): void {
  const onRequest = parts.context.gate.requireRole('admin');
  const params = idSchema;
  app.patch(
    '/users/:id',
    {onRequest, schema: {params, body: userChangeSchema, response: {200: shownUserSchema}}},
    async (request) => {
      await checkAccount(parts, request.body.unix ?? null);
      const user = await parts.users.change(request.params.id, request.body);
      if (user === undefined) throw new WebRefusal('user-unknown');
      await inRedis(() => parts.sessions.raiseEpoch(user.id, user.epoch));
      audit(parts, request, 'user-changed', user, request.body);
      return shownUser(user);
    },
  );
  app.delete('/users/:id', {onRequest, schema: {params, response: {204: z.null()}}}, async (request, reply) => {
    const user = await parts.users.remove(request.params.id);
    if (user === undefined) throw new WebRefusal('user-unknown');
    await inRedis(() => parts.sessions.raiseEpoch(user.id, user.epoch + 1));
    audit(parts, request, 'user-removed', user);
    return reply.status(204).send();
  });
  app.post('/users/:id/password', {onRequest, schema: {params, response: {200: madeSchema}}}, async (request) => {
    const {id} = await existing(parts, request.params.id);
    const password = makeOneTimePassword();
    const epoch = await parts.users.setPassword(id, await parts.passwords.hash(password), true);
    await inRedis(() => parts.sessions.raiseEpoch(id, epoch));
    const user = await existing(parts, id);
    audit(parts, request, 'password-reset', user);
    return {user: shownUser(user), oneTimePassword: password.reveal()};
  });
  app.post('/users/:id/sign-out', {onRequest, schema: {params, response: {204: z.null()}}}, async (request, reply) => {
    const user = await existing(parts, request.params.id);
    const epoch = await parts.users.signOut(user.id);
    await inRedis(() => parts.sessions.raiseEpoch(user.id, epoch));
    audit(parts, request, 'user-signed-out', user);
    return reply.status(204).send();
  });
  app.post('/users/:id/unlock', {onRequest, schema: {params, response: {204: z.null()}}}, async (request, reply) => {
    const user = await existing(parts, request.params.id);
    await inRedis(() => parts.attempts.lift(user.name));
    audit(parts, request, 'user-unlocked', user);
    return reply.status(204).send();
  });
}

async function existing(parts: AuthParts, id: string): Promise<User> {
  const user = await parts.users.byId(id);
  if (user === undefined) throw new WebRefusal('user-unknown');
  return user;
}

async function checkAccount(parts: AuthParts, account: string | null): Promise<void> {
  if (account === null) return;
  const why = await parts.accounts(account);
  if (why !== undefined) throw new WebRefusal('unix-account-unfit', {account, why});
}

/** Who did what to whom, in the journal of the controller that did it. */
function audit(parts: AuthParts, request: FastifyRequest, event: string, user: User, more: object = {}): void {
  const by = askerOf(request).claims.name;
  parts.context.log('info', event, {...more, user: user.name, by, from: request.ip});
}
