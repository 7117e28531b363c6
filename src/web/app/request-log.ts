// A line for each request that changes something, fails or is slow: who, what, how long. The route's pattern: paths may name files.

import type {FastifyInstance} from 'fastify';
import {isSafeMethod} from '../session/csrf.ts';
import {askerIfAny} from '../session/gate.ts';
import type {WebLog} from './web-log.ts';

/**
 * A look that succeeds in time says nothing here; nginx keeps its own record of all requests. Two hundred lines a second would push what an
 * administrator looks for out of the journal within minutes (seen under load), and wake everyone who follows it.
 */
const slowMs = 1000;
/** Between the controllers, every second. */
const internal = /^\/internal\//;

export function logRequests(app: FastifyInstance, log: WebLog): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '-';
    const failed = reply.statusCode >= 400;
    const isLook = isSafeMethod(request.method) && reply.elapsedTime < slowMs;
    if (!failed && (isLook || internal.test(route))) return;
    const asker = askerIfAny(request);
    log(reply.statusCode >= 500 ? 'warning' : 'info', 'request', {
      id: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      from: request.ip,
      ...(asker === undefined ? {} : {user: asker.claims.name, via: asker.via}),
    });
  });
}
