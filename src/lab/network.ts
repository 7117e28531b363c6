// The lab's network: a bridge in a namespace of its own, one veth pair a machine, one into the host; no route leads outside.

import {attempt, run} from './command-line.ts';
import {
  hostAddress,
  hostLink,
  MACHINE_INTERFACE,
  type MachinePlaces,
  type MachineSpec,
  switchNamespace,
} from './naming.ts';
import type {HostNetworks} from './subnet.ts';
import {waitUntil} from './wait-until.ts';

const BRIDGE = 'bridge0';
const UPLINK = 'uplink';

type IpLink = {readonly ifname?: string; readonly operstate?: string; readonly flags?: readonly string[]};

async function ipJson(argv: readonly string[]): Promise<readonly unknown[]> {
  const text = await run(['ip', '-json', ...argv]);
  const parsed: unknown = text.trim() === '' ? [] : JSON.parse(text);
  return Array.isArray(parsed) ? parsed : [];
}

function field(row: unknown, name: string): string | undefined {
  const value = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What the host uses now: routes (all tables), interfaces, namespaces. */
export async function hostNetworks(): Promise<HostNetworks> {
  const [routes, links, namespaces] = await Promise.all([
    ipJson(['-4', 'route', 'show', 'table', 'all']),
    ipJson(['link', 'show']),
    namespaceNames(),
  ]);
  return {
    networks: routes.flatMap((row) => field(row, 'dst') ?? []).filter((dst) => /^\d/.test(dst)),
    links: links.flatMap((row) => field(row, 'ifname') ?? []),
    namespaces,
  };
}

export async function namespaceNames(): Promise<readonly string[]> {
  const text = await run(['ip', 'netns', 'list']);
  return text
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name !== '');
}

/** Makes the lab's switch and the host's end of it, unless they are there. */
export async function makeSwitch(index: number): Promise<void> {
  const names = await namespaceNames();
  const space = switchNamespace(index);
  const link = hostLink(index);
  if (names.includes(space) && (await linkExists(link))) return;
  await removeSwitch(index);
  await run(['ip', 'netns', 'add', space]);
  await run([
    'ip',
    '-n',
    space,
    'link',
    'add',
    BRIDGE,
    'type',
    'bridge',
    'stp_state',
    '0',
    'forward_delay',
    '0',
    'mcast_snooping',
    '0',
  ]);
  await run(['ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', UPLINK, 'netns', space]);
  await run(['ip', '-n', space, 'link', 'set', UPLINK, 'master', BRIDGE, 'up']);
  await run(['ip', '-n', space, 'link', 'set', BRIDGE, 'up']);
  // The host needs IPv4 only; link-local IPv6 on this interface would just be noise for the host.
  await run(['ip', 'link', 'set', link, 'addrgenmode', 'none']);
  await run(['ip', 'address', 'add', `${hostAddress(index)}/24`, 'dev', link]);
  await run(['ip', 'link', 'set', link, 'up']);
}

/** Whether any lab, of whatever lab directory, is up on this host. */
export async function anySwitch(): Promise<boolean> {
  return (await namespaceNames()).some((name) => /^hl\d+-switch$/.test(name));
}

export async function removeSwitch(index: number): Promise<void> {
  await removeLink([], hostLink(index));
  await removeNamespace(switchNamespace(index));
}

async function linkExists(link: string, inside: readonly string[] = []): Promise<boolean> {
  return (await attempt(['ip', ...inside, 'link', 'show', 'dev', link])).exitCode === 0;
}

async function removeLink(inside: readonly string[], link: string): Promise<void> {
  if (!(await linkExists(link, inside))) return;
  await run(['ip', ...inside, 'link', 'del', link]);
}

async function removeNamespace(name: string): Promise<void> {
  if ((await namespaceNames()).includes(name)) await run(['ip', 'netns', 'del', name]);
}

/** The namespace, interface and address of one machine, and its port on the switch. `up` false leaves the port down (a cut machine). */
export async function plugIn(index: number, spec: MachineSpec, places: MachinePlaces, up: boolean): Promise<void> {
  const space = switchNamespace(index);
  await unplug(index, places);
  await run(['ip', 'netns', 'add', places.netns]);
  await run(['ip', '-n', places.netns, 'link', 'set', 'lo', 'up']);
  await run([
    ...['ip', '-n', space, 'link', 'add', places.port, 'type', 'veth'],
    ...['peer', 'name', MACHINE_INTERFACE, 'address', spec.mac, 'netns', places.netns],
  ]);
  await run(['ip', '-n', space, 'link', 'set', places.port, 'master', BRIDGE]);
  await run(['ip', '-n', places.netns, 'address', 'add', `${spec.address}/24`, 'dev', MACHINE_INTERFACE]);
  await run(['ip', '-n', places.netns, 'link', 'set', MACHINE_INTERFACE, 'up']);
  if (up) await setPort(index, places, 'up');
}

/** Removes a machine's port and namespace, so that no VIP, firewall table or connection of the last boot survives. */
export async function unplug(index: number, places: MachinePlaces): Promise<void> {
  const space = switchNamespace(index);
  if ((await namespaceNames()).includes(space)) await removeLink(['-n', space], places.port);
  await removeNamespace(places.netns);
}

/** Takes the switch's side of a machine's cable down or up, and waits until the kernel shows it. */
export async function setPort(index: number, places: MachinePlaces, to: 'up' | 'down'): Promise<void> {
  const space = switchNamespace(index);
  await run(['ip', '-n', space, 'link', 'set', places.port, to]);
  await waitUntil(async () => (await portState(index, places)) === to, {
    what: `port ${places.port} to be ${to}`,
    where: space,
    timeoutMs: 5000,
  });
}

/** Whether a machine's port is up; undefined when it has none. */
export async function portState(index: number, places: MachinePlaces): Promise<'up' | 'down' | undefined> {
  const outcome = await attempt(['ip', '-json', '-n', switchNamespace(index), 'link', 'show', 'dev', places.port]);
  if (outcome.exitCode !== 0) return undefined;
  const rows: unknown = JSON.parse(outcome.stdout);
  const row: IpLink | undefined = Array.isArray(rows) ? rows[0] : undefined;
  return row?.flags?.includes('UP') === true ? 'up' : 'down';
}
