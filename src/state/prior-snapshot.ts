// What the judges compare with: for every reading of now, what was read before it. One sample is never counted twice.

import type {Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {PerClusterProbe, PerHostProbe, Snapshot} from '../model/snapshot.ts';
import {emptySnapshot} from '../model/snapshot.ts';

const hostProbes = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'survey'] as const;
const clusterProbes = ['glusterVolume', 'slurmCluster'] as const;

/**
 * The history as judges want it: first the samples before those of now, then older snapshots as they were.
 *
 * Probes are polled apart from each other, so two snapshots that follow one another share most of their readings. A judge that
 * looks for a second bad sample (ha-operations §2.1) would find the first one again: while a controller dies, one member's view
 * is a moment newer than another's, and that moment must not be confirmed by itself. So each probe's readings of all controllers
 * are taken from the newest snapshot that is older than every one of its readings of now.
 */
export function priorHistory(now: Snapshot, history: readonly Snapshot[]): readonly Snapshot[] {
  const chosen: Snapshot[] = [];
  let prior = emptySnapshot(now.cluster, 0);
  for (const probe of hostProbes) {
    const before = snapshotBefore(oldestOf(Object.values<Reading<unknown>>(now.hosts[probe] ?? {})), history);
    if (before === undefined) continue;
    chosen.push(before);
    prior = withColumn(prior, probe, before);
  }
  for (const probe of clusterProbes) {
    const before = snapshotBefore(oldestOf([now.shared[probe]]), history);
    if (before === undefined) continue;
    chosen.push(before);
    prior = withShared(prior, probe, before);
  }
  if (chosen.length === 0) return [];
  // The newest of them: what is said to have held since then has held at least so long.
  const at = Math.max(...chosen.map((snapshot) => snapshot.at));
  return [{...prior, at}, ...history.filter((older) => older.at < at)];
}

/** When the oldest of the readings was made; undefined where nothing was asked. */
function oldestOf(readings: readonly Reading<unknown>[]): number | undefined {
  const times = readings.flatMap((reading) => (reading.kind === 'none' ? [] : [reading.at]));
  return times.length === 0 ? undefined : Math.min(...times);
}

function snapshotBefore(at: number | undefined, history: readonly Snapshot[]): Snapshot | undefined {
  return at === undefined ? undefined : history.find((snapshot) => snapshot.at < at);
}

function withColumn<P extends PerHostProbe>(prior: Snapshot, probe: P, from: Snapshot): Snapshot {
  const column: Readonly<Record<HostName, unknown>> = from.hosts[probe];
  return {...prior, hosts: {...prior.hosts, [probe]: column}};
}

function withShared<P extends PerClusterProbe>(prior: Snapshot, probe: P, from: Snapshot): Snapshot {
  return {...prior, shared: {...prior.shared, [probe]: from.shared[probe]}};
}
