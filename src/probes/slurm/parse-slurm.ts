// Reads what one controller tells of Slurm: slurm.conf lines, `scontrol ping`, the heartbeat's bytes, the mount table.

import {HpchaError} from '../../model/error.ts';
import type {SlurmConfFacts, SlurmFacts} from '../../model/facts.ts';

/** slurmctld's own default of SlurmctldTimeout (slurm.conf manual). */
const defaultControllerTimeout = 120;

/** `Key=value` lines; a comment ends a line, names of keys have no case, SlurmctldHost repeats in order of succession. */
export function parseSlurmConf(text: string): SlurmConfFacts {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Za-z]+)\s*=\s*([^#]*)/.exec(line);
    if (match === null) continue;
    const [, key = '', value = ''] = match;
    values.set(key.toLowerCase(), [...(values.get(key.toLowerCase()) ?? []), value.trim()]);
  }
  const last = (key: string): string | null => values.get(key)?.at(-1) ?? null;
  return {
    clusterName: last('clustername'),
    controllers: (values.get('slurmctldhost') ?? []).map((value) => value.replace(/\(.*\)$/, '')),
    stateSaveLocation: last('statesavelocation'),
    controllerTimeoutSeconds: wholeNumber(last('slurmctldtimeout')) ?? defaultControllerTimeout,
    accountingHost: last('accountingstoragehost'),
    accountingBackupHost: last('accountingstoragebackuphost'),
    maxDbdMessages: wholeNumber(last('maxdbdmsgs')),
    maxJobCount: wholeNumber(last('maxjobcount')),
  };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * `Slurmctld(primary) at h1 is UP`, `(backup)` with two controllers, `(backup1)`, `(backup2)` with more. `waitingFor`: it was cut
 * off; the controllers in the order in which it asks. The first that it did not name is the one that did not answer; it says
 * nothing of those after that.
 */
export function parsePing(
  text: string,
  where: string,
  waitingFor: readonly string[] = [],
): NonNullable<SlurmFacts['ping']> {
  const pings = [...text.matchAll(/^Slurmctld\(([a-z]+\d*)\) at (\S+) is (UP|DOWN)/gm)].map(
    ([, role = '', host = '', state]) => ({role, host, up: state === 'UP'}),
  );
  const mute = waitingFor[pings.length];
  if (mute !== undefined)
    return [...pings, {role: pings.length === 0 ? 'primary' : `backup${pings.length}`, host: mute, up: false}];
  if (pings.length === 0) {
    throw new HpchaError({code: 'parse', where, what: `scontrol ping named no controller: ${text.slice(0, 200)}`});
  }
  return pings;
}

/** Time and index from `od -An -v -tx1` of the heartbeat file; a short file is no heartbeat. `now` in seconds, the reader's clock. */
export function parseHeartbeat(text: string, now: number, where: string): NonNullable<SlurmFacts['heartbeat']> {
  const bytes = text.trim().split(/\s+/);
  if (bytes.length !== 16 || bytes.some((byte) => !/^[0-9a-f]{2}$/.test(byte))) {
    throw new HpchaError({
      code: 'parse',
      where,
      what: `the heartbeat file has ${text.trim() === '' ? 0 : bytes.length} of 16 bytes`,
    });
  }
  if (!Number.isFinite(now)) throw new HpchaError({code: 'parse', where, what: 'date told no time'});
  const writtenAt = Number(BigInt(`0x${bytes.slice(0, 8).join('')}`));
  const index = Number(BigInt(`0x${bytes.slice(8).join('')}`));
  return {index, writtenAt, ageSeconds: Math.round((now - writtenAt) * 10) / 10, digest: bytes.join('')};
}

/** Type of the file system that holds a path, by the longest mount point above it; the last mount on a point covers the others. */
export function fstypeOf(mounts: string, path: string): string | null {
  let best: {readonly point: string; readonly fstype: string} | null = null;
  for (const line of mounts.split('\n')) {
    const [, rawPoint, fstype] = line.split(' ');
    if (rawPoint === undefined || fstype === undefined) continue;
    const point = rawPoint.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (holds && (best === null || point.length >= best.point.length)) best = {point, fstype};
  }
  return best?.fstype ?? null;
}

/** `DIGEST  PATH` of sha256sum. */
export function parseDigest(text: string): string | null {
  return /^\\?([0-9a-f]{64}) /.exec(text)?.[1] ?? null;
}

/** `slurm-wlm 22.05.8`, `slurm 24.11.3`. */
export function parseVersion(text: string): string | null {
  return /^slurm\S*\s+(\S+)/m.exec(text)?.[1] ?? null;
}

/** Paths of RequiresMountsFor= and units of Requires= and BindsTo=; null where not even ExecStart= was found: no file was read. */
export function parseWaits(text: string): readonly string[] | null {
  const pairs = text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const cut = line.indexOf('=');
    return cut < 0 ? [] : [[line.slice(0, cut), line.slice(cut + 1).trim()]];
  });
  if (!pairs.some(([key]) => key === 'ExecStart')) return null;
  return pairs.flatMap(([key, value]) => (key === 'ExecStart' ? [] : value.split(/\s+/)));
}
