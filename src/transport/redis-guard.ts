// Lets only commands that look pass to a reader's Redis connection: a closed list, because Redis has no read-only session.

import {HpchaError} from '../model/error.ts';

/** Command → the subcommands that may be used, or `any` where all of its forms only read. */
const reading: Readonly<Record<string, 'any' | readonly string[]>> = {
  PING: 'any',
  INFO: 'any',
  ROLE: 'any',
  DBSIZE: 'any',
  LASTSAVE: 'any',
  TIME: 'any',
  EXISTS: 'any',
  GET: 'any',
  TTL: 'any',
  TYPE: 'any',
  STRLEN: 'any',
  CONFIG: ['GET'],
  ACL: ['LIST', 'USERS', 'GETUSER', 'WHOAMI'],
  CLIENT: ['LIST', 'INFO', 'ID'],
  CLUSTER: [
    'INFO',
    'NODES',
    'SHARDS',
    'SLOTS',
    'MYID',
    'MYSHARDID',
    'KEYSLOT',
    'COUNTKEYSINSLOT',
    'REPLICAS',
    'SLAVES',
    'LINKS',
  ],
  SENTINEL: [
    'MASTERS',
    'MASTER',
    'REPLICAS',
    'SLAVES',
    'SENTINELS',
    'CKQUORUM',
    'GET-MASTER-ADDR-BY-NAME',
    'MYID',
    'INFO-CACHE',
    'PENDING-SCRIPTS',
  ],
  LATENCY: ['LATEST', 'HISTORY'],
  SLOWLOG: ['GET', 'LEN'],
  MEMORY: ['STATS', 'USAGE'],
};

/** Throws `refused` for a command that is not on the list. */
export function assertReadingRedis(command: readonly [string, ...string[]], where: string): void {
  const [name, sub] = command;
  const rule = reading[name.toUpperCase()];
  if (rule === 'any' || rule?.includes((sub ?? '').toUpperCase()) === true) return;
  const shown = Array.isArray(rule) ? `${name} ${sub ?? ''}` : name;
  throw new HpchaError({code: 'refused', where, what: `a reader does not send ${shown.trim()} to Redis`});
}
