// What `reset-web-password` runs on one controller, as root: a user's new one-time password from stdin, and whether it still waits for its use.

import {makeWebLog} from '../app/web-log.ts';
import {readCredentialsFrom} from '../credentials.ts';
import {loadWebSettings} from '../load-settings.ts';
import {serviceRedis} from '../redis/service-redis.ts';
import type {WebSettings} from '../settings.ts';
import {type AdministratorIo, passwordFromStdin, secretsFolder, withDatabase} from './administrator-process.ts';
import {hashPassword} from './password-hash.ts';
import {redisAttempts} from './redis-attempts.ts';
import {redisSessionStore} from './redis-session-store.ts';
import {type Reset, resetPassword} from './reset-password.ts';
import {sqlUserStore} from './sql-user-store.ts';
import {untilRedisAnswers} from './until-redis-answers.ts';

/** Resolves to 0 once the password is the new one; 1 where there is no such user, or a disabled one. Says nothing of the password. */
export async function resetFromStdin(settingsFile: string, name: string, io: AdministratorIo): Promise<number> {
  const password = await passwordFromStdin();
  const settings = await loadWebSettings(settingsFile);
  const log = makeWebLog(io.stderr, {service: 'administrator', node: settings.node, now: () => Date.now()});
  const redis = await serviceRedis(settings.redis, readCredentialsFrom(secretsFolder), log);
  try {
    await untilRedisAnswers(redis.open);
    return await withDatabase(settingsFile, io, async (galera) => {
      const sessions = redisSessionStore(redis.open);
      const parts = {users: sqlUserStore(galera), sessions, attempts: redisAttempts(redis.open), hash: hashPassword};
      return told(await resetPassword(parts, name, password), name, settings, io);
    });
  } finally {
    redis.end();
  }
}

/** `pending`: resolves to 0 while that user has a one-time password that was not used yet, else 1. */
export async function passwordPending(settingsFile: string, name: string, io: AdministratorIo): Promise<number> {
  return withDatabase(settingsFile, io, async (galera) => {
    const user = await sqlUserStore(galera).byName(name);
    const pending = user?.mustChange === true && user.passwordHash !== null;
    io.stdout(pending ? `${name} has to change the password\n` : `${name} has no one-time password\n`);
    return pending ? 0 : 1;
  });
}

function told(reset: Reset, name: string, {cluster}: WebSettings, io: AdministratorIo): number {
  switch (reset.kind) {
    case 'unknown':
      io.stdout(`there is no user ${name} in the web services of ${cluster}\n`);
      return 1;
    case 'disabled':
      io.stdout(`${name} is disabled: an administrator has to enable this user first\n`);
      return 1;
    case 'reset':
      io.stdout(`${name} has a password for one use\n`);
      if (reset.redis !== null) {
        io.stdout(`Redis did not answer: open sessions end within ten minutes instead of now (${reset.redis.what})\n`);
      }
      return 0;
  }
}
