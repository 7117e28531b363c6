// What `test --test web` runs on a controller, as root: the round trip through one address, and its traces taken away.

import {readFile} from 'node:fs/promises';
import {HpchaError} from '../../model/error.ts';
import {type AdministratorIo, withDatabase} from '../auth/administrator-process.ts';
import {loadWebSettings} from '../load-settings.ts';
import {type PartResult, roundTrip} from './round-trip.ts';
import {type ThrowawayUser, throwawayUsers} from './throwaway-user.ts';

const authorityFile = '/etc/hpcha/web/tls/ca.crt';
const mostMs = 90_000;
const marks = {passed: 'ok', failed: 'FAILED', unchecked: 'not checked'} as const;

/** Asks `through`, an address of the site. Resolves to 0 where nothing failed, else 1; every part is told on stdout. */
export async function runRoundTrip(settingsFile: string, through: string, io: AdministratorIo): Promise<number> {
  const settings = await loadWebSettings(settingsFile);
  const [origin = `https://${settings.vip}`] = settings.origins;
  const site = {address: through, port: 443, origin, authority: await authority()};
  return withDatabase(settingsFile, io, async (galera) => {
    const users = throwawayUsers(galera, settings.node);
    const made: ThrowawayUser[] = [];
    try {
      const user = async (): Promise<ThrowawayUser> => {
        const one = await users.make();
        made.push(one);
        return one;
      };
      const signal = AbortSignal.timeout(mostMs);
      return told(await roundTrip({site, user, now: () => Date.now(), signal}), io);
    } finally {
      for (const {id} of made) await users.remove(id);
    }
  });
}

/** One line a part. */
export function told(results: readonly PartResult[], io: AdministratorIo): number {
  for (const {part, result, saw} of results) io.stdout(`${marks[result]}: ${part}: ${saw}\n`);
  return results.some(({result}) => result === 'failed') ? 1 : 0;
}

/** Takes away the users that tests of this controller left. Resolves to 0 once none is there. */
export async function sweepRoundTrip(settingsFile: string, io: AdministratorIo): Promise<number> {
  const {node} = await loadWebSettings(settingsFile);
  return withDatabase(settingsFile, io, async (galera) => {
    const left = await throwawayUsers(galera, node).sweep();
    io.stdout(left === 0 ? 'no user of a test is left\n' : `${left} users of tests are still there\n`);
    return left === 0 ? 0 : 1;
  });
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
