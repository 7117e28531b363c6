// Reads the kernel's and the system's own files: load, memory, uptime, mounts, processors, distribution.

import {HpchaError} from '../../model/error.ts';
import type {HostFacts} from '../../model/facts.ts';
import {linesByFile} from '../answers.ts';

export type HostFileFacts = Pick<
  HostFacts,
  'hostname' | 'kernel' | 'os' | 'cpus' | 'load1' | 'memory' | 'uptimeSeconds'
> & {
  /** Mount points that the kernel has read-only. */
  readonly readOnly: ReadonlySet<string>;
};

/** Parses the answer of `host-files`. Rejects (`parse`) where a file that every Linux has is missing. */
export function parseHostFiles(text: string, where: string): HostFileFacts {
  const files = linesByFile(text);
  const firstLine = (file: string): string => {
    const line = files.get(file)?.[0];
    if (line === undefined) throw new HpchaError({code: 'parse', where, what: `${file} was not in the answer`});
    return line.trim();
  };
  return {
    hostname: firstLine('/proc/sys/kernel/hostname'),
    kernel: firstLine('/proc/sys/kernel/osrelease'),
    os: parseOsRelease(files.get('/etc/os-release') ?? []),
    cpus: countCpus(firstLine('/sys/devices/system/cpu/online')),
    load1: numberOf(firstLine('/proc/loadavg').split(' ')[0], '/proc/loadavg', where),
    memory: parseMemory(files.get('/proc/meminfo') ?? [], where),
    uptimeSeconds: numberOf(firstLine('/proc/uptime').split(' ')[0], '/proc/uptime', where),
    readOnly: readOnlyMounts(files.get('/proc/mounts') ?? []),
  };
}

export function parseOsRelease(lines: readonly string[]): HostFacts['os'] {
  const values = new Map<string, string>();
  for (const line of lines) {
    const match = /^([A-Z_]+)=(.*)$/.exec(line.trim());
    if (match?.[1] !== undefined && match[2] !== undefined)
      values.set(match[1], match[2].replace(/^(["'])(.*)\1$/, '$2'));
  }
  return {
    id: values.get('ID') ?? '',
    version: values.get('VERSION_ID') ?? '',
    codename: values.get('VERSION_CODENAME') ?? '',
    name: values.get('PRETTY_NAME') ?? '',
  };
}

/** `0-3,6` → 5: the kernel's list of processors that are on. */
export function countCpus(list: string): number {
  return list.split(',').reduce((sum, range) => {
    const [from, to] = range.split('-').map(Number);
    if (from === undefined || !Number.isInteger(from)) return sum;
    return sum + (to === undefined ? 1 : to - from + 1);
  }, 0);
}

/** /proc/meminfo in bytes. */
export function parseMemory(lines: readonly string[], where: string): HostFacts['memory'] {
  const kilobytes = (name: string): number => {
    const line = lines.find((each) => each.startsWith(`${name}:`));
    return numberOf(line?.split(/\s+/)[1], `/proc/meminfo ${name}`, where);
  };
  return {totalBytes: kilobytes('MemTotal') * 1024, availableBytes: kilobytes('MemAvailable') * 1024};
}

function readOnlyMounts(lines: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of lines) {
    const [, target, , options] = line.split(' ');
    if (target === undefined) continue;
    // The last mount on a place is the one that is seen; a later writable one hides an earlier read-only one.
    if (options?.split(',').includes('ro')) found.add(target);
    else found.delete(target);
  }
  return found;
}

function numberOf(text: string | undefined, what: string, where: string): number {
  const value = Number(text);
  if (text === undefined || text === '' || !Number.isFinite(value)) {
    throw new HpchaError({code: 'parse', where, what: `${what} has no number: ${text ?? 'nothing'}`});
  }
  return value;
}
