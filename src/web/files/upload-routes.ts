// Resumable uploads by the tus protocol: any controller goes on where another one stopped.

import {randomBytes} from 'node:crypto';
import {Readable} from 'node:stream';
import {MemoryLocker, Server} from '@tus/server';
import type {FastifyReply, FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import type {AskAs} from '../helpers/as/ask-as.ts';
import {uploadIdSchema} from '../helpers/as/protocol.ts';
import {UploadStore, uploadStateSchema} from './upload-store.ts';

/** How long a request waits for the one before it on the same upload to let go. */
const lockMs = 15_000;
/** What a broken connection may still bring, once somebody else wants to go on. */
const drainMs = 1000;

export async function addUploadRoutes(app: WebApp, context: WebContext, ask: AskAs): Promise<void> {
  const onRequest = context.gate.requireUnixAccount;
  const tags = ['uploads'];
  const listSchema = z.array(uploadStateSchema);
  app.get(
    '/uploads',
    {
      onRequest,
      exposeHeadRoute: false,
      schema: {summary: 'Your unfinished uploads', tags, response: {200: listSchema}},
    },
    async (request, reply) => ask.client.ask(ask.look(request, reply), {kind: 'uploads'}, listSchema),
  );
  await app.register(async (scope: WebApp) => {
    // The body of a piece is not read by Fastify: it goes on to the storage as it comes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const speak = makeTus(context, ask);
    const summaries = {
      POST: 'Begin an upload (tus 1.0.0); Upload-Metadata: path, and where wanted overwrite and sha256',
      HEAD: 'How far an upload is',
      PATCH: 'The next piece of an upload',
      DELETE: 'Give an upload up',
    };
    scope.post('/uploads', {onRequest, schema: {summary: summaries.POST, tags}}, speak);
    scope.options('/uploads', {schema: {hide: true}}, speak);
    const params = z.object({id: uploadIdSchema});
    scope.head('/uploads/:id', {onRequest, schema: {summary: summaries.HEAD, tags, params}}, speak);
    scope.patch('/uploads/:id', {onRequest, schema: {summary: summaries.PATCH, tags, params}}, speak);
    scope.delete('/uploads/:id', {onRequest, schema: {summary: summaries.DELETE, tags, params}}, speak);
  });
}

type Speak = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** One tus server a request, because it holds whose request it is; the locks are the service's. */
function makeTus(context: WebContext, ask: AskAs): Speak {
  const locker = new MemoryLocker({acquireLockTimeout: lockMs});
  const path = `${context.service.path}/uploads`;
  const [origin = 'https://localhost'] = context.settings.origins;
  return async (request, reply) => {
    const isQuestion = request.method === 'OPTIONS';
    const whose = isQuestion ? {token: '', unix: '', signal: context.signal} : ask.change(request);
    const store = new UploadStore(ask.client, whose, request.method === 'HEAD');
    let refused: unknown;
    const tus = new Server({
      path,
      datastore: store,
      locker,
      lockDrainTimeout: drainMs,
      maxSize: context.settings.files.maxUploadBytes,
      relativeLocation: true,
      allowedOrigins: context.settings.origins,
      namingFunction: () => randomBytes(16).toString('hex'),
      onUploadFinish: async (_request, upload) => {
        await store.finish(upload.id);
        return {};
      },
      onResponseError: (_request, error) => {
        if (error instanceof Error) refused = error;
        return undefined;
      },
    });
    const answer = await tus.handleWeb(asWebRequest(request, origin));
    if (refused instanceof WebRefusal) throw refused;
    // Its own errors are plain objects; an Error is a limit of its own, or a fault of ours.
    if (refused !== undefined && answer.status >= 500) throw refused;
    for (const [name, value] of answer.headers) void reply.header(name, value);
    return reply.status(answer.status).send(answer.status === 204 ? undefined : await answer.text());
  };
}

function asWebRequest(request: FastifyRequest, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !name.startsWith(':')) headers.set(name, value);
  }
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  const init: RequestInit = {method: request.method, headers};
  if (!hasBody) return new Request(new URL(request.url, origin), init);
  const body = Readable.toWeb(request.raw);
  return new Request(new URL(request.url, origin), {...init, body, duplex: 'half'});
}
