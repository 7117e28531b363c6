// The service Auth: signs people in, keeps their sessions, administers users.

import {randomBytes} from 'node:crypto';
import {Secret} from '../../model/secret.ts';
import type {RegisterService, WebContext} from '../app/web-app.ts';
import {errorFields} from '../app/web-log.ts';
import type {AuthParts} from './auth-parts.ts';
import {databaseAddress} from './database-address.ts';
import {ensureSchema} from './ensure-schema.ts';
import {openGalera} from './galera-pool.ts';
import {addOidcRoutes} from './oidc-routes.ts';
import {makePasswords} from './password-hash.ts';
import {redisAttempts} from './redis-attempts.ts';
import {redisSessionStore} from './redis-session-store.ts';
import {refreshTokens} from './refresh-token.ts';
import {addSessionRoutes} from './session-routes.ts';
import {makeSignToken} from './sign-token.ts';
import {sqlUserStore} from './sql-user-store.ts';
import {unixAccounts} from './unix-accounts.ts';
import {addUserRoutes} from './user-routes.ts';

/** What tests replace: everything that is not in this process. */
export type AuthStores = Pick<AuthParts, 'users' | 'sessions' | 'attempts' | 'accounts' | 'passwords'>;

export const registerAuth: RegisterService = async (app, context) => {
  const {stores, end} = await openStores(context);
  app.addHook('onClose', end);
  await registerAuthWith(stores)(app, context);
};

/** The same with other stores. Rejects with `config` where a credential is missing or the seed is not the one of the settings. */
export function registerAuthWith(stores: AuthStores): RegisterService {
  return async (app, context) => {
    const {settings, now, credential, health} = context;
    const parts: AuthParts = {
      ...stores,
      context,
      sign: makeSignToken(await credential('jwt_seed'), settings, now),
      refresh: refreshTokens(await credential('session_key'), settings.cluster),
      nobody: await stores.passwords.hash(new Secret(randomBytes(24).toString('base64'))),
    };
    health.add('database', {essential: true, check: stores.users.ping});
    health.add('redis', {essential: true, check: stores.sessions.ping});
    addSessionRoutes(app, parts);
    addUserRoutes(app, parts);
    await addOidcRoutes(app, parts);
  };
}

async function openStores(
  context: WebContext,
): Promise<{readonly stores: AuthStores; readonly end: () => Promise<void>}> {
  const {settings, redis, credential, log, now} = context;
  // Said at the start, not with the first sign-in: a unit without its credential is a fault of the deployment.
  redis();
  const galera = openGalera(databaseAddress(settings, await credential('db_auth')), log, now);
  // A database that is away must not keep the service from starting: it says so in its health until it is there.
  ensureSchema(galera).catch((error: unknown) => log('warning', 'schema-not-checked', errorFields(error)));
  return {
    stores: {
      users: sqlUserStore(galera),
      sessions: redisSessionStore(redis),
      attempts: redisAttempts(redis),
      accounts: unixAccounts,
      passwords: makePasswords(),
    },
    end: galera.end,
  };
}
