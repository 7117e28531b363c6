// Redis as a service sees it: opened with the first question, so that services without one never connect.

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
export async function lazyRedis(
  redis: WebSettings['redis'],
  credential: (name: CredentialName) => Promise<Secret>,
  log: WebLog,
): Promise<{readonly open: () => WebRedis; readonly end: () => void}> {
  const password = await credential('redis').catch((error: unknown) => ({error}));
  let opened: ReturnType<typeof connectRedis> | undefined;
  return {
    open: () => {
      if ('error' in password) throw password.error;
      opened ??= connectRedis(redis, {
        password,
        onState: (state) =>
          state.up ? log('info', 'redis-answers') : log('warning', 'redis-does-not-answer', {why: state.why}),
      });
      return opened.client;
    },
    end: () => opened?.end(),
  };
}
