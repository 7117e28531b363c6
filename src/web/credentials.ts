// Reads the secrets of a service from where systemd puts them ($CREDENTIALS_DIRECTORY, systemd.exec(5)); nowhere else.

import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {HpchaError} from '../model/error.ts';
import {Secret} from '../model/secret.ts';
import type {CredentialName} from './app/web-app.ts';

/**
 * For a credential that not every cluster has. Resolves to undefined where the unit was not given it; rejects where it was, and it cannot
 * be read: what is broken must not look like what nobody wanted.
 */
export async function ifGiven(asked: Promise<Secret>): Promise<Secret | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    if (cause instanceof Error && Reflect.get(cause, 'code') === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Rejects with `config` where the directory or the file is missing or empty; the value is trimmed of its last newline. */
export function readCredentialsFrom(directory: string | undefined): (name: CredentialName) => Promise<Secret> {
  return async (name) => {
    if (directory === undefined || directory === '') {
      throw new HpchaError({
        code: 'config',
        where: `credential ${name}`,
        what: 'CREDENTIALS_DIRECTORY is not set',
        hint: 'start the service by its unit: systemctl start hpcha-web@NAME',
      });
    }
    const file = path.join(directory, name);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (cause) {
      throw new HpchaError({
        code: 'config',
        where: file,
        what: 'the credential cannot be read',
        hint: 'phase 6 writes it: hpcha-tui start --phase 6',
        cause,
      });
    }
    const value = text.replace(/\r?\n$/, '');
    if (value === '') throw new HpchaError({code: 'config', where: file, what: 'the credential is empty'});
    return new Secret(value);
  };
}
