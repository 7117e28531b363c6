// Mounts of the host: reading the table, unmounting what a lab mounted, and deleting trees without ever following a mount.

import {readFile} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import {attempt, run} from './command-line.ts';
import {waitUntil} from './wait-until.ts';

export type Mount = {readonly target: string; readonly type: string; readonly options: readonly string[]};

/** Parses /proc/self/mountinfo (proc(5)): octal escapes in paths, optional fields before the dash. */
export function parseMountInfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const fields = left.split(' ');
    const target = fields[4];
    if (target === undefined) return [];
    const options = [...(fields[5] ?? '').split(','), ...(right.split(' ')[2] ?? '').split(',')];
    return [{target: unescapeOctal(target), type: right.split(' ')[0] ?? '', options}];
  });
}

function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

export async function currentMounts(): Promise<readonly Mount[]> {
  return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
}

/** Targets at or below `path`, deepest and latest first: the order in which they can be unmounted. */
export function mountsUnder(mounts: readonly Mount[], path: string): readonly string[] {
  const inside = mounts
    .map((mount) => mount.target)
    .filter((target) => target === path || target.startsWith(`${path}/`));
  return inside.reverse();
}

export async function isMounted(path: string): Promise<boolean> {
  return (await currentMounts()).some((mount) => mount.target === path);
}

/** Unmounts everything at or below `path`. A target that stays busy for 10 s is detached lazily, so that nothing is left in the table. */
export async function unmountTree(path: string): Promise<void> {
  for (const target of mountsUnder(await currentMounts(), path)) {
    const gone = async (): Promise<boolean> =>
      (await attempt(['umount', target])).exitCode === 0 || !(await isMounted(target));
    try {
      await waitUntil(gone, {what: `${target} to be unmounted`, where: 'umount', timeoutMs: 10_000, everyMs: 100});
    } catch (error) {
      if (!(error instanceof HpchaError) || error.code !== 'timeout') throw error;
      await run(['umount', '--lazy', target]);
    }
  }
}

/** Unmounts what is below `path`, makes sure nothing is, then deletes the tree on its own file system only. */
export async function removeTree(path: string): Promise<void> {
  await unmountTree(path);
  if (mountsUnder(await currentMounts(), path).length > 0) {
    throw new HpchaError({
      code: 'command',
      where: path,
      what: 'something is still mounted below it, so it is not deleted',
      hint: `findmnt -R ${path}`,
    });
  }
  await run(['rm', '-rf', '--one-file-system', '--', path], {timeoutMs: 120_000});
}
