// Clients that send slowly, too much or nothing at all, straight at a service's port: what they hold is given back, and others are served.

import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {z} from 'zod';
import {headersMs} from '../../src/web/app/limits.ts';
import type {RegisterService} from '../../src/web/app/web-app.ts';
import type {Standing} from '../../src/web/session/revocation.ts';
import {makeTestService, type TestService} from './support/test-service.ts';

vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

let metrics: TestService;
let files: TestService;
const ports = {metrics: 0, files: 0};

const register: RegisterService = async (app, context) => {
  const schema = {body: z.object({text: z.string()})};
  app.post('/echo', {onRequest: context.gate.requireUser, schema}, async ({body}) => body);
};

beforeAll(async () => {
  metrics = await makeTestService(register, {name: 'metrics'});
  files = await makeTestService(register, {name: 'files'});
  for (const [name, service] of [['metrics', metrics] as const, ['files', files] as const])
    ports[name] = Number(new URL(await service.app.listen({host: '127.0.0.1', port: 0})).port);
});

afterAll(async () => {
  await Promise.all([metrics.app.close(), files.app.close()]);
});

type Slow = {readonly socket: Socket; readonly said: () => string; readonly ended: Promise<number>};

/** Connects, sends `head`, then `drip` every 200 ms; `ended` resolves to how long the service bore it. */
async function slow(port: number, head: string, drip = ''): Promise<Slow> {
  const socket = connect({host: '127.0.0.1', port});
  await once(socket, 'connect');
  const began = performance.now();
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.write(head);
  const timer = drip === '' ? undefined : setInterval(() => socket.write(drip), 200);
  const ended = new Promise<number>((resolve) =>
    socket.once('close', () => {
      clearInterval(timer);
      resolve(performance.now() - began);
    }),
  );
  return {socket, said: () => said, ended};
}

const post = (path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}\r\n`;

describe.concurrent('a client that', () => {
  it('drips its headers is let go after five seconds, however steadily they come', async () => {
    const dripping = await slow(ports.metrics, 'GET /api/monitoring/healthz HTTP/1.1\r\n', 'x-a: b\r\n');
    const bore = await dripping.ended;
    expect(bore).toBeGreaterThan(headersMs - 1000);
    expect(bore).toBeLessThan(headersMs + 4000);
    expect(dripping.said()).toContain('408');
  });

  it('connects and says nothing is let go as well', async () => {
    expect(await (await slow(ports.metrics, '')).ended).toBeLessThan(headersMs + 4000);
  });

  it('drips its body is let go when the request has taken as long as it may', async () => {
    const headers = `Authorization: ${(await metrics.bearer())['authorization']}\r\nContent-Length: 60000\r\n`;
    const dripping = await slow(ports.metrics, post('/api/monitoring/echo', headers), ' ');
    expect(await dripping.ended).toBeLessThan(20_000);
    expect(dripping.said()).toContain('408');
  });

  it('drips a body that nobody is going to read is answered and let go at once, uploads’ service as well', async () => {
    for (const [port, path] of [
      [ports.metrics, '/api/monitoring/echo'],
      [ports.files, '/api/files/echo'],
    ] as const) {
      const dripping = await slow(port, post(path, 'Content-Length: 60000\r\n'), ' ');
      expect([path, (await dripping.ended) < 8000]).toEqual([path, true]);
      expect(dripping.said()).toContain('401');
    }
  });

  it('drips a body of JSON to the uploads’ service is let go too: only uploads may take their time', async () => {
    const headers = `Authorization: ${(await files.bearer())['authorization']}\r\nContent-Length: 60000\r\n`;
    const dripping = await slow(ports.files, post('/api/files/echo', headers), ' ');
    expect(await dripping.ended).toBeLessThan(20_000);
  });

  it('sends more header than there is room for is refused with 431', async () => {
    const large = await slow(
      ports.metrics,
      `GET /api/monitoring/healthz HTTP/1.1\r\nHost: x\r\nx-large: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    await large.ended;
    expect(large.said()).toContain('431');
  });

  it('smuggles a second length or an unknown encoding is refused with 400', async () => {
    for (const more of [
      'Content-Length: 4\r\nContent-Length: 9\r\n',
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
      'Transfer-Encoding: xchunked\r\n',
    ]) {
      const smuggling = await slow(ports.metrics, `${post('/api/monitoring/echo', more)}0\r\n\r\n`);
      await smuggling.ended;
      expect([more, smuggling.said().slice(0, 12)]).toEqual([more, 'HTTP/1.1 400']);
    }
  });

  it('goes away while its session is looked up is nobody, and no fault of the service', async () => {
    const asked = Promise.withResolvers<void>();
    const known = Promise.withResolvers<Standing>();
    const service = await makeTestService(register, {
      name: 'metrics',
      standing: () => {
        asked.resolve();
        return known.promise;
      },
    });
    const port = Number(new URL(await service.app.listen({host: '127.0.0.1', port: 0})).port);
    const accepted = once(service.app.server, 'connection');
    const bearer = `Authorization: ${(await service.bearer())['authorization']}\r\n`;
    const {socket} = await slow(port, post('/api/monitoring/echo', `${bearer}Content-Length: 12\r\n`));
    const [serverSide]: Socket[] = await accepted;
    await asked.promise;
    socket.resetAndDestroy();
    await new Promise((resolve) => serverSide?.once('close', resolve));
    known.resolve('valid');
    await service.app.close();
    expect(service.lines.filter((line) => line.includes('"bug"'))).toEqual([]);
  });

  it('does all of that four hundred times keeps nobody else waiting', async () => {
    const many = await Promise.all(
      Array.from({length: 400}, () => slow(ports.metrics, 'GET /api/monitoring/healthz HTTP/1.1\r\n', 'x: y\r\n')),
    );
    const began = performance.now();
    const answer = await fetch(`http://127.0.0.1:${ports.metrics}/api/monitoring/healthz`);
    expect(answer.status).toBe(200);
    expect(performance.now() - began).toBeLessThan(2000);
    await Promise.all(many.map(({ended}) => ended));
  });
});
