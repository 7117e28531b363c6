// Reads what a survey's commands say: packages, addresses, volumes in glusterd's files, what lies at the brick path.

import {HpchaError} from '../../model/error.ts';
import type {GrafanaStanding, SurveyFacts} from '../../model/facts.ts';
import type {Output} from '../../transport/host.ts';
import {linesByFile} from '../answers.ts';

/** `dpkg-query -W`: `name version status`; only what is really installed. */
export function parsePackages(text: string): Readonly<Record<string, string>> {
  const rows = text.split('\n').map((line) => line.split(' '));
  return Object.fromEntries(
    rows.flatMap(([name, version, status]): readonly (readonly [string, string])[] =>
      name !== undefined && version !== undefined && status === 'installed' ? [[name, version]] : [],
    ),
  );
}

/** `ip -j -4 addr show`: interfaces with addresses as CIDR. An interface without one is listed too. */
export function parseAddresses(text: string, where: string): SurveyFacts['interfaces'] {
  const links: unknown = parseJson(text, where);
  if (!Array.isArray(links)) throw new HpchaError({code: 'parse', where, what: 'ip addr: not a list'});
  return links.flatMap((link: unknown) => {
    const name = field(link, 'ifname');
    if (typeof name !== 'string') return [];
    const info = field(link, 'addr_info');
    return [{name, addresses: Array.isArray(info) ? info.flatMap(cidrOf) : []}];
  });
}

function cidrOf(entry: unknown): readonly string[] {
  const local = field(entry, 'local');
  const length = field(entry, 'prefixlen');
  return typeof local === 'string' ? [`${local}/${String(length)}`] : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HpchaError({code: 'parse', where, what: 'ip addr: not JSON', cause});
  }
}

/** glusterd's types of volumes, as its info files number them. */
const volumeTypes: Readonly<Record<string, string>> = {'0': 'Distribute', '2': 'Replicate', '4': 'Disperse'};

/** `vols/NAME/info` files: volumes with their bricks; `brick-0=server1:-data-brick` writes `/` as `-`. */
export function parseVolumeFiles(text: string): SurveyFacts['glusterVolumes'] {
  return [...linesByFile(text)].flatMap(([file, lines]) => {
    const name = /\/vols\/([^/]+)\/info$/.exec(file)?.[1];
    if (name === undefined) return [];
    const values = new Map(lines.map(splitAtEquals));
    const bricks = lines.flatMap((line) => /^brick-\d+=(.*)$/.exec(line)?.[1] ?? []);
    const type = values.get('type') ?? '';
    return [
      {name, type: volumeTypes[type] ?? `type ${type}`, replica: Number(values.get('replica_count') ?? 0) || 0, bricks},
    ];
  });
}

function splitAtEquals(line: string): readonly [string, string] {
  const cut = line.indexOf('=');
  return cut < 0 ? [line, ''] : [line.slice(0, cut), line.slice(cut + 1)];
}

/** `peers/UUID` files: host names of the other members. */
export function parsePeerFiles(text: string): readonly string[] {
  return [...linesByFile(text)].flatMap(([file, lines]) =>
    /\/peers\/[^/]+$/.test(file) ? lines.flatMap((line) => /^hostname1=(.*)$/.exec(line)?.[1] ?? []) : [],
  );
}

/** What lies at the brick path; `volume` where a volume has marked or used it. What may not be read is an error. */
export function brickOf(listing: Output, mark: Output | null, path: string, where: string): SurveyFacts['brick'] {
  refuseDenied(listing, where);
  if (/^trusted\.glusterfs\.volume-id=/m.test(mark?.stdout ?? '')) return 'volume';
  const entries = listing.stdout.split('\n').filter((line) => line !== '');
  if (entries.length === 0) return 'absent';
  if (entries.some((line) => line === `d ${path}/.glusterfs`)) return 'volume';
  return entries.length === 1 ? 'empty' : 'used';
}

/** `find` exits 1 for a path that is not there, which is an answer, and for one it may not read, which is none. */
export function refuseDenied(output: Output, where: string): void {
  const denied = output.stderr.split('\n').find((line) => line !== '' && !/No such file or directory/.test(line));
  if (denied !== undefined) throw new HpchaError({code: 'command', where, what: denied.trim()});
}

/** `apt-cache policy grafana nginx`, what phase 6 has written, and `systemctl is-enabled`. */
export function grafanaOf(policy: string, dropIn: string, enabled: string): GrafanaStanding {
  if (dropIn.trim() !== '') return 'ours';
  if (/^enabled/m.test(enabled.trim())) return 'foreign';
  const candidate = (name: string): string | undefined =>
    new RegExp(`^${name}:\\n(?: .*\\n)*? +Candidate: (\\S+)`, 'm').exec(policy)?.[1];
  const offered = (name: string): boolean => !['(none)', undefined].includes(candidate(name));
  if (offered('grafana')) return 'offered';
  return offered('nginx') ? 'not-offered' : 'unread';
}

/** `DIGEST  FILE`, or null where there is no such file. */
export function digestOf(text: string): string | null {
  return /^([0-9a-f]{64})\s/.exec(text.trim())?.[1] ?? null;
}
