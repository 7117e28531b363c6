// Downloads: the whole file or a part of it, resumable on any controller, and never shown by the browser as a page of this site.

import type {FastifyReply, FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {WebApp, WebContext} from '../app/web-app.ts';
import type {AskAs} from '../helpers/as/ask-as.ts';
import {contentDisposition} from './content-disposition.ts';

const querystring = z.object({path: z.string().min(1).max(8192)});

const answerSchema = z.object({
  answer: z.discriminatedUnion('status', [
    z.object({status: z.literal(200), from: z.literal(0), length: z.number()}),
    z.object({status: z.literal(206), from: z.number(), length: z.number()}),
    z.object({status: z.literal(304)}),
    z.object({status: z.literal(416)}),
  ]),
  name: z.string(),
  size: z.number(),
  tag: z.string(),
  modifiedAt: z.string(),
});
type ReadAnswer = z.output<typeof answerSchema>;

export function addContentRoutes(app: WebApp, context: WebContext, ask: AskAs): void {
  const onRequest = context.gate.requireUnixAccount;
  const tags = ['files'];
  app.get(
    '/content',
    {
      onRequest,
      // Fastify's own HEAD would read the whole file to throw it away.
      exposeHeadRoute: false,
      schema: {
        summary: 'Download; Range, If-Range and If-None-Match are understood',
        tags,
        querystring,
        response: {
          200: {description: 'the file', type: 'string', format: 'binary'},
          206: {description: 'a part of it', type: 'string', format: 'binary'},
          304: {description: 'unchanged', type: 'null'},
          416: {description: 'no such part', type: 'null'},
        },
      },
    },
    async (request, reply) => {
      const asked = {kind: 'read', path: request.query.path, ...rangeHeaders(request)} as const;
      const {value, body} = await ask.client.receive(ask.look(request, reply), asked, answerSchema);
      describe(reply, value);
      return reply.send(body ?? undefined);
    },
  );
  app.head(
    '/content',
    {onRequest, schema: {summary: 'Size and tag of a file', tags, querystring}},
    async (request, reply) => {
      const nothing = {range: null, ifRange: null, ifNoneMatch: null};
      const asked = {kind: 'read', path: request.query.path, ...nothing} as const;
      const {value, body} = await ask.client.receive(ask.look(request, reply), asked, answerSchema);
      body?.destroy();
      describe(reply, value);
      return reply.send();
    },
  );
}

function rangeHeaders(request: FastifyRequest): {
  range: string | null;
  ifRange: string | null;
  ifNoneMatch: string | null;
} {
  const {range, 'if-range': ifRange, 'if-none-match': ifNoneMatch} = request.headers;
  const short = (value: string | undefined): string | null =>
    value === undefined || value.length > 512 ? null : value;
  return {
    range: short(range),
    ifRange: short(typeof ifRange === 'string' ? ifRange : undefined),
    ifNoneMatch: short(ifNoneMatch),
  };
}

function describe(reply: FastifyReply, {answer, name, size, tag, modifiedAt}: ReadAnswer): void {
  void reply.status(answer.status).headers({
    etag: tag,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
  });
  if (answer.status === 304) return;
  if (answer.status === 416) {
    void reply.header('content-range', `bytes */${size}`);
    return;
  }
  void reply.headers({
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(name),
    'content-length': answer.length,
  });
  if (answer.status === 206) {
    void reply.header('content-range', `bytes ${answer.from}-${answer.from + answer.length - 1}/${size}`);
  }
}
