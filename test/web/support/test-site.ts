// The whole site on one TLS port, as nginx shows it: the real Auth and real gates, pages and a live view as plain as they can be.

import websocket from '@fastify/websocket';
import {type FastifyRequest, fastify, type HTTPMethods} from 'fastify';
import type {RegisterService} from '../../../src/web/app/web-app.ts';
import {makeCertificate} from '../../support/test-certificate.ts';
import {makeTestAuth, type TestAuth} from './test-auth.ts';
import {makeTestService, testOrigin} from './test-service.ts';
import {makeTestWork, type TestWork} from './test-work.ts';

export type TestSite = {
  readonly port: number;
  readonly auth: TestAuth;
  /** The certificate is its own authority. */
  readonly certificate: string;
  /** What goes wrong on purpose; all false at first. */
  readonly faults: {pagesAway: boolean; open: boolean; mute: boolean};
  /** Files and jobs of whoever has a Unix account. */
  readonly work: TestWork;
  readonly close: () => Promise<void>;
};

const html = '<!doctype html><script type="module" src="/assets/page.js"></script>';

export async function openTestSite(names = 'DNS:cluster.example'): Promise<TestSite> {
  const {key, cert} = makeCertificate(names);
  const auth = await makeTestAuth();
  const standing: NonNullable<Parameters<typeof makeTestService>[1]>['standing'] = ({sid}) =>
    auth.sessions.revoked.has(sid) ? 'ended' : 'valid';
  const faults = {pagesAway: false, open: false, mute: false};
  const behind = (name: 'jobs' | 'files' | 'metrics', register: RegisterService) =>
    makeTestService(register, {name, key: auth.key, standing, now: auth.now});
  const work = makeTestWork();
  const services = {
    '/api/auth': auth,
    '/api/jobs': await behind('jobs', async (app, {gate}) => work.addJobs(app, gate)),
    '/api/files': await behind('files', async (app, {gate}) => work.addFiles(app, gate)),
    '/api/monitoring': await behind('metrics', async (app, {gate}) => {
      app.get('/status', {onRequest: gate.requireUser}, async () => ({}));
    }),
  };
  const front = fastify({https: {key, cert}, forceCloseConnections: true});
  front.removeAllContentTypeParsers();
  front.addContentTypeParser('*', {parseAs: 'string'}, (_request, body, done) => done(null, body));
  await front.register(websocket);
  front.register(async (app) => {
    app.get('/ws', {websocket: true}, (socket, request) => {
      if (request.headers.origin !== testOrigin || request.headers.cookie === undefined) return socket.close(1008);
      socket.send(JSON.stringify({type: 'hello', seq: 1, last: '5-0'}));
      work.listen(socket);
      // Longer than 64 KiB: the length of its frame is written in eight bytes.
      if (!faults.mute) socket.send(JSON.stringify({type: 'snapshot', status: 'x'.repeat(70_000)}));
      else socket.close(1013);
    });
  });
  front.all('/*', async (request, reply) => {
    if (faults.open && request.url === '/api/jobs') return reply.send([]);
    const path = Object.keys(services).find((prefix) => request.url.startsWith(prefix));
    const service = Object.entries(services).find(([prefix]) => prefix === path)?.[1];
    if (service === undefined) {
      if (request.url.startsWith('/internal')) return reply.status(404).send();
      if (faults.pagesAway) return reply.status(503).send('away');
      if (request.url.startsWith('/assets/')) return reply.type('text/javascript').send('1');
      return reply.header('content-security-policy', "default-src 'self'").type('text/html').send(html);
    }
    const answer = await service.app.inject(injected(request));
    for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) reply.header(name, value);
    return reply.status(answer.statusCode).send(answer.rawPayload);
  });
  await front.listen({host: '127.0.0.1', port: 0});
  const address = front.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
  const close = async (): Promise<void> => {
    await front.close();
    for (const {app} of Object.values(services)) await app.close();
  };
  return {port: address.port, auth, certificate: cert, faults, work, close};
}

function injected({method, url, headers, body}: FastifyRequest) {
  const {'content-length': _length, connection: _connection, ...rest} = headers;
  return {
    method: method as HTTPMethods & 'GET',
    url,
    headers: rest,
    ...(typeof body === 'string' && body !== '' ? {payload: body} : {}),
  };
}
