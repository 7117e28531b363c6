// Redis as a service sees it: opened with its start where it was given the password; the pages never connect.

import type {Secret} from '../../model/secret.ts';
import type {CredentialName} from '../app/web-app.ts';
import type {WebLog} from '../app/web-log.ts';
import type {WebSettings} from '../settings.ts';
import {connectRedis} from './connect-redis.ts';
import type {WebRedis} from './web-redis.ts';

/**
 * The password is read at once (credentials may be gone later), its lack is told with the first use: the pages need no Redis.
 * `open` throws HpchaError `config` where the unit was not given the password.
 */
export async function serviceRedis(
  redis: WebSettings['redis'],
  credential: (name: CredentialName) => Promise<Secret>,
  log: WebLog,
): Promise<{readonly open: () => WebRedis; readonly end: () => void}> {
  const password = await credential('redis').catch((error: unknown) => ({error}));
  if ('error' in password) {
    const open = (): never => {
      throw password.error;
    };
    return {open, end: () => undefined};
  }
  // Not with the first question: until a connection is there whoever changes something is refused (seen in the lab).
  const opened = connectRedis(redis, {
    password,
    onState: (state) =>
      state.up ? log('info', 'redis-answers') : log('warning', 'redis-does-not-answer', {why: state.why}),
  });
  return {open: () => opened.client, end: opened.end};
}
