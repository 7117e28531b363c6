// Reads `ip -j`, and the files that keepalived's scripts keep: state, events, maintenance, check results.

import {z} from 'zod';
import {HpchaError} from '../../model/error.ts';
import type {KeepalivedFacts} from '../../model/facts.ts';
import {vrrpChecksPath, vrrpMaintenanceNotePath, vrrpMaintenancePath, vrrpStatePath} from '../catalogue/keepalived.ts';

const linksSchema = z.array(
  z.looseObject({
    ifname: z.string(),
    address: z.string().optional(),
    addr_info: z.array(z.looseObject({family: z.string().optional(), local: z.string().optional()})).default([]),
  }),
);

const neighboursSchema = z.array(
  z.looseObject({dst: z.string(), lladdr: z.string().optional(), state: z.array(z.string()).default([])}),
);

/** The interface that holds the VIP (also as a secondary or labelled address), and the MAC that goes with it. */
export function parseAddresses(
  text: string,
  wanted: {readonly vip: string; readonly own: string},
  where: string,
): Pick<KeepalivedFacts, 'vipOn' | 'mac'> {
  const links = parseJson(text, linksSchema, 'ip -j addr', where);
  const holder = (address: string): (typeof links)[number] | undefined =>
    links.find((link) => link.addr_info.some((info) => info.family === 'inet' && info.local === address));
  const vip = holder(wanted.vip);
  return {vipOn: vip?.ifname ?? null, mac: (vip ?? holder(wanted.own))?.address?.toLowerCase() ?? null};
}

/** An entry without a MAC (FAILED, INCOMPLETE) is a belief in nobody. No output at all is iproute2's empty list. */
export function parseNeighbour(
  text: string,
  vip: string,
  where: string,
): Pick<KeepalivedFacts, 'neighbourMac' | 'neighbourState'> {
  if (text.trim() === '') return {neighbourMac: null, neighbourState: null};
  const entry = parseJson(text, neighboursSchema, 'ip -j neigh', where).find((each) => each.dst === vip);
  return {neighbourMac: entry?.lladdr?.toLowerCase() ?? null, neighbourState: entry?.state[0] ?? null};
}

function parseJson<T>(text: string, schema: z.ZodType<T>, command: string, where: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new HpchaError({code: 'parse', where, what: `${command} wrote no such JSON: ${text.slice(0, 120)}`, cause});
  }
}

type Marks = Pick<KeepalivedFacts, 'maintenance' | 'checks'> & {
  /** The last transition by the state file. */
  readonly last: VrrpEvent | null;
};

/** `path:line` lines of grep. Anything on stderr but files that are not there says that something could not be read. */
export function parseMarks(stdout: string, stderr: string, where: string): Marks {
  const trouble = stderr.split('\n').find((line) => line.trim() !== '' && !/No such file or directory/.test(line));
  if (trouble !== undefined) throw new HpchaError({code: 'command', where, what: trouble.slice(0, 200)});
  const contents = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const cut = line.indexOf(':');
    if (cut <= 0) continue;
    const path = line.slice(0, cut);
    const before = contents.get(path);
    contents.set(path, before === undefined ? line.slice(cut + 1) : `${before}\n${line.slice(cut + 1)}`);
  }
  return {
    last: parseEvent(contents.get(vrrpStatePath)?.split('\n').at(-1) ?? ''),
    maintenance: parseMaintenance(contents.get(vrrpMaintenancePath), contents.get(vrrpMaintenanceNotePath)),
    checks: checksOf(contents),
  };
}

/** keepalived takes any other number than 0 for a failure (weight 0 track_file), so do we. */
function parseMaintenance(flag: string | undefined, note: string | undefined): KeepalivedFacts['maintenance'] {
  if (flag === undefined || flag.trim() === '' || Number(flag.trim()) === 0) return null;
  const said = noteSchema.safeParse(jsonOrNull(note));
  if (!said.success) return {owner: '?', reason: '?', since: 0};
  return {owner: said.data.owner, reason: said.data.reason, since: said.data.since};
}

const noteSchema = z.looseObject({
  owner: z.string().default('?'),
  reason: z.string().default('?'),
  since: z.number().default(0),
});

function jsonOrNull(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    // The flag itself is what counts; a note that cannot be read leaves owner and reason unknown.
    return null;
  }
}

function checksOf(contents: ReadonlyMap<string, string>): Readonly<Record<string, boolean>> {
  const results = [...contents].flatMap(([path, text]): readonly (readonly [string, boolean])[] => {
    if (!path.startsWith(`${vrrpChecksPath}/`)) return [];
    return [[path.slice(vrrpChecksPath.length + 1), /^ok\b/i.test(text.trim())]];
  });
  return Object.fromEntries(results);
}

export type VrrpEvent = {readonly at: number; readonly instance: string; readonly state: string};

/** `EPOCH INSTANCE STATE [PRIORITY]`; null for a line that is none. `at` in milliseconds. */
export function parseEvent(line: string): VrrpEvent | null {
  const match = /^(\d+(?:\.\d+)?)\s+(\S+)\s+([A-Z]+)(?:\s+\d+)?\s*$/.exec(line.trim());
  if (match === null) return null;
  const [, seconds = '0', instance = '', state = ''] = match;
  return {at: Math.round(Number(seconds) * 1000), instance, state};
}

const windowMs = 10 * 60 * 1000;

/** More than these are for the log itself. */
const shownTransitions = 8;

/** The event log's end: the state now, since when, how often MASTER was reached in the last ten minutes, and the last changes. */
export function parseEvents(
  text: string,
  now: number,
): Pick<KeepalivedFacts, 'transitions10min' | 'transitions'> & {readonly last: VrrpEvent | null} {
  const events = text.split('\n').flatMap((line) => {
    const event = parseEvent(line);
    return event === null ? [] : [event];
  });
  const last = events.at(-1) ?? null;
  if (last === null) return {last: null, transitions10min: null, transitions: []};
  const recent = events.filter((event) => event.state === 'MASTER' && event.at > now - windowMs);
  const transitions = events.slice(-shownTransitions).map(({at, state}) => ({at, state}));
  return {last, transitions10min: recent.length, transitions: transitions.reverse()};
}
