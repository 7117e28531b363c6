// The canary of the web services: what counts as an answer, and that one which hangs hides nothing.

import {createServer, type Server} from 'node:https';
import {afterEach, describe, expect, it} from 'vitest';
import type {Recorded} from '../../../src/run/drill/stream.ts';
import {runVisits} from '../../../src/run/drill/web-stream.ts';
import {makeCertificate} from '../../support/test-certificate.ts';

const {key, cert} = makeCertificate('DNS:cluster.example');
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers the n-th request with that status; null: never. Resolves to its port. */
async function serve(statusOf: (seq: number) => number | null, seen: string[] = []): Promise<number> {
  let seq = 0;
  const server = createServer({key, cert}, (request, answer) => {
    seq += 1;
    seen.push(request.url ?? '');
    const status = statusOf(seq);
    if (status !== null) answer.writeHead(status).end();
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Until so many attempts have ended. */
async function watch(port: number, count: number, timeoutMs = 400): Promise<readonly Recorded[]> {
  const stop = new AbortController();
  const ended: Recorded[] = [];
  const record = (attempt: Recorded): void => {
    ended.push(attempt);
    if (ended.length === count) stop.abort();
  };
  await runVisits('127.0.0.1', {periodMs: 20, timeoutMs}, record, stop.signal, port);
  return ended.slice(0, count);
}

describe('the canary of the web services', () => {
  it('asks for the word of a service that has a fresh picture of the cluster, and takes 200 for an answer', async () => {
    const seen: string[] = [];
    const attempts = await watch(await serve(() => 200, seen), 3);
    expect(attempts.map(({result}) => result)).toEqual(['ok', 'ok', 'ok']);
    expect(new Set(seen)).toEqual(new Set(['/api/monitoring/healthz']));
  });

  it.each([503, 429])('counts %i as a failure, by its number', async (status) => {
    const [attempt] = await watch(await serve(() => status), 1);
    expect(attempt).toMatchObject({result: 'fail', why: String(status)});
  });

  it('counts nobody there as a failure', async () => {
    expect((await watch(9, 1))[0]).toMatchObject({result: 'fail', why: 'ECONNREFUSED'});
  });

  it('does not wait for one that hangs: those after it are answered, and it ends as timed out', async () => {
    const attempts = await watch(await serve((seq) => (seq === 1 ? null : 200)), 12, 150);
    expect(attempts.slice(0, 3).map(({result}) => result)).toEqual(['ok', 'ok', 'ok']);
    const hung = attempts.find(({result}) => result === 'fail');
    expect(hung).toMatchObject({why: 'timeout'});
    expect(hung === undefined ? -1 : attempts.indexOf(hung)).toBeGreaterThan(2);
  });
});
