// What every web service promises about requests as such: size, time, errors, headers, health, its document, its end.

import type {AddressInfo} from 'node:net';
import {connect} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {z} from 'zod';
import {HpchaError} from '../../src/model/error.ts';
import {listenOn} from '../../src/web/app/listen.ts';
import type {RegisterService} from '../../src/web/app/web-app.ts';
import {makeTestService, type TestService} from './support/test-service.ts';

const register: RegisterService = async (app, {health}) => {
  health.add('backend', {essential: true, check: async () => check()});
  const body = z.strictObject({text: z.string(), count: z.coerce.number().default(1)});
  app.post('/echo', {schema: {body}}, async ({body}) => body);
  app.get('/bug', async () => {
    throw new Error('the password is hunter2');
  });
  app.get('/core', async () => {
    throw new HpchaError({code: 'timeout', where: 'server2', what: 'slurmctld did not answer within 5 s'});
  });
  for (const [path, ms] of [
    ['/slow', 300],
    ['/slower', 1050],
  ] as const) {
    app.get(path, async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return {done: true};
    });
  }
};

let check = (): void => undefined;
let service: TestService;
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  check = () => undefined;
  await stop?.();
  stop = undefined;
});

async function listening(): Promise<number> {
  service = await makeTestService(register);
  ({stop} = await listenOn(service.app, ['127.0.0.1', '127.0.0.2'], 0));
  return (service.app.server.address() as AddressInfo).port;
}

/** Sends raw bytes; resolves to everything that comes back until the connection ends. */
function rawly(port: number, ...parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    for (const part of parts) socket.write(part);
  });
}

