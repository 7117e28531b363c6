// Becomes a Unix account for good: groups, then gid, then uid, and a look at the kernel's own word before anything else happens.

import {readdirSync, readFileSync} from 'node:fs';
import {HpchaError} from '../../../model/error.ts';
import type {UnixAccount} from './unix-account.ts';

/** Works here first: a folder that every account may enter, so that nothing refers to where root stood. */
const safeFolder = '/';
/** As useradd(8) and login(1) leave it: the group may read. */
const accountUmask = 0o022;

/**
 * Gives up root for this process and all of its threads. The order matters: without root neither groups nor gid can be changed, so uid
 * is last (setuid(2)). Throws HpchaError `bug` where the kernel does not show exactly the account afterwards; the caller then ends.
 */
export function dropRights(account: UnixAccount): void {
  // Its types lack initgroups, which process(3) of Node documents.
  const posix: NodeJS.Process & {readonly initgroups?: (user: string, group: number) => void} = process;
  if (!posix.initgroups || !posix.setgid || !posix.setuid) throw failed('this system has no accounts');
  process.chdir(safeFolder);
  process.umask(accountUmask);
  posix.initgroups(account.name, account.gid);
  posix.setgid(account.gid);
  posix.setuid(account.uid);
  checkDropped(account);
}

function failed(what: string): HpchaError {
  return new HpchaError({code: 'bug', where: 'hpcha-as', what});
}

/** Every thread must be the account in all four ids and hold no capability: libuv's threads do the file work. */
function checkDropped(account: UnixAccount): void {
  for (const thread of readdirSync('/proc/self/task')) {
    const status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
    const ids = (field: string): readonly string[] =>
      new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? [];
    const all = (field: string, value: number): boolean =>
      ids(field).length === 4 && ids(field).every((id) => id === String(value));
    if (!all('Uid', account.uid) || !all('Gid', account.gid)) throw failed('a thread kept rights of root');
    for (const field of ['CapPrm', 'CapEff', 'CapInh', 'CapAmb']) {
      if (!/^0+$/.test(ids(field)[0] ?? '')) throw failed(`a thread kept capabilities (${field})`);
    }
    if (ids('Groups').includes('0')) throw failed('a thread kept the group of root');
  }
  if (canBecomeRoot()) throw failed('root could be had back');
}

function canBecomeRoot(): boolean {
  try {
    process.setuid?.(0);
    return true;
  } catch {
    return false;
  }
}
