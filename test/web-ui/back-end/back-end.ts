// A back end for tests of the pages alone: it answers in the contract's shapes from recorded states of a lab, and fails on demand.
// It proves nothing about the services themselves.

import cookie from '@fastify/cookie';
import websocket from '@fastify/websocket';
import {fastify} from 'fastify';
import type {WebApp} from '../../../src/web/app/web-app.ts';
import {readBuiltPages} from '../../../src/web/pages/built-pages.ts';
import {addPages} from '../../../src/web/pages/register-pages.ts';
import {addActions} from './actions.ts';
import {addAuth} from './auth.ts';
import {addFiles} from './files.ts';
import {addJobs} from './jobs.ts';
import {addLive, type Live} from './live.ts';
import {addMonitoring} from './monitoring.ts';
import {Refusal, refusalBody} from './refusal.ts';
import {newWorld, type World} from './world.ts';

export type BackEnd = {
  readonly origin: string;
  readonly world: World;
  readonly live: Live;
  readonly close: () => Promise<void>;
};

export async function startBackEnd(port = 0): Promise<BackEnd> {
  const app = fastify({logger: false, forceCloseConnections: true, bodyLimit: 32 * 1024 * 1024});
  await app.register(cookie);
  await app.register(websocket);
  app.setErrorHandler((error, _request, reply) => {
    const {status, body} = refusalBody(error);
    if (error instanceof Refusal && error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    void reply.status(status).send(body);
  });
  const world = newWorld();
  app.addHook('onRequest', async (request) => {
    if (world.delayMs > 0 && request.url.startsWith('/api/'))
      await new Promise((next) => setTimeout(next, world.delayMs));
  });
  addAuth(app, world);
  addJobs(app, world);
  addFiles(app, world);
  addMonitoring(app, world);
  addActions(app, world);
  const live = addLive(app, world);
  // The very code that serves the pages on a controller, with its policy.
  const pages = app as unknown as WebApp;
  await pages.register(async (scope) => addPages(scope, 'monitoring', readBuiltPages('monitoring')), {
    prefix: '/monitoring',
  });
  await pages.register(async (scope) => addPages(scope, 'admin', readBuiltPages('admin')), {prefix: '/admin'});
  await pages.register(async (scope) => addPages(scope, 'dashboard', readBuiltPages('dashboard')));
  await app.listen({host: '127.0.0.1', port});
  const address = app.server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    live.stop();
    await app.close();
  };
  return {origin: `http://localhost:${used}`, world, live, close};
}
