// Bodies that do not come: of requests that were refused already, of services whose uploads may take as long as they take.

import {Socket} from 'node:net';
import type {FastifyRequest} from 'fastify';
import type {ServiceLimits} from './limits.ts';
import type {WebApp} from './web-app.ts';

/** Long enough to read the refusal; whoever goes on sending after it is cut off. */
const refusedMs = 1000;
/** A body that is no upload is some kilobytes. */
const ordinaryMs = 10_000;
/** An upload that brings less than this in so long is none: it would hold its process and its place for ever (tus goes on later). */
const uploadWindowMs = 60_000;
const uploadBytes = 32 * 1024;
const uploadType = 'application/offset+octet-stream';

/**
 * Ends connections whose body nobody needs any more, and, where the service has no limit of its own for whole requests, those whose body
 * comes too slowly. Node's own limit is one for all routes of a server, so it cannot tell an upload from a form.
 */
export function boundSlowBodies(app: WebApp, limits: ServiceLimits): void {
  app.addHook('onRequest', async (request) => {
    if (limits.requestMs !== 0 || !hasBody(request)) return;
    if (request.headers['content-type'] === uploadType) watchUpload(request);
    else endUnlessComplete(request, ordinaryMs);
  });
  app.addHook('onResponse', async (request) => {
    if (hasBody(request) && !request.raw.complete) endUnlessComplete(request, refusedMs);
  });
}

/** Of a request that was injected there is no connection to end. */
function hasBody({headers, raw}: FastifyRequest): boolean {
  if (!(raw.socket instanceof Socket)) return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function endUnlessComplete({raw}: FastifyRequest, ms: number): void {
  const timer = setTimeout(() => {
    if (!raw.complete) raw.socket.destroy();
  }, ms);
  atItsEnd(raw, () => clearTimeout(timer));
}

function watchUpload({raw}: FastifyRequest): void {
  const {socket} = raw;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    if (raw.complete) clearInterval(timer);
    else if (socket.bytesRead - before < uploadBytes) socket.destroy();
    before = socket.bytesRead;
  }, uploadWindowMs);
  atItsEnd(raw, () => clearInterval(timer));
}

/** Listens at the request, not at its connection: nginx sends thousands of requests over one, and each would leave its listener there. */
function atItsEnd(raw: FastifyRequest['raw'], act: () => void): void {
  raw.once('end', act);
  raw.once('close', act);
}
