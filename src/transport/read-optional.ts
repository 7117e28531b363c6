// Reads a file that may be missing; every other failure is a failure.

import {readFile} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import {messageOf, systemCode} from './transport-errors.ts';

/** The text, or undefined when there is no such file. Throws `config` for a file that cannot be read. */
export async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new HpchaError({code: 'config', where: path, what: `cannot be read: ${messageOf(error)}`, cause: error});
  }
}
