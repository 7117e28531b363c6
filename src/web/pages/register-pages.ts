// The three services that serve a built front end: files under names that never change their content, and the page for every address.

import type {RegisterService, WebApp} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {webServices} from '../services.ts';
import type {BuiltPages, FrontEndName} from './built-pages.ts';
import {readBuiltPages} from './built-pages.ts';
import {indexPage} from './index-page.ts';
import {pageFile} from './page-file.ts';

export function pagesOf(name: FrontEndName): RegisterService {
  return async (app) => addPages(app, name, readBuiltPages(name));
}

/** Below the app's own path: `assets/…`, and for every other address the page itself, which looks at the address. */
export function addPages(app: WebApp, name: FrontEndName, pages: BuiltPages): void {
  const html = pages.get('index.html')?.toString('utf8') ?? '';
  app.get<{Params: {'*': string}}>('/assets/*', async (request, reply) => {
    const file = pageFile(pages, `assets/${request.params['*']}`, request.headers['accept-encoding'] ?? '');
    if (file === undefined) throw new WebRefusal('not-found');
    if (file.encoding !== null) reply.header('content-encoding', file.encoding);
    return (
      reply
        .header('vary', 'accept-encoding')
        // The name carries a hash of the content.
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type(file.type)
        .send(file.body)
    );
  });
  const foreign = foreignPaths(name);
  const page = async (path: string): Promise<ReturnType<typeof indexPage>> => {
    if (foreign.some((other) => path === other || path.startsWith(`${other}/`))) throw new WebRefusal('not-found');
    return indexPage(html);
  };
  for (const route of ['/', '/*']) {
    app.get(route, async (request, reply) => {
      const {body, policy} = await page(request.url.split('?')[0] ?? '');
      return reply
        .header('content-security-policy', policy)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(body);
    });
  }
}

/** The dashboard is the site's front: what belongs to another service must not read as a page of it. */
function foreignPaths(name: FrontEndName): readonly string[] {
  if (name !== 'dashboard') return [];
  return ['/api', '/internal', ...webServices.map(({path}) => path).filter((path) => path !== '')];
}
