// One look at the cluster, and a second, quick one at what looked bad: a first bad sample is a suspicion (ha-operations §2.1).

import type {Reading} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {
  PerClusterFacts,
  PerClusterProbe,
  PerHostFacts,
  PerHostProbe,
  ProbeId,
  Snapshot,
} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import {type CollectDeps, collect} from './collect.ts';
import {judge} from './judge.ts';
import {probesOf} from './registry.ts';

/** A second look must not make the answer late: what has not answered by then keeps its first reading. */
const secondLookMs = 1_500;
/** No question of a single look takes longer, unless its caller allows it: an answer about the rest is worth more than waiting. */
const firstLookMs = 6_000;
/** The same while a controller is lost: the first look took seconds already, and 6 s are promised for all. */
const secondLookAfterLossMs = 1_000;
/** A dead controller makes others' commands hang for a while: a mount for its ping-timeout, a ping of slurmctld for its own. */
const afterLossUntilMs = 4_200;

/** Probes that any judgement across services leans on, so a second look at one of them is a look at all. */
const witnesses: readonly ProbeId[] = ['reach', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived'];

export type LookResult = {readonly judgement: Judgement; readonly snapshot: Snapshot};

/** Collects and judges; where that is not ok, collects what is bad once more and judges both snapshots together. */
export async function lookTwice(
  probes: readonly ProbeId[],
  deps: CollectDeps,
  signal: AbortSignal,
): Promise<LookResult> {
  const first = await collect(probes, {timeoutMs: firstLookMs, ...deps, afterLossUntilMs}, signal);
  const judged = judge({snapshot: first, config: deps.config, history: []});
  const again = suspects(probes, judged);
  if (judged.level === 'ok' && !judged.findings.some((finding) => needsSecondLook(finding.code))) {
    return {judgement: judged, snapshot: first};
  }
  if (again.length === 0 || signal.aborted) return {judgement: judged, snapshot: first};
  const limit = Object.values(judged.controllers).some((each) => each.reach === 'lost')
    ? secondLookAfterLossMs
    : secondLookMs;
  const timeoutMs = Math.min(limit, deps.timeoutMs ?? limit);
  const second = mergeLooks(
    first,
    await collect(again, {...deps, previous: first, timeoutMs, askPeers: false}, signal),
  );
  return {judgement: judge({snapshot: second, config: deps.config, history: [first]}), snapshot: second};
}

/** Said as `info` by a first look, and worth more if the second one sees it too. */
function needsSecondLook(code: string): boolean {
  return secondSample.has(code);
}

const secondSample: ReadonlySet<string> = new Set([
  'GlusterHealPending',
  'GaleraQueue',
  'GaleraLinkFlaps',
  'GaleraPeerDelayed',
  'GaleraDesynced',
  'GaleraLag',
]);

function suspects(probes: readonly ProbeId[], judged: Judgement): readonly ProbeId[] {
  const bad = new Set<ServiceId>(
    judged.findings.flatMap((finding) =>
      finding.service === undefined || finding.level === 'ok' ? [] : [finding.service],
    ),
  );
  const wanted = new Set<ProbeId>([...bad].flatMap((service) => probesOf(service)));
  // After a loss the peers are the witnesses, and what they said before they noticed it is worth nothing.
  const unreached = Object.values(judged.controllers).some((controller) => controller.reach === 'lost');
  if (unreached) for (const id of witnesses) wanted.add(id);
  return probes.filter((id) => wanted.has(id));
}

/** The second look's readings, except where it only ran out of its short time: there the first one stands. */
export function mergeLooks(first: Snapshot, second: Snapshot): Snapshot {
  const column = <P extends PerHostProbe>(id: P): Readonly<Record<HostName, Reading<PerHostFacts[P]>>> =>
    mergeColumn<PerHostFacts[P]>(first.hosts[id], second.hosts[id]);
  const shared = <P extends PerClusterProbe>(id: P): Reading<PerClusterFacts[P]> =>
    later<Reading<PerClusterFacts[P]>>(first.shared[id], second.shared[id]);
  return {
    cluster: second.cluster,
    at: second.at,
    hosts: {
      reach: keepHearing(first.hosts.reach, column('reach')),
      host: column('host'),
      glusterfs: column('glusterfs'),
      mariadb: column('mariadb'),
      redis: column('redis'),
      slurm: column('slurm'),
      keepalived: column('keepalived'),
      web: column('web'),
      survey: column('survey'),
      galeraRecovery: column('galeraRecovery'),
    },
    shared: {glusterVolume: shared('glusterVolume'), slurmCluster: shared('slurmCluster')},
  };
}

/** Peers were asked about the silent ones in the first look only; what they heard still stands. */
function keepHearing(
  first: Snapshot['hosts']['reach'],
  merged: Snapshot['hosts']['reach'],
): Snapshot['hosts']['reach'] {
  return Object.fromEntries(
    Object.entries(merged).map(([host, reading]) => {
      const before = first[host];
      const hears = before?.kind === 'seen' ? before.value.hears : undefined;
      if (reading.kind !== 'seen' || reading.value.hears !== undefined || hears === undefined) return [host, reading];
      return [host, {...reading, value: {...reading.value, hears}}];
    }),
  );
}

function mergeColumn<T>(
  first: Readonly<Record<HostName, Reading<T>>>,
  second: Readonly<Record<HostName, Reading<T>>>,
): Readonly<Record<HostName, Reading<T>>> {
  const hosts = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...hosts].flatMap((host): readonly (readonly [HostName, Reading<T>])[] => {
      const merged = later(first[host], second[host]);
      return merged === undefined ? [] : [[host, merged]];
    }),
  );
}

function later<R extends Reading<unknown> | undefined>(first: R, second: R): R {
  if (second === undefined || (second.kind === 'none' && second.why === 'not-asked')) return first;
  const ranOut = second.kind === 'lost' && (second.error.code === 'timeout' || second.error.code === 'cancelled');
  const hasFirst = first !== undefined && !(first.kind === 'none' && first.why === 'not-asked');
  return ranOut && hasFirst ? first : second;
}
