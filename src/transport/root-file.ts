// Reads and writes files as root through two small shell scripts; content travels by stdin and stdout, never in an argv.

import {Buffer} from 'node:buffer';
import {HpchaError} from '../model/error.ts';
import {cleanBytes} from './clean-text.ts';
import {channelGraceMs, withDeadline, withEnvironment} from './command-words.ts';
import type {RawOutput} from './link.ts';
import {outputLimitBytes} from './link.ts';
import type {RootRights} from './root-rights.ts';
import {lastWords} from './transport-errors.ts';

const readMs = 10_000;
const writeMs = 30_000;
/** Exit codes of our scripts, away from those that programs use. */
const isMissing = 66;
const isNoFile = 67;
const isTooLong = 68;
const isCutOff = 69;

export type FileToWrite = {
  readonly path: string;
  readonly content: string;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
};

export type FileRead = {
  readonly content: string;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
};

/** First line: mode, owner, group. A dangling symbolic link is a file that is not there. */
const readScript = `if [ ! -e "$1" ]; then exit ${isMissing}; fi; if [ ! -f "$1" ]; then exit ${isNoFile}; fi; if [ "$(stat -L -c %s -- "$1")" -gt "$2" ]; then exit ${isTooLong}; fi; stat -L -c "%a %U %G" -- "$1" && cat -- "$1"`;

/**
 * A new file beside the target, readable by nobody else from its first byte; owner and mode before the rename, on disk before the
 * rename, and the directory after it. The size says whether all of stdin arrived: a connection lost half-way must not install half a file.
 */
const writeScript = [
  'umask 077',
  'dir=$(dirname -- "$1")',
  't=$(mktemp -- "$dir/.hpcha.XXXXXXXX") || exit 1',
  `trap 'rm -f -- "$t"' EXIT`,
  'cat > "$t" || exit 1',
  `if [ "$(stat -c %s -- "$t")" != "$5" ]; then exit ${isCutOff}; fi`,
  'chown -- "$3:$4" "$t" && chmod -- "$2" "$t" && sync -- "$t" && mv -fT -- "$t" "$1" || exit 1',
  'trap - EXIT',
  'sync -- "$dir"',
].join('; ');

/** The file's bytes as text, raw: it is compared with what should be there, so it must not be cleaned. Never show it unclean. */
export async function readRootFile(
  rights: RootRights,
  where: string,
  path: string,
  signal: AbortSignal,
): Promise<FileRead | null> {
  const limit = outputLimitBytes - 256;
  const output = await rights.run(
    {
      argv: ['sh', '-c', readScript, 'sh', absolute(path, where), String(limit)],
      as: 'any',
      timeoutMs: readMs + channelGraceMs,
    },
    signal,
    (argv) => withEnvironment(withDeadline(argv, readMs)),
  );
  if (output.exitCode === isMissing) return null;
  if (output.exitCode !== 0) throw readFailure(output, path, where);
  const end = output.stdout.indexOf(10);
  const [mode, owner, group] = output.stdout.toString('utf8', 0, Math.max(0, end)).split(' ');
  if (end < 0 || output.truncated || mode === undefined || owner === undefined || group === undefined) {
    throw new HpchaError({code: 'parse', where, what: `${path}: the answer is cut off`});
  }
  return {content: output.stdout.toString('utf8', end + 1), mode, owner, group};
}

/** Throws `command` with what failed (a full disk says so); the old file is then still there, whole. */
export async function writeRootFile(
  rights: RootRights,
  where: string,
  file: FileToWrite,
  signal: AbortSignal,
): Promise<void> {
  const size = String(Buffer.byteLength(file.content, 'utf8'));
  const output = await rights.run(
    {
      argv: ['sh', '-c', writeScript, 'sh', absolute(file.path, where), file.mode, file.owner, file.group, size],
      as: 'any',
      stdin: file.content,
      timeoutMs: writeMs + channelGraceMs,
    },
    signal,
    (argv) => withEnvironment(withDeadline(argv, writeMs)),
  );
  if (output.exitCode === 0) return;
  const said = lastWords(cleanBytes(output.stderr));
  const why =
    output.exitCode === isCutOff
      ? 'only a part of the content arrived'
      : said === ''
        ? `exit ${output.exitCode}`
        : said;
  throw new HpchaError({
    code: output.exitCode === 124 ? 'timeout' : 'command',
    where,
    what: `${file.path} was not written: ${why}`,
    ...diskHint(said),
  });
}

function readFailure(output: RawOutput, path: string, where: string): HpchaError {
  const reasons: Readonly<Record<number, string>> = {
    [isNoFile]: 'is no regular file',
    [isTooLong]: `is longer than ${outputLimitBytes / 1024} KiB, which no file that we manage is`,
    124: 'could not be read in time',
  };
  const what = reasons[output.exitCode] ?? `cannot be read: ${lastWords(cleanBytes(output.stderr))}`;
  return new HpchaError({code: output.exitCode === 124 ? 'timeout' : 'command', where, what: `${path} ${what}`});
}

function diskHint(said: string): {hint?: string} {
  return /No space left/i.test(said) ? {hint: 'the disk is full: df -h and df -i on that host'} : {};
}

function absolute(path: string, where: string): string {
  if (path.startsWith('/') && !path.includes('\0')) return path;
  throw new HpchaError({code: 'bug', where, what: `not an absolute path: ${JSON.stringify(path)}`});
}
