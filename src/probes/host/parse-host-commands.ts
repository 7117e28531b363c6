// Reads what df, systemctl, chronyc, find, nft and tc say about a host.

import {HpchaError} from '../../model/error.ts';
import type {DiskFacts} from '../../model/facts.ts';

/**
 * `df -B1 --output=target,size,used,avail,ipcent`. Size is used + available, as df itself reckons its percentage: what root
 * alone may still write is no room for a service. One entry a mount point.
 */
export function parseDisks(text: string, readOnly: ReadonlySet<string>, where: string): readonly DiskFacts[] {
  const disks = new Map<string, DiskFacts>();
  for (const line of text.split('\n').slice(1)) {
    const match = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+%|-)\s*$/.exec(line);
    if (match === null) continue;
    const [, path = '', , used = '', available = '', inodes = ''] = match;
    disks.set(path, {
      path,
      sizeBytes: Number(used) + Number(available),
      usedBytes: Number(used),
      inodesUsedPercent: inodes === '-' ? null : Number(inodes.slice(0, -1)),
      readOnly: readOnly.has(path),
    });
  }
  if (disks.size === 0) throw new HpchaError({code: 'parse', where, what: 'df listed no filesystem'});
  return [...disks.values()];
}

/** `systemctl list-units --state=failed --plain --no-legend`: the first word of each line. Nothing failed: no lines. */
export function parseFailedUnits(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[0] ?? '')
    .filter((unit) => unit !== '');
}

/** The last field of `chronyc -c tracking` is the leap status. null: chronyd did not say. */
export function parseSynchronised(csv: string): boolean | null {
  const fields = csv.trim().split(',');
  if (fields.length < 14) return null;
  return fields.at(-1) !== 'Not synchronised';
}

const pendingFolder = '/var/lib/hpcha/pending/';
const runFolder = '/run/hpcha/';

/** Files found under the folders of marks: names of pending restarts, and leftovers that an operator must know of. */
export function parseMarks(text: string): {
  readonly pending: readonly string[];
  readonly flags: readonly string[];
  readonly locked: boolean;
} {
  const paths = text.split('\n').filter((line) => line !== '');
  return {
    pending: paths.filter((path) => path.startsWith(pendingFolder)).map((path) => path.slice(pendingFolder.length)),
    flags: paths.filter((path) => path.startsWith(runFolder) && isFlag(path.slice(runFolder.length))),
    locked: paths.includes(`${runFolder}op.json`),
  };
}

/** Maintenance flags and what drills leave behind; results of checks and the lock are the daily business of their owners. */
function isFlag(name: string): boolean {
  return /^(maintenance|drill)/.test(name);
}

/** `table inet hpcha_drill` left over from a drill (ha-operations §2.8). */
export function drillTables(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^table \S+ hpcha_drill/.test(line));
}

/** `ip -j addr` names each link's own queueing discipline; one that it does not name counts as unknown. */
export function hasPlainQueues(addresses: string, plain: ReadonlySet<string>): boolean {
  const names = [...addresses.matchAll(/"qdisc":"([^"]*)"/g)].map((match) => match[1] ?? '');
  const links = [...addresses.matchAll(/"ifname":/g)].length;
  return links > 0 && names.length === links && names.every((name) => plain.has(name));
}

/** Queueing disciplines that only tests put in place. */
export function netemQueues(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^qdisc netem /.test(line))
    .map((line) => `netem on ${/ dev (\S+)/.exec(line)?.[1] ?? '?'}`);
}

/** All tables that nft lists, as `family name`. */
export function parseTables(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const match = /^table (\S+ \S+)/.exec(line.trim());
    return match?.[1] === undefined ? [] : [match[1]];
  });
}
