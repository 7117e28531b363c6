// The service of the pages: hashed files for ever, the page never, a policy without inline scripts, and nothing that is another's.

import {fastify} from 'fastify';
import {describe, expect, it} from 'vitest';
import type {WebApp} from '../../../src/web/app/web-app.ts';
import {addPages} from '../../../src/web/pages/register-pages.ts';

const html = '<meta property="csp-nonce" nonce="__HPCHA_NONCE__"><script src="/assets/index-a1.js"></script>';

async function service(name: 'dashboard' | 'admin' = 'dashboard') {
  const app = fastify();
  app.setErrorHandler(
    (error, _request, reply) => void reply.status(Number(Reflect.get(Object(error), 'status') ?? 500)).send(),
  );
  const pages = new Map([
    ['index.html', Buffer.from(html)],
    ['assets/index-a1.js', Buffer.from('plain')],
    ['assets/index-a1.js.br', Buffer.from('packed')],
  ]);
  await app.register(async (scope) => addPages(scope as unknown as WebApp, name, pages), {
    prefix: name === 'dashboard' ? '' : '/admin',
  });
  return app;
}

describe('the service of the pages', () => {
  it('answers every address with the page, with a new nonce each time and without inline scripts', async () => {
    const app = await service();
    const [first, second] = await Promise.all([app.inject('/jobs/47'), app.inject('/')]);
    const nonceOf = (body: string): string => /nonce="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(first.statusCode).toBe(200);
    expect(first.headers['cache-control']).toBe('no-cache');
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonceOf(first.body)}'`);
    expect(first.headers['content-security-policy']).toContain("script-src 'self';");
    expect(first.headers['content-security-policy']).not.toContain('unsafe');
    expect(nonceOf(first.body)).not.toBe(nonceOf(second.body));
  });

  it('serves files for ever, compressed for those who take it', async () => {
    const app = await service('admin');
    const packed = await app.inject({url: '/admin/assets/index-a1.js', headers: {'accept-encoding': 'gzip, br'}});
    expect([packed.headers['content-encoding'], packed.body]).toEqual(['br', 'packed']);
    expect(packed.headers['cache-control']).toContain('immutable');
    const plain = await app.inject({url: '/admin/assets/index-a1.js', headers: {'accept-encoding': 'br;q=0'}});
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, 'plain']);
  });

  it('has no page for files that are not there, nor for paths of other services', async () => {
    const app = await service();
    for (const url of ['/assets/other.js', '/assets/..%2findex.html', '/api/jobs', '/internal/snapshot', '/ws']) {
      expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404]);
    }
  });
});