describe('a request', () => {
  it('that is too large is refused with 413, before it was read', async () => {
    service = await makeTestService(register, {name: 'metrics'});
    const answer = await service.app.inject({
      method: 'POST',
      url: '/api/monitoring/echo',
      payload: {text: 'x'.repeat(70_000)},
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({error: {code: 'body-too-large', where: 'metrics'}});
  });

  it.each([
    ['not JSON', 'application/json', '{"text"', 400, 'request-malformed'],
    ['a form of another site', 'application/x-www-form-urlencoded', 'text=x', 400, 'request-malformed'],
    ['text that says it is text', 'text/plain', '{"text":"x"}', 422, 'input-invalid'],
    ['a field too many', 'application/json', '{"text":"x","role":"admin"}', 422, 'input-invalid'],
    ['a wrong type', 'application/json', '{"text":1}', 422, 'input-invalid'],
    ['a prototype', 'application/json', '{"text":"x","__proto__":{"admin":true}}', 400, 'request-malformed'],
  ])('that is %s is refused in words', async (_name, type, payload, status, code) => {
    service = await makeTestService(register);
    const answer = await service.app.inject({
      method: 'POST',
      url: '/api/jobs/echo',
      headers: {'content-type': type},
      payload,
    });
    const body = answer.json() as {error: {code: string; what: string}};
    expect([answer.statusCode, body.error.code]).toEqual([status, code]);
    expect(body.error.what).not.toBe('');
  });

  it('to nowhere is answered in the same shape', async () => {
    service = await makeTestService(register);
    const answer = await service.app.inject({url: '/api/jobs/nothing', headers: {'accept-language': 'ko'}});
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({error: {code: 'not-found', where: 'jobs', what: '찾을 수 없습니다'}});
  });

  it('that finds a fault of ours is told so, without the reason, which is in the log', async () => {
    service = await makeTestService(register);
    const answer = await service.app.inject('/api/jobs/bug');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    const {error} = answer.json() as {error: {what: string; hint: string}};
    const line = service.lines
      .map((text) => JSON.parse(text) as {event: string; id: string})
      .find(({event}) => event === 'bug');
    expect(error.what).toContain(line?.id);
    expect(error.hint).toContain('hpcha-web@jobs on server1');
  });

  it('that fails in the core keeps its words and its place', async () => {
    service = await makeTestService(register);
    const answer = await service.app.inject('/api/jobs/core');
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toEqual({
      error: {code: 'timeout', where: 'server2', what: 'slurmctld did not answer within 5 s'},
    });
  });

  it('is logged by its route, never by its query', async () => {
    service = await makeTestService(register);
    await service.app.inject('/api/jobs/core?path=/home/kim/secret-project');
    expect(service.lines.join('')).toContain('"route":"/api/jobs/core"');
    expect(service.lines.join('')).not.toContain('secret-project');
  });

  it('leaves a line when it changes something, fails or takes long; a look that goes well leaves none', async () => {
    service = await makeTestService(register);
    const seen = async (url: string, method: 'GET' | 'POST' = 'GET'): Promise<number> => {
      const before = service.lines.length;
      const headers = method === 'POST' ? await service.browser() : {};
      await service.app.inject({url, method, headers, ...(method === 'POST' ? {payload: {text: 'x'}} : {})});
      return service.lines.slice(before).filter((line) => line.includes('"event":"request"')).length;
    };
    expect([await seen('/api/jobs/slow'), await seen('/healthz')]).toEqual([0, 0]);
    expect([await seen('/api/jobs/echo', 'POST'), await seen('/api/jobs/core')]).toEqual([1, 1]);
    expect(await seen('/api/jobs/slower')).toBe(1);
  });

  it('is believed about whom it comes from only when nginx of a controller passed it on', async () => {
    service = await makeTestService(register);
    const from = async (remoteAddress: string): Promise<unknown> => {
      await service.app.inject({url: '/api/jobs/core', remoteAddress, headers: {'x-forwarded-for': '203.0.113.9'}});
      return (JSON.parse(service.lines.at(-1) ?? '{}') as {from: unknown}).from;
    };
    expect(await from('10.77.0.102')).toBe('203.0.113.9');
    expect(await from('198.51.100.4')).toBe('198.51.100.4');
  });
});

describe('an answer', () => {
  it('names the controller, is not kept, and may do nothing in a browser', async () => {
    service = await makeTestService(register);
    const {headers} = await service.app.inject('/api/jobs/healthz');
    expect(headers).toMatchObject({
      'x-hpcha-node': 'server1',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('of /healthz says what is wrong by name, and with its status', async () => {
    service = await makeTestService(register);
    expect((await service.app.inject('/healthz')).json()).toMatchObject({
      service: 'jobs',
      status: 'ok',
      node: 'server1',
      checks: {backend: 'ok'},
    });
    check = () => {
      throw new Error('away');
    };
    service = await makeTestService(register);
    const failed = await service.app.inject('/api/jobs/healthz');
    expect(failed.statusCode).toBe(503);
    expect(failed.json()).toMatchObject({status: 'failed', checks: {backend: 'failed'}});
  });

  it('of /openapi.json describes the routes', async () => {
    service = await makeTestService(register);
    const document = (await service.app.inject('/api/jobs/openapi.json')).json();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/jobs/echo': {
          post: {requestBody: {content: {'application/json': {schema: {required: ['text']}}}}},
        },
      },
    });
    expect(Object.keys(document.paths)).not.toContain('/healthz');
  });
});

describe('a connection', () => {
  it('whose request does not arrive in time is ended', async () => {
    const port = await listening();
    service.app.server.requestTimeout = 500;
    const begin = performance.now();
    const answer = await rawly(
      port,
      'POST /api/jobs/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"te',
    );
    expect(answer).toContain('408');
    expect(performance.now() - begin).toBeLessThan(15_000);
  });

  it('is accepted on every address of the settings', async () => {
    service = await makeTestService(register);
    ({stop} = await listenOn(service.app, ['127.0.0.1', '127.0.0.2'], 5999));
    for (const host of ['127.0.0.1', '127.0.0.2']) {
      expect((await fetch(`http://${host}:5999/healthz`)).status).toBe(200);
    }
    await expect(fetch('http://127.0.0.3:5999/healthz')).rejects.toThrow();
  });

  it('gets its answer although the service is told to stop, and no new one is accepted', async () => {
    const port = await listening();
    const under = fetch(`http://127.0.0.1:${port}/api/jobs/slow`);
    await expect.poll(() => connections(service)).toBe(1);
    const stopped = stop?.();
    stop = undefined;
    const answer = await under;
    expect(answer.status).toBe(200);
    await answer.text();
    await stopped;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('to an address that is not there is a fault of the settings that names the port', async () => {
    service = await makeTestService(register);
    await expect(listenOn(service.app, ['127.0.0.1', '192.0.2.1'], 5998)).rejects.toMatchObject({
      code: 'config',
      where: 'port 5998',
    });
  });
});

function connections(of: TestService): Promise<number> {
  return new Promise((resolve, reject) => {
    of.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
