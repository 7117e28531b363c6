// Asks the controller's name services who a Unix account is, and refuses one that nobody may act as.

import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {HpchaError} from '../../../model/error.ts';
import {WebRefusal} from '../../app/web-refusal.ts';
import type {AccountFlaw, UnixAccount} from './unix-account.ts';
import {flawOf, parsePasswdLine, parseShells} from './unix-account.ts';

const run = promisify(execFile);
const dayMs = 86_400_000;
/** A directory that hangs must not hang the helper. */
const lookUpMs = 5000;

/** Says why in a word that stands in every language's sentence. */
export function unfit(account: string, why: AccountFlaw | 'unknown'): WebRefusal {
  return new WebRefusal('account-unfit', {account, why}, {where: 'hpcha-as'});
}

/** The account of that name. Throws `account-unfit` where there is none, or where something speaks against it. */
export async function lookUpAccount(name: string, now: number): Promise<UnixAccount> {
  const passwd = await getent('passwd', name);
  const account = passwd === null ? null : parsePasswdLine(passwd, name);
  if (account === null) throw unfit(name, 'unknown');
  const [shadow, shells] = await Promise.all([getent('shadow', name), readFile('/etc/shells', 'utf8')]);
  const flaw = flawOf(account, {shells: parseShells(shells), shadow, today: Math.floor(now / dayMs)});
  if (flaw !== null) throw unfit(name, flaw);
  return account;
}

/** One entry of a database; null where getent(1) says that there is none (exit code 2). */
async function getent(database: 'passwd' | 'shadow', name: string): Promise<string | null> {
  try {
    const {stdout} = await run('/usr/bin/getent', ['--', database, name], {
      timeout: lookUpMs,
      maxBuffer: 64 * 1024,
      env: {PATH: '/usr/bin:/bin', LC_ALL: 'C'},
    });
    return stdout;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 2) return null;
    throw new HpchaError({code: 'unreachable', where: 'hpcha-as', what: `getent ${database} failed`, cause});
  }
}
