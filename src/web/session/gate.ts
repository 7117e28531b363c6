// The gate of every service: who is asking, whether they still may, and whether it was they who asked.

import type {FastifyInstance, FastifyRequest} from 'fastify';
import {includesRole, type Role} from '../../model/web/roles.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import type {Claims} from './claims.ts';
import {cookieNames, csrfHeader} from './cookies.ts';
import {checkCsrf, checkOrigin, isSafeMethod} from './csrf.ts';
import type {AskStanding} from './revocation.ts';
import {requireSettled, type VerifyToken} from './verify-token.ts';

/** Who asked, once a gate let them in. `token` is for the helpers, which verify it again; it goes nowhere else. */
export type Asker = {
  readonly claims: Claims;
  readonly token: string;
  readonly via: 'cookie' | 'bearer';
};

export type Hook = (request: FastifyRequest) => Promise<void>;

export type Gate = {
  /** `onRequest` hook: signed in, not ended, with a settled password; CSRF and origin checked. */
  readonly requireUser: Hook;
  /** The same, and at least this role: `{onRequest: gate.requireRole('operator')}`. */
  readonly requireRole: (role: Role) => Hook;
  /** The same as requireUser, and a Unix account is bound: jobs and files. */
  readonly requireUnixAccount: Hook;
  /** For Auth's own `me`, `password` and `logout`: also with a password that must be changed. */
  readonly requireAnyUser: Hook;
  /** For WebSocket upgrades: browsers send cookies to any site's socket, so the origin must be there and be ours. */
  readonly requireSocketUser: Hook;
};

export type GateRules = {
  readonly verify: VerifyToken;
  readonly standing: AskStanding;
  /** The site's own origins, of the settings. */
  readonly origins: readonly string[];
};

const decorator = 'hpchaAsker';

/** Once on the app, before its routes. */
export function decorateAsker(app: FastifyInstance): void {
  app.decorateRequest(decorator, null);
}

/** Who asked, in a route behind a gate. Throws where no gate stood before the route: that is a bug, and says so. */
export function askerOf(request: FastifyRequest): Asker {
  const asker = askerIfAny(request);
  if (asker === undefined) throw new Error(`no gate stands before ${request.method} ${request.routeOptions.url}`);
  return asker;
}

/** Who asked, where a gate has let somebody in; for the request log. */
export function askerIfAny(request: FastifyRequest): Asker | undefined {
  return request.getDecorator<Asker | null>(decorator) ?? undefined;
}

export function makeGate(rules: GateRules): Gate {
  const enter = async (request: FastifyRequest): Promise<Asker> => {
    const asker = await identify(request, rules);
    request.setDecorator(decorator, asker);
    return asker;
  };
  const settled = async (request: FastifyRequest): Promise<Asker> => {
    const asker = await enter(request);
    requireSettled(asker.claims);
    return asker;
  };
  return {
    requireAnyUser: async (request) => void (await enter(request)),
    requireUser: async (request) => void (await settled(request)),
    requireRole: (needed) => async (request) => {
      const {role: has} = (await settled(request)).claims;
      if (!includesRole(has, needed)) throw new WebRefusal('role-insufficient', {needed, has});
    },
    requireUnixAccount: async (request) => {
      const {unix, name} = (await settled(request)).claims;
      if (unix === null) throw new WebRefusal('no-unix-account', {name});
    },
    requireSocketUser: async (request) => {
      const asker = await settled(request);
      if (asker.via === 'cookie' && request.headers.origin === undefined) throw new WebRefusal('origin-foreign');
      checkOrigin(request.headers.origin, rules.origins);
    },
  };
}

async function identify(request: FastifyRequest, rules: GateRules): Promise<Asker> {
  const {token, via} = tokenIn(request);
  const claims = await rules.verify(token);
  if (via === 'cookie' && !isSafeMethod(request.method)) {
    checkOrigin(request.headers.origin, rules.origins);
    const header = request.headers[csrfHeader];
    checkCsrf(claims.sid, request.cookies[cookieNames.csrf], typeof header === 'string' ? header : undefined);
  }
  const standing = await rules.standing(claims);
  if (standing === 'ended') throw new WebRefusal('session-ended');
  // Reading goes on until the token ends: a failover of Redis must not log anybody out (docs/decisions/0018).
  if (standing === 'unknown' && !isSafeMethod(request.method)) {
    throw new WebRefusal('sessions-unknown', {}, {retryAfterSeconds: 3});
  }
  return {claims, token, via};
}

/** A header wins over a cookie: a script that brings its own token does not mean the browser's. */
function tokenIn(request: FastifyRequest): {readonly token: string; readonly via: Asker['via']} {
  const bearer = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return {token: bearer, via: 'bearer'};
  const cookie = request.cookies[cookieNames.access];
  if (cookie === undefined) throw new WebRefusal('not-signed-in');
  return {token: cookie, via: 'cookie'};
}
