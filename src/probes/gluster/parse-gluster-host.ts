// Reads a controller's mounts, fstab, identity and Gluster processes.

import type {GlusterFacts} from '../../model/facts.ts';

/** The mount on that path, as the last line of /proc/mounts has it: a later mount hides an earlier one. */
export function mountAt(lines: readonly string[], path: string): GlusterFacts['mount'] {
  for (const line of [...lines].reverse()) {
    const [source = '', target = '', fstype = '', options = ''] = line.split(' ').map(unescapeMount);
    if (target === path) return {path, source, fstype, options};
  }
  return null;
}

/** The kernel and fstab write blanks as \040. */
function unescapeMount(word: string): string {
  return word.replace(/\\(\d{3})/g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 8)));
}

export function inFstab(lines: readonly string[], path: string): boolean {
  return lines.some(
    (line) => !line.trim().startsWith('#') && unescapeMount(line.trim().split(/\s+/)[1] ?? '') === path,
  );
}

/** The options of that path's line; undefined where there is no such line. */
export function fstabOptions(lines: readonly string[], path: string): string | undefined {
  const words = lines
    .filter((line) => !line.trim().startsWith('#'))
    .map((line) => line.trim().split(/\s+/).map(unescapeMount))
    .find(([, target]) => target === path);
  return words?.[3];
}

/** `glusterd.info` holds UUID= and operating-version=. */
export function glusterdInfo(lines: readonly string[]): {
  readonly uuid: string | null;
  readonly version: string | null;
} {
  const field = (name: string): string | null => {
    const line = lines.find((each) => each.startsWith(`${name}=`));
    return line?.slice(name.length + 1).trim() || null;
  };
  return {uuid: field('UUID'), version: field('operating-version')};
}

export type GlusterProcesses = Pick<GlusterFacts, 'brickProcesses' | 'selfHealProcess'> & {
  /** A daemon that is stopped, dead or stuck in the kernel holds its connections and answers nothing. */
  readonly daemonStuck: boolean;
};

/** `ps -o stat=,comm=,args=`: bricks (`--brick-name PATH`), the self-heal daemon (`--process-name glustershd`), glusterd's state. */
export function parseGlusterProcesses(text: string): GlusterProcesses {
  const lines = text.split('\n');
  // A process that is stopped (T) serves nothing, whatever its arguments say.
  const working = lines.filter((line) => !/^[TtZX]/.test(line));
  return {
    brickProcesses: working.flatMap((line) => / --brick-name (\S+)/.exec(line)?.[1] ?? []),
    selfHealProcess: working.some((line) => / --process-name glustershd( |$)/.test(line)),
    daemonStuck: lines.some((line) => /^[TtZXD]\S* +glusterd( |$)/.test(line)),
  };
}

/** `stat -c '%Y %n' MARK NOW`: seconds since the last success, by the host's own clock; null where there is no mark. */
export function writeCheckAge(text: string, mark: string, now: string): number | null {
  const times = new Map(
    text.split('\n').flatMap((line): readonly (readonly [string, number])[] => {
      const match = /^(\d+) (.+)$/.exec(line);
      return match?.[1] === undefined || match[2] === undefined ? [] : [[match[2], Number(match[1])]];
    }),
  );
  const then = times.get(mark);
  const asked = times.get(now);
  return then === undefined || asked === undefined ? null : Math.max(0, asked - then);
}

/**
 * `find` over the brick's index. Only an index that shows its parts and no entry is empty; one that could not be read, or is not
 * there (a brick that never started), proves nothing. Parts are walked in order, so an entry of `dirty` is the first only where the
 * others have none. `entry-changes` is missing where granular heal was never used; then exit 1 is no failure.
 */
export function brickIndex(text: string, path: string): GlusterFacts['brickIndex'] {
  const lines = text.split('\n');
  const index = `${path}/.glusterfs/indices`;
  const whole = ['xattrop', 'dirty'].every((part) => lines.includes(`d ${index}/${part}`));
  const entry = lines.find((line) => line.startsWith('e '));
  if (entry !== undefined) return {path, pending: entry.startsWith(`e ${index}/dirty/`) ? 'writes' : 'entries'};
  return whole ? {path, pending: 'empty'} : null;
}

/** `connected = 0|1` of each client translator of the mount, in the volume's order of bricks. */
export function brickLinks(text: string): GlusterFacts['brickLinks'] {
  const links = new Map<number, boolean>();
  for (const line of text.split('\n')) {
    const match = /-client-(\d+)\/private:connected = (\d+)$/.exec(line);
    if (match !== null) links.set(Number(match[1]), match[2] === '1');
  }
  if (links.size === 0) return null;
  return Array.from({length: Math.max(...links.keys()) + 1}, (_unused, index) => links.get(index) ?? false);
}
