// The words that every remote command is wrapped in: a known language and PATH, and a deadline on the host itself.

import type {Argv} from '../model/argv.ts';
import {HpchaError} from '../model/error.ts';

/** UTF-8 without translated messages, so that output can be parsed; and root's PATH, which a plain account lacks (`ip`, `gluster`). */
export const environmentWords = [
  'LC_ALL=C.UTF-8',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
] as const;

export function withEnvironment(argv: Argv): Argv {
  return ['env', ...environmentWords, ...argv];
}

/** Ended on the host after `timeoutMs`, killed `graceSeconds` later (coreutils timeout), also when nobody listens any more. */
export function withDeadline(argv: Argv, timeoutMs: number, graceSeconds = 1): Argv {
  return ['timeout', '-k', String(graceSeconds), String(timeoutMs / 1000), ...argv];
}

/** What the channel may take beyond the command's own deadline: the kill's grace and a round trip. */
export const channelGraceMs = 1500;

/** A NUL cannot travel in an argv; a program that starts with a dash would be an option of what wraps it. Throws `bug`. */
export function checkArgv(argv: Argv, where: string): void {
  const wrong = argv.some((word) => word.includes('\0')) || argv[0] === '' || argv[0].startsWith('-');
  if (wrong) throw new HpchaError({code: 'bug', where, what: `this cannot be a command: ${JSON.stringify(argv)}`});
}
