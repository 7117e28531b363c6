// Refuses what another site made the browser send: the CSRF token of cookie and header, bound to the session, and the origin.

import {createHmac, timingSafeEqual} from 'node:crypto';
import {WebRefusal} from '../app/web-refusal.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** GET, HEAD and OPTIONS change nothing. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method);
}

/**
 * The CSRF token of a session, derived one way from its id: the id is random and stands only in HttpOnly cookies and signed tokens, so
 * no other site knows it, and a cookie that a sibling host planted (cookie tossing) does not match. Every service can check it alone.
 */
export function csrfTokenOf(sid: string): string {
  return createHmac('sha256', 'hpcha csrf').update(sid).digest('base64url');
}

/** Throws `csrf-missing` unless cookie and header are both the token of this session. */
export function checkCsrf(sid: string, cookie: string | undefined, header: string | undefined): void {
  const expected = csrfTokenOf(sid);
  if (!same(expected, cookie) || !same(expected, header)) throw new WebRefusal('csrf-missing');
}

/** Throws `origin-foreign` where an `Origin` was sent that is none of the site's own. */
export function checkOrigin(origin: string | undefined, own: readonly string[]): void {
  if (origin === undefined) return;
  if (!own.some((one) => new URL(one).origin === origin)) throw new WebRefusal('origin-foreign');
}

function same(expected: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}
