// Makes the app of a web service: everything that the eight have in common, and the routes that the service adds.

import {randomBytes} from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import {fastify} from 'fastify';
import {version} from '../../version.ts';
import type {WebService} from '../services.ts';
import {decorateAsker, makeGate} from '../session/gate.ts';
import {standingFromRedis, trustedStanding} from '../session/revocation.ts';
import {makeVerifyToken} from '../session/verify-token.ts';
import type {WebSettings} from '../settings.ts';
import {securityHeaders} from './content-policy.ts';
import {makeErrorHandler} from './error-body.ts';
import {makeHealth, serveHealth} from './health.ts';
import {headersMs, keepAliveMs, limitsOf, slowCheckMs} from './limits.ts';
import {logRequests} from './request-log.ts';
import {boundSlowBodies} from './slow-bodies.ts';
import type {AppDeps, RegisterService, WebApp, WebContext} from './web-app.ts';
import {errorFields, makeWebLog} from './web-log.ts';
import {WebRefusal} from './web-refusal.ts';
import {compileZod, documentedSchema, type ZodTypes} from './zod-schemas.ts';

/** Ready for `listen` or `inject`. Rejects where the service itself could not be set up. */
export async function buildApp(
  service: WebService,
  settings: WebSettings,
  deps: AppDeps,
  register: RegisterService,
): Promise<WebApp> {
  const app = bareApp(service, settings);
  const log = makeWebLog(deps.write, {service: service.name, node: settings.node, now: deps.now});
  const context = makeContext(app, service, settings, deps, log);
  app.setValidatorCompiler(compileZod);
  // Answers are ours and typed; checking them again would cost more than it finds.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(makeErrorHandler({service: service.name, node: settings.node, log}));
  app.setNotFoundHandler(() => {
    throw new WebRefusal('not-found');
  });
  decorateAsker(app);
  leaveAbandoned(app);
  await addPlugins(app, service);
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-hpcha-node', settings.node));
  app.addHook('onSend', async (_request, reply) => {
    if (service.kind !== 'pages' && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  boundSlowBodies(app, limitsOf(service.name));
  logRequests(app, log);
  serveHealth(app, context.health, ['/healthz', `${service.path}/healthz`]);
  if (service.kind !== 'pages') serveOpenApi(app, service);
  await app.register(async (scope: WebApp) => register(scope, context), {prefix: service.path});
  await app.ready();
  return app;
}

/**
 * Who went away before the turn came has no address any more and reads no answer: nothing is done. For all others the address is read now,
 * and Node remembers it: the limit of requests asks for it after the session was looked up, and failed where the client had left meanwhile.
 */
function leaveAbandoned(app: WebApp): void {
  app.addHook('onRequest', async ({raw}, reply) => {
    if (raw.socket.remoteAddress !== undefined) return;
    reply.hijack();
    raw.socket.destroy();
  });
}

function bareApp(service: WebService, settings: WebSettings): WebApp {
  const limits = limitsOf(service.name);
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silentMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // The nginx of this controller and of its peers; what others say about whom they forward is not believed.
    trustProxy: ['127.0.0.1', '::1', ...settings.controllers.map(({address}) => address)],
    genReqId: () => randomBytes(8).toString('hex'),
    // A client's own name for its request would go into our log.
    requestIdHeader: false,
    routerOptions: {maxParamLength: 512, ignoreTrailingSlash: true},
    http: {headersTimeout: headersMs, connectionsCheckingInterval: slowCheckMs, maxHeaderSize: 16 * 1024},
  });
  return app.withTypeProvider<ZodTypes>();
}

function makeContext(
  app: WebApp,
  service: WebService,
  settings: WebSettings,
  deps: AppDeps,
  log: WebContext['log'],
): WebContext {
  const {now} = deps;
  const verify = makeVerifyToken({tokenKey: settings.tokenKey, cluster: settings.cluster, now});
  const standing =
    deps.standing ??
    trustedStanding(
      (claims) => standingFromRedis(deps.redis())(claims),
      now,
      (error) => log('warning', 'sessions-not-asked', errorFields(error)),
    );
  return {
    now,
    redis: deps.redis,
    credential: deps.credential,
    signal: deps.signal,
    service,
    settings,
    log,
    verify,
    standing,
    gate: makeGate({verify, standing, origins: settings.origins}),
    health: makeHealth({service: service.name, version, node: settings.node}, now),
    root: app,
  };
}

async function addPlugins(app: WebApp, service: WebService): Promise<void> {
  await app.register(helmet, securityHeaders(service.kind));
  await app.register(cookie);
  await app.register(rateLimit, {
    global: true,
    max: limitsOf(service.name).perTenSeconds,
    timeWindow: 10_000,
    cache: 5000,
    addHeaders: {'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false},
    errorResponseBuilder: (_request, {ttl}) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return new WebRefusal('too-many-requests', {seconds}, {retryAfterSeconds: seconds});
    },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {title: `hpcha ${service.name}`, version},
      components: {
        securitySchemes: {bearer: {type: 'http', scheme: 'bearer', bearerFormat: 'JWT'}},
      },
    },
    transform: ({schema, url}) => ({schema: documentedSchema(schema), url}),
  });
}

function serveOpenApi(app: WebApp, service: WebService): void {
  app.get(`${service.path}/openapi.json`, {schema: {hide: true}}, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
  );
}
