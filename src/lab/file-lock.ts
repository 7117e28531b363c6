// Locks that cannot be left behind: flock(1) holds the file while our pipe to it is open, and the kernel closes that pipe with us.

import {spawn} from 'node:child_process';
import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {HpchaError} from '../model/error.ts';

const WAIT_SECONDS = 120;

/**
 * Runs `work` while holding an exclusive lock on `file`. Waits up to two minutes for another holder, then throws `locked`.
 * The holder is a session of its own, so that Ctrl-C at the terminal does not free the lock while we still clean up.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  waitSeconds: number = WAIT_SECONDS,
): Promise<T> {
  await mkdir(dirname(file), {recursive: true});
  const holder = spawn(
    'flock',
    ['--exclusive', '--wait', String(waitSeconds), file, 'sh', '-c', 'echo held; exec cat'],
    {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once('data', () => resolve());
      holder.once('error', reject);
      holder.once('exit', () => reject(busy(file, waitSeconds)));
    });
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}

function busy(file: string, waitSeconds: number): HpchaError {
  return new HpchaError({
    code: 'locked',
    where: file,
    what: `another lab command held the lock for more than ${waitSeconds} s`,
    hint: `see who holds it: fuser -v ${file}`,
  });
}
