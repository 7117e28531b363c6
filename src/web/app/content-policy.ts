// The security headers of a service: an API's answers may do nothing in a browser, the pages only what they are built of.

import type {FastifyHelmetOptions} from '@fastify/helmet';
import type {WebService} from '../services.ts';

const nothing = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

const pages = {
  ...nothing,
  'script-src': ["'self'"],
  // The component library writes its variables into style elements at run time.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
  'form-action': ["'self'"],
};

export function securityHeaders(kind: WebService['kind']): FastifyHelmetOptions {
  return {
    global: true,
    contentSecurityPolicy: {useDefaults: false, directives: kind === 'pages' ? pages : nothing},
    // TLS ends at nginx, which says it once for the whole site.
    strictTransportSecurity: false,
    referrerPolicy: {policy: 'same-origin'},
    crossOriginResourcePolicy: {policy: 'same-origin'},
  };
}
