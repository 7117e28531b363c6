// The cookies of a session: their names, and the attributes without which they would not be safe.

import type {CookieSerializeOptions} from '@fastify/cookie';

export const cookieNames = {
  access: '__Host-hpcha_access',
  refresh: '__Secure-hpcha_refresh',
  csrf: '__Host-hpcha_csrf',
  /** Ties a sign-in at the outside provider to the browser that began it. */
  oidc: '__Host-hpcha_oidc',
} as const;

export type CookieName = keyof typeof cookieNames;

const host = {path: '/', secure: true, sameSite: 'strict'} as const;

const attributes: Readonly<Record<CookieName, CookieSerializeOptions>> = {
  access: {...host, httpOnly: true},
  refresh: {...host, path: '/api/auth', httpOnly: true},
  // The page reads it and repeats it in a header: another site can neither read nor send that.
  csrf: {...host, httpOnly: false},
  // The provider sends the browser back across sites: a strict cookie would not come along.
  oidc: {...host, httpOnly: true, sameSite: 'lax'},
};

export function cookieAttributes(name: CookieName, maxAgeSeconds: number): CookieSerializeOptions {
  return {...attributes[name], maxAge: maxAgeSeconds};
}

export const csrfHeader = 'x-hpcha-csrf';
