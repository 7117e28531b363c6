// Which 10.77.K.0/24 a lab gets: the lowest that no other lab owns and nothing on the host uses.

import {HpchaError} from '../model/error.ts';
import {hostLink, subnetPrefix} from './naming.ts';

/** What the host already uses: IPv4 networks as `a.b.c.d/len`, interface names, namespace names. */
export type HostNetworks = {
  readonly networks: readonly string[];
  readonly links: readonly string[];
  readonly namespaces: readonly string[];
};

const LAST_INDEX = 254;

function toNumber(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Whether two IPv4 networks in CIDR form share an address. A default route (`/0`) counts as no overlap. */
export function overlaps(left: string, right: string): boolean {
  const [a, b] = [range(left), range(right)];
  return a !== undefined && b !== undefined && a.from <= b.to && b.from <= a.to;
}

function range(cidr: string): {from: number; to: number} | undefined {
  const [address = '', length = '32'] = cidr.split('/');
  const start = toNumber(address);
  const bits = Number(length);
  if (start === undefined || !Number.isInteger(bits) || bits < 1 || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const from = Math.floor(start / size) * size;
  return {from, to: from + size - 1};
}

/** Whether the host uses anything that lab number `index` would need. */
export function isTaken(index: number, host: HostNetworks): boolean {
  const mine = `${subnetPrefix(index)}.0/24`;
  const prefix = `${hostLink(index)}-`;
  return (
    host.links.includes(hostLink(index)) ||
    host.namespaces.some((name) => name.startsWith(prefix)) ||
    host.networks.some((network) => overlaps(mine, network))
  );
}

/**
 * Chooses a lab's number (0–254). The default lab prefers 0, all others start at 1, so that the default's addresses are the
 * same everywhere. Throws `refused` when none is free.
 */
export function chooseIndex(name: string, owned: readonly number[], host: HostNetworks): number {
  const first = name === 'lab' ? 0 : 1;
  for (let index = first; index <= LAST_INDEX; index += 1) {
    if (!owned.includes(index) && !isTaken(index, host)) return index;
  }
  throw new HpchaError({
    code: 'refused',
    where: `lab ${name}`,
    what: 'no free network is left in 10.77.0.0/16',
    hint: 'take another lab down with: hpcha-tui lab down --wipe --name NAME (see: hpcha-tui lab list)',
  });
}
