// The service Files: folders, downloads and uploads on the cluster's storage; everything through the helper as the one who asks.

import {z} from 'zod';
import type {RegisterService, WebApp, WebContext} from '../app/web-app.ts';
import {type AskAs, askAs, asSocketPath} from '../helpers/as/ask-as.ts';
import {addContentRoutes} from './content-route.ts';
import {entrySchema} from './entry.ts';
import {addUploadRoutes} from './upload-routes.ts';

export const registerFiles: RegisterService = makeRegisterFiles(asSocketPath);

export function makeRegisterFiles(socketPath: string): RegisterService {
  return async (app, context) => {
    const ask = askAs(context, socketPath);
    addLookRoutes(app, context, ask);
    addChangeRoutes(app, context, ask);
    addContentRoutes(app, context, ask);
    await addUploadRoutes(app, context, ask);
  };
}

/** An absolute path on the cluster's storage, as jobs use it. */
const path = z.string().min(1).max(8192);
const tags = ['files'];

const rootsSchema = z.array(z.object({path: z.string(), exists: z.boolean()}));
const listingSchema = z.object({
  path: z.string(),
  entries: z.array(entrySchema),
  total: z.number(),
  truncated: z.boolean(),
});
const listQuery = z.object({
  path,
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

function addLookRoutes(app: WebApp, context: WebContext, ask: AskAs): void {
  const onRequest = context.gate.requireUnixAccount;
  app.get(
    '/roots',
    {onRequest, schema: {summary: 'Your folders', tags, response: {200: rootsSchema}}},
    async (request, reply) => ask.client.ask(ask.look(request, reply), {kind: 'roots'}, rootsSchema),
  );
  app.get(
    '/list',
    {
      onRequest,
      schema: {
        summary: 'A folder, a page at a time: folders first, then by name',
        tags,
        querystring: listQuery,
        response: {200: listingSchema},
      },
    },
    async (request, reply) => ask.client.ask(ask.look(request, reply), {kind: 'list', ...request.query}, listingSchema),
  );
  app.get(
    '/stat',
    {
      onRequest,
      schema: {
        summary: 'One file, folder or link itself',
        tags,
        querystring: z.object({path}),
        response: {200: entrySchema},
      },
    },
    async (request, reply) =>
      ask.client.ask(ask.look(request, reply), {kind: 'stat', path: request.query.path}, entrySchema),
  );
}

const placedSchema = z.object({path: z.string()});
const deletedSchema = z.object({deleted: z.number()});

function addChangeRoutes(app: WebApp, context: WebContext, ask: AskAs): void {
  const onRequest = context.gate.requireUnixAccount;
  app.post(
    '/mkdir',
    {onRequest, schema: {summary: 'Make a folder', tags, body: z.object({path}), response: {201: placedSchema}}},
    async (request, reply) => {
      const made = await ask.client.ask(ask.change(request), {kind: 'mkdir', path: request.body.path}, placedSchema);
      return reply.status(201).send(made);
    },
  );
  app.post(
    '/move',
    {
      onRequest,
      schema: {
        summary: 'Move or rename; without `overwrite` nothing is ever replaced',
        tags,
        body: z.object({path, to: path, overwrite: z.boolean().default(false)}),
        response: {200: placedSchema},
      },
    },
    async (request) => ask.client.ask(ask.change(request), {kind: 'move', ...request.body}, placedSchema),
  );
  app.post(
    '/delete',
    {
      onRequest,
      schema: {
        summary: 'Delete a file, a link, an empty folder; with `recursive` a folder and all that is in it',
        tags,
        body: z.object({path, recursive: z.boolean().default(false)}),
        response: {200: deletedSchema},
      },
    },
    async (request) => ask.client.ask(ask.change(request), {kind: 'delete', ...request.body}, deletedSchema),
  );
}
