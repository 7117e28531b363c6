// Where the lab looks for the host's programs: PATH, and the sbin directories that a plain `su` leaves out of it.

import {delimiter} from 'node:path';

const ALWAYS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** The PATH for everything that the lab starts. */
export function searchPath(env: Readonly<Record<string, string | undefined>>): string {
  const given = (env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return [...given, ...ALWAYS.filter((dir) => !given.includes(dir))].join(delimiter);
}
