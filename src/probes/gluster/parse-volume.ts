// Reads volume info, volume status and heal summary, and joins them into one picture of the volume.

import type {ClusterConfig} from '../../config/schema.ts';
import type {GlusterBrickFacts, GlusterVolumeFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import {linesByFile} from '../answers.ts';
import {child, children, countOf, parseCliOutput, textOf, type XmlNode} from './gluster-xml.ts';

export type VolumeInfo = {
  readonly name: string;
  readonly type: string;
  readonly started: boolean;
  readonly replicaCount: number;
  readonly arbiterCount: number;
  /** `host:/path` as gluster writes it, in the order of creation. */
  readonly bricks: readonly string[];
  readonly options: Readonly<Record<string, string>>;
};

/** `gluster --xml volume info`: every volume of the pool. */
export function parseVolumeInfo(text: string, where: string): readonly VolumeInfo[] {
  const output = parseCliOutput(text, where, 'gluster volume info');
  return children(child(child(output, 'volInfo'), 'volumes'), 'volume').map((volume) => ({
    name: textOf(volume, 'name'),
    type: textOf(volume, 'typeStr'),
    started: textOf(volume, 'statusStr') === 'Started',
    replicaCount: countOf(volume, 'replicaCount') ?? 0,
    arbiterCount: countOf(volume, 'arbiterCount') ?? 0,
    bricks: children(child(volume, 'bricks'), 'brick').map((brick) => textOf(brick, 'name')),
    options: Object.fromEntries(
      children(child(volume, 'options'), 'option').map((option) => [textOf(option, 'name'), textOf(option, 'value')]),
    ),
  }));
}

/** GF_CLUSTER_TYPE_REPLICATE and GLUSTERD_STATUS_STARTED, as glusterd numbers them in its files. */
const replicate = '2';
const startedStatus = '1';

/** `vols/NAME/info` files. Bricks are `host:-path-with-dashes` there, so only their number is of use. */
export function parseVolumeFiles(text: string): readonly VolumeInfo[] {
  return [...linesByFile(text)].flatMap(([file, lines]) => {
    const name = /\/vols\/([^/]+)\/info$/.exec(file)?.[1];
    if (name === undefined) return [];
    const pairs = lines.map((line): readonly [string, string] => {
      const cut = line.indexOf('=');
      return [line.slice(0, cut), line.slice(cut + 1)];
    });
    const values = new Map(pairs);
    const count = (key: string): number => Number(values.get(key) ?? 0) || 0;
    return [
      {
        name,
        type: values.get('type') === replicate ? 'Replicate' : 'other',
        started: values.get('status') === startedStatus,
        replicaCount: count('replica_count'),
        arbiterCount: count('arbiter_count'),
        bricks: pairs.flatMap(([key, value]) => (/^brick-\d+$/.test(key) ? [value] : [])),
        options: Object.fromEntries(pairs.filter(([key]) => key.includes('.'))),
      },
    ];
  });
}

/**
 * The volume by its cheap signs: a real client (glfsheal) is connected to every brick and each told its counts. null: a doubt,
 * and then glusterd is asked.
 */
export function volumeBySigns(
  info: VolumeInfo,
  heal: ReadonlyMap<string, HealCounts> | null,
  nameOf: (host: string) => HostName,
): NonNullable<GlusterVolumeFacts['volume']> | null {
  if (heal === null || !info.started || info.type !== 'Replicate' || heal.size !== info.bricks.length) return null;
  const counts = [...heal.values()];
  if (counts.some((each) => !each.connected || each.pending === null || each.splitBrain === null)) return null;
  const bricks = new Map([...heal.keys()].map((brick) => [brick, {online: true, pid: null}]));
  return joinVolume({...info, bricks: [...heal.keys()]}, {bricks, selfHeal: new Map()}, heal, nameOf);
}

export type VolumeStatus = {
  /** `host:/path` → process; a brick whose controller is away has no row at all. */
  readonly bricks: ReadonlyMap<string, {readonly online: boolean; readonly pid: number | null}>;
  /** Host as gluster writes it (`localhost` for the vantage) → its self-heal daemon runs. */
  readonly selfHeal: ReadonlyMap<string, boolean>;
};

/** `gluster --xml volume status NAME`. */
export function parseVolumeStatus(text: string, where: string): VolumeStatus {
  const output = parseCliOutput(text, where, 'gluster volume status');
  const volume = children(child(child(output, 'volStatus'), 'volumes'), 'volume')[0];
  const bricks = new Map<string, {online: boolean; pid: number | null}>();
  const selfHeal = new Map<string, boolean>();
  for (const node of nodesOf(volume)) {
    const host = textOf(node, 'hostname');
    const path = textOf(node, 'path');
    const online = textOf(node, 'status') === '1';
    if (path.startsWith('/')) bricks.set(`${host}:${path}`, {online, pid: pidOf(node)});
    else if (host === 'Self-heal Daemon') selfHeal.set(path, online);
  }
  return {bricks, selfHeal};
}

/** Rows are `node` elements, some of them nested in a `node` of their own in older versions. */
function nodesOf(volume: XmlNode | undefined): readonly XmlNode[] {
  return children(volume, 'node').flatMap((node) => [node, ...nodesOf(node)]);
}

/** gluster writes pid -1 for a process that does not run. */
function pidOf(node: XmlNode): number | null {
  const pid = countOf(node, 'pid');
  return pid === null || pid <= 0 ? null : pid;
}

export type HealCounts = {
  readonly connected: boolean;
  readonly pending: number | null;
  readonly splitBrain: number | null;
};

/** `gluster --xml volume heal NAME info summary`: brick → counts; `-` of an unconnected brick is null. */
export function parseHealSummary(text: string, where: string): ReadonlyMap<string, HealCounts> {
  const output = parseCliOutput(text, where, 'gluster volume heal info summary');
  return new Map(
    children(child(child(output, 'healInfo'), 'bricks'), 'brick').map((brick) => [
      textOf(brick, 'name'),
      {
        connected: textOf(brick, 'status') === 'Connected',
        pending: sumOf(
          countOf(brick, 'numberOfEntriesInHealPending'),
          countOf(brick, 'numberOfEntriesPossiblyHealing'),
        ),
        splitBrain: countOf(brick, 'numberOfEntriesInSplitBrain'),
      },
    ]),
  );
}

/** What is being healed right now is still pending. */
function sumOf(pending: number | null, healing: number | null): number | null {
  return pending === null ? null : pending + (healing ?? 0);
}

/** Names of hosts as this cluster's configuration has them: gluster may know them by address, and the vantage as localhost. */
export function hostNamer(config: ClusterConfig, vantage: HostName): (name: string) => HostName {
  return (name) => {
    if (name === 'localhost') return vantage;
    const known = config.nodes.controllers.find((each) => each.ip_address === name || each.hostname === name);
    return known?.hostname ?? name.split('.')[0] ?? name;
  };
}

/** One picture. Without a heal summary every count is null: not known, never 0. */
export function joinVolume(
  info: VolumeInfo,
  status: VolumeStatus | null,
  heal: ReadonlyMap<string, HealCounts> | null,
  nameOf: (host: string) => HostName,
): NonNullable<GlusterVolumeFacts['volume']> {
  const {bricks, ...rest} = info;
  return {
    ...rest,
    bricks: bricks.map((brick): GlusterBrickFacts => {
      const cut = brick.indexOf(':');
      const row = status?.bricks.get(brick);
      const counts = heal?.get(brick);
      return {
        host: nameOf(brick.slice(0, cut)),
        path: brick.slice(cut + 1),
        online: row?.online ?? false,
        ...(status !== null && row === undefined ? {untold: true} : {}),
        ...(counts === undefined ? {} : {clientsConnect: counts.connected}),
        pid: row?.pid ?? null,
        sizeBytes: null,
        freeBytes: null,
        healPending: counts?.pending ?? null,
        splitBrain: counts?.splitBrain ?? null,
      };
    }),
    selfHealDaemons: Object.fromEntries([...(status?.selfHeal ?? [])].map(([host, runs]) => [nameOf(host), runs])),
  };
}
