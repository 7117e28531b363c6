// Runs one command on this controller, by argv, with a deadline and little output; its exit code is an answer.

import {spawn} from 'node:child_process';
import {HpchaError} from '../../model/error.ts';
import {BoundedBytes} from '../../transport/collect-output.ts';

export type CommandOutput = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** `as`: the ids it runs with, without any other group; root's where left out. Rejects where it could not be run, or did not end in time. */
export type RunCommand = (
  command: string,
  words: readonly string[],
  as?: {readonly uid: number; readonly gid: number},
) => Promise<CommandOutput>;

const deadlineMs = 30_000;
const outputLimit = 64 * 1024;

export const runCommand: RunCommand = async (command, words, as) => {
  const child = spawn(command, words, {
    cwd: '/',
    env: {PATH: '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C'},
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
    // As root, libuv gives up all other groups together with these (uv_spawn).
    ...(as ?? {}),
  });
  const [out, errors] = [new BoundedBytes(outputLimit), new BoundedBytes(outputLimit)];
  child.stdout.on('data', (chunk: Buffer) => out.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    const failed = (what: string, cause?: unknown): void =>
      reject(new HpchaError({code: 'command', where: command, what, cause}));
    child.once('error', (cause) => failed(cause.message, cause));
    child.once('close', (status, signal) => {
      if (status === null) failed(`it did not end in time (${signal ?? '?'})`);
      else resolve(status);
    });
  });
  return {code, stdout: out.bytes().toString('utf8'), stderr: errors.bytes().toString('utf8')};
};
