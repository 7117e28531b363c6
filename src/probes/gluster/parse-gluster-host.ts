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
  return lines.some((line) => !line.trim().startsWith('#') && unescapeMount(line.trim().split(/\s+/)[1] ?? '') === path);
}

/** `glusterd.info` holds UUID= and operating-version=. */
export function glusterdInfo(lines: readonly string[]): {readonly uuid: string | null; readonly version: string | null} {
  const field = (name: string): string | null => {
    const line = lines.find((each) => each.startsWith(`${name}=`));
    return line?.slice(name.length + 1).trim() || null;
  };
  return {uuid: field('UUID'), version: field('operating-version')};
}

export type GlusterProcesses = Pick<GlusterFacts, 'brickProcesses' | 'selfHealProcess'>;

/** `pgrep -a`: command lines of bricks (`--brick-name PATH`), of the self-heal daemon (`--process-name glustershd`), of mounts. */
export function parseGlusterProcesses(text: string): GlusterProcesses {
  const lines = text.split('\n');
  return {
    brickProcesses: lines.flatMap((line) => / --brick-name (\S+)/.exec(line)?.[1] ?? []),
    selfHealProcess: lines.some((line) => / --process-name glustershd( |$)/.test(line)),
  };
}
