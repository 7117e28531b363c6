// What `test --test web` runs on a controller, as root: the round trip through one address, and what it needs made and taken away.

import {randomBytes} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import {testAccount, testJobName, testWorkPrefix} from '../../model/web/test-account.ts';
import {makeWebLog} from '../app/web-log.ts';
import {type AdministratorIo, secretsFolder, withDatabase} from '../auth/administrator-process.ts';
import {redisSessionStore} from '../auth/redis-session-store.ts';
import {untilRedisAnswers} from '../auth/until-redis-answers.ts';
import {readCredentialsFrom} from '../credentials.ts';
import {lookUpAccount} from '../helpers/as/look-up-account.ts';
import {loadWebSettings} from '../load-settings.ts';
import {serviceRedis} from '../redis/service-redis.ts';
import type {WebSettings} from '../settings.ts';
import {type Errand, type PartResult, roundTrip} from './round-trip.ts';
import {runCommand} from './run-command.ts';
import {sweepFiles, sweepJobs} from './sweep-work.ts';
import {type ThrowawayUser, type ThrowawayUsers, throwawayUsers} from './throwaway-user.ts';
import {ensureTestAccount, isTestAccountThere, removeTestAccount} from './unix-account.ts';

const authorityFile = '/etc/hpcha/web/tls/ca.crt';
const mostMs = 150_000;
const marks = {passed: 'ok', failed: 'FAILED', unchecked: 'not checked'} as const;

export type RoundTripWish = {
  readonly settingsFile: string;
  /** Unix account that the visit acts as; null: as nobody, then neither files nor jobs are tried. */
  readonly account: string | null;
  /** Partition of its job; null: no job is submitted. */
  readonly partition: string | null;
};

/** Asks `through`, an address of the site. Resolves to 0 where nothing failed, else 1; every part is told on stdout. */
export async function runRoundTrip(wish: RoundTripWish, through: string, io: AdministratorIo): Promise<number> {
  const settings = await loadWebSettings(wish.settingsFile);
  const [origin = `https://${settings.vip}`] = settings.origins;
  const site = {address: through, port: 443, origin, authority: await authority()};
  return withUsers(wish.settingsFile, settings, io, async (users) => {
    const made: ThrowawayUser[] = [];
    let sid: string | null = null;
    const stopped = new AbortController();
    // A run that is cancelled ends this process: the user is taken away all the same.
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => stopped.abort());
    try {
      const user = async (): Promise<ThrowawayUser> => {
        const one = await users.make(wish.account);
        made.push(one);
        return one;
      };
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(mostMs)]);
      const onSession = (id: string): void => {
        sid = id;
      };
      const errand = errandOf(wish, settings);
      return told(await roundTrip({site, user, errand, onSession, now: () => Date.now(), signal}), io);
    } finally {
      for (const {id} of made) await users.remove(id, sid);
    }
  });
}

function errandOf({account, partition}: RoundTripWish, {node}: WebSettings): Errand | null {
  if (account === null) return null;
  const folder = `${testWorkPrefix}${node}-${randomBytes(5).toString('hex')}`;
  return {account, folder, job: partition === null ? null : {name: testJobName(node), partition}};
}

/** One line a part. */
export function told(results: readonly PartResult[], io: AdministratorIo): number {
  for (const {part, result, saw} of results) io.stdout(`${marks[result]}: ${part}: ${saw}\n`);
  return results.some(({result}) => result === 'failed') ? 1 : 0;
}

/** Before a visit: what a test before has left goes, and the account is there. Resolves to 0, or to 1 saying why it cannot begin. */
export async function prepareRoundTrip(wish: RoundTripWish, io: AdministratorIo): Promise<number> {
  const left = await sweep(wish, io);
  if (left !== 0 || wish.account === null) return left;
  if (wish.account === testAccount.name) {
    io.stdout(`${await ensureTestAccount(runCommand, Date.now())}\n`);
    return 0;
  }
  const {name, uid} = await lookUpAccount(wish.account, Date.now());
  io.stdout(`the account ${name} has uid ${uid} here\n`);
  return 0;
}

/** After it, and whatever became of it. Resolves to 0 once nothing of this controller's tests is there. */
export async function sweepRoundTrip(wish: RoundTripWish, io: AdministratorIo): Promise<number> {
  const left = await sweep(wish, io);
  // Jobs and files that could not be taken away need their owner: the next test tries again, and the account has its end.
  if (left !== 0 || wish.account !== testAccount.name) return left;
  const removed = await removeTestAccount(runCommand);
  io.stdout(removed ? `removed the account ${testAccount.name}\n` : 'no account of a test is left\n');
  return 0;
}

/** Each thing is tried whatever became of the others. Resolves to 0 where all of it is gone, else 1. */
async function sweep(wish: RoundTripWish, io: AdministratorIo): Promise<number> {
  const settings = await loadWebSettings(wish.settingsFile);
  const faults: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    await work().catch((thrown: unknown) => faults.push(`${what}: ${toHpchaError(thrown, what).message}`));
  };
  await attempt('users', async () => {
    const left = await withUsers(wish.settingsFile, settings, io, (users) => users.sweep());
    if (left > 0) throw new HpchaError({code: 'command', where: 'users', what: `${left} of tests are still there`});
  });
  const account = await accountOf(wish);
  if (account !== null) {
    const given = {run: runCommand, settings, account, mustBeMounted: true};
    if (wish.partition !== null && settings.slurm.enabled) await attempt('jobs', () => sweepJobs(given));
    await attempt('files', () => sweepFiles(given));
  }
  for (const fault of faults) io.stdout(`FAILED: ${fault}\n`);
  if (faults.length === 0) io.stdout('no user, job or file of a test is left\n');
  return faults.length === 0 ? 0 : 1;
}

/** null: there is no such account here (any more), so nothing can be its own: it goes last. */
async function accountOf({account}: RoundTripWish): Promise<{name: string; uid: number; gid: number} | null> {
  if (account === null) return null;
  if (account !== testAccount.name) return lookUpAccount(account, Date.now());
  const {name, uid} = testAccount;
  return (await isTestAccountThere(runCommand)) ? {name, uid, gid: uid} : null;
}

async function withUsers(
  settingsFile: string,
  settings: WebSettings,
  io: AdministratorIo,
  work: (users: ThrowawayUsers) => Promise<number>,
): Promise<number> {
  const log = makeWebLog(io.stderr, {service: 'web-round-trip', node: settings.node, now: () => Date.now()});
  const redis = await serviceRedis(settings.redis, readCredentialsFrom(secretsFolder), log);
  try {
    await untilRedisAnswers(redis.open);
    const sessions = redisSessionStore(redis.open);
    return await withDatabase(settingsFile, io, (galera) => work(throwawayUsers(galera, sessions, settings.node)));
  } finally {
    redis.end();
  }
}

/** '' where the certificate is from somebody else's authority and the cluster shows none of its own. */
async function authority(): Promise<string> {
  try {
    return await readFile(authorityFile, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && Reflect.get(cause, 'code') === 'ENOENT') return '';
    throw new HpchaError({code: 'config', where: authorityFile, what: 'it cannot be read', cause});
  }
}
