// One line for every request: who, what, how long. The route's pattern, not its address: queries and paths may name files.

import type {FastifyInstance} from 'fastify';
import {askerIfAny} from '../session/gate.ts';
import type {WebLog} from './web-log.ts';

/** Health checks come every second from three controllers and say nothing while they succeed. */
const quietRoutes = /\/healthz$|^\/internal\//;

export function logRequests(app: FastifyInstance, log: WebLog): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '-';
    if (quietRoutes.test(route) && reply.statusCode < 400) return;
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
