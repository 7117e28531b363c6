// Somebody who is signed in at the site: keeps the cookies, repeats the CSRF one as the pages do, and says what was wrong with an answer.

import {HpchaError} from '../../model/error.ts';
import {cookieNames, csrfHeader} from '../session/cookies.ts';
import {type Asked, askSite, type Site, type SiteAnswer} from './site-client.ts';

export type Cookies = ReadonlyMap<string, string>;

export type Visitor = {
  readonly cookie: string;
  /** Rejects with HpchaError `command` where the answer has another status; it says what came instead. */
  readonly expect: (status: number, path: string, asked?: Asked) => Promise<SiteAnswer>;
};

export function visitorOf(site: Site, cookies: Cookies, signal: AbortSignal): Visitor {
  const cookie = headerOf(cookies);
  const own = {cookie, [csrfHeader]: cookies.get(cookieNames.csrf) ?? ''};
  return {
    cookie,
    expect: async (status, path, asked = {}) => {
      const answer = await askSite(site, path, {...asked, headers: {...asked.headers, ...own}}, signal);
      expectStatus(answer, status, `${asked.method ?? 'GET'} ${path.replace(/\?.*/, '')}`);
      return answer;
    },
  };
}

export function cookiesOf({headers}: SiteAnswer): Cookies {
  const pairs = (headers['set-cookie'] ?? []).flatMap((line) => {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(pairs);
}

function headerOf(cookies: Cookies): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The session's id as the access token says it; null where there is no token that could be read. */
export function sessionIdIn(cookies: Cookies): string | null {
  const payload = cookies.get(cookieNames.access)?.split('.')[1];
  if (payload === undefined) return null;
  const sid = fieldOf(Buffer.from(payload, 'base64url').toString('utf8'), 'sid');
  return typeof sid === 'string' ? sid : null;
}

export function expectStatus({status, body}: SiteAnswer, wanted: number, where: string): void {
  if (status === wanted) return;
  const said = status >= 400 ? `: ${body.slice(0, 200).replaceAll('\n', ' ')}` : '';
  throw wrong(where, `it answered ${status}, not ${wanted}${said}`);
}

/** A field of a JSON text; undefined where it is none, or has no such field. */
export function fieldOf(text: string, ...path: readonly (string | number)[]): unknown {
  try {
    let value: unknown = JSON.parse(text);
    for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return value;
  } catch {
    // Not JSON: whoever wanted the field says what is wrong.
    return undefined;
  }
}

export function wrong(where: string, what: string): HpchaError {
  return new HpchaError({code: 'command', where, what});
}
