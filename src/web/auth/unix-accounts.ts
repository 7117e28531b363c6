// Whether a Unix account may be bound to a web user: it must be on the controllers, an ordinary one, with a shell.

import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {HpchaError} from '../../model/error.ts';
import {unixNameSchema} from '../session/claims.ts';

/** Resolves to what is wrong with the account; undefined: it will do. */
export type UnixAccounts = (name: string) => Promise<string | undefined>;

const run = promisify(execFile);
const lookupMs = 3000;
const firstOrdinaryUid = 1000;
/** `nobody` of Debian and `nfsnobody` of Red Hat. */
const nobodies = new Set([65_534, 4_294_967_294]);
const noShell = /\/(?:nologin|false|sync)$/;

/** Asks NSS through getent(1): accounts of LDAP and sssd count as well as those of /etc/passwd. */
export const unixAccounts: UnixAccounts = async (name) => {
  // An argument that begins with a dash, or anything that is no account name, never becomes an argument.
  if (!unixNameSchema.safeParse(name).success) return 'no valid account name';
  const line = await passwdLine(name);
  if (line === undefined) return 'there is no such account';
  return faultOf(line);
};

/** What is wrong with a line of passwd(5). Exported for its test. */
export function faultOf(line: string): string | undefined {
  const [, , uidText = '', , , , shell = ''] = line.trim().split(':');
  const uid = Number(uidText);
  if (uidText === '' || !Number.isInteger(uid)) return 'its uid cannot be read';
  if (uid < firstOrdinaryUid) return `its uid ${uid} is below ${firstOrdinaryUid}`;
  if (nobodies.has(uid)) return 'it is nobody';
  if (noShell.test(shell)) return 'it has no shell';
  return undefined;
}

async function passwdLine(name: string): Promise<string | undefined> {
  try {
    const {stdout} = await run('getent', ['passwd', '--', name], {timeout: lookupMs, maxBuffer: 64 * 1024});
    return stdout;
  } catch (error) {
    // getent(1): 2 is "not found"; everything else is no answer.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 2) return undefined;
    throw new HpchaError({
      code: 'command',
      where: 'getent passwd',
      what: 'the account could not be looked up',
      cause: error,
    });
  }
}
