// The types that a service is made of: the app with its routes, and the context that it is handed.

import type {IncomingMessage, ServerResponse} from 'node:http';
import type {FastifyBaseLogger, FastifyInstance, RawServerDefault} from 'fastify';
import type {Secret} from '../../model/secret.ts';
import type {WebRedis} from '../redis/web-redis.ts';
import type {WebService} from '../services.ts';
import type {Gate} from '../session/gate.ts';
import type {AskStanding} from '../session/revocation.ts';
import type {VerifyToken} from '../session/verify-token.ts';
import type {WebSettings} from '../settings.ts';
import type {Health} from './health.ts';
import type {WebLog} from './web-log.ts';
import type {ZodTypes} from './zod-schemas.ts';

export type WebApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypes>;

/** Names of the files below `$CREDENTIALS_DIRECTORY`; a unit gets only those that its service needs. */
export type CredentialName = 'jwt_seed' | 'session_key' | 'db_auth' | 'redis' | 'cluster_key' | 'oidc_secret';

/** The world around a service, handed in so that tests can replace it. */
export type AppDeps = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One line of the log. */
  readonly write: (line: string) => void;
  /** Opened with the first call, then the same one. */
  readonly redis: () => WebRedis;
  /** Rejects with HpchaError `config` where the unit was not given it. */
  readonly credential: (name: CredentialName) => Promise<Secret>;
  /** Whether a session was ended; asked of Redis where it is left out. */
  readonly standing?: AskStanding;
  /** Aborts when the service has to stop. */
  readonly signal: AbortSignal;
};

export type WebContext = Omit<AppDeps, 'write' | 'standing'> & {
  readonly service: WebService;
  readonly settings: WebSettings;
  readonly log: WebLog;
  readonly gate: Gate;
  readonly verify: VerifyToken;
  readonly standing: AskStanding;
  readonly health: Health;
  /** The app without the service's path: for `/internal/…`, which nginx does not pass on. */
  readonly root: WebApp;
};

/** What a service's folder offers: adds its routes below its own path (`app.get('/login')` is `/api/auth/login`). */
export type RegisterService = (app: WebApp, context: WebContext) => Promise<void>;
