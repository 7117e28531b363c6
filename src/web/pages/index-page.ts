// The one page of a front end, with a policy of its own: no script but ours, no style but ours and what carries this answer's nonce.

import {randomBytes} from 'node:crypto';

/** Written into the page by the build (scripts/build/web.ts). */
const place = /__HPCHA_NONCE__/g;

export type IndexPage = {readonly body: string; readonly policy: string};

/** A new nonce for each answer, so that nobody can know it beforehand (CSP3 §7.1). */
export function indexPage(html: string): IndexPage {
  const nonce = randomBytes(16).toString('base64');
  return {body: html.replace(place, nonce), policy: policyWith(nonce)};
}

function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The component library writes its variables into style elements; it is handed the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
