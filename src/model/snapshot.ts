// A Snapshot: all readings at a moment. Judges, actions and screens take it; nobody fetches behind its back.

import type {
  GaleraFacts,
  GaleraRecoveryFacts,
  GlusterFacts,
  GlusterVolumeFacts,
  HostFacts,
  KeepalivedFacts,
  ReachFacts,
  RedisFacts,
  SlurmClusterFacts,
  SlurmFacts,
  SurveyFacts,
  WebFacts,
} from './facts.ts';
import type {Instant, Reading} from './reading.ts';
import {notAsked} from './reading.ts';
import type {HostName} from './service.ts';

/** Probes that are read once a controller (or, for `reach`, `survey`, also once a compute node). */
export type PerHostFacts = {
  readonly reach: ReachFacts;
  readonly host: HostFacts;
  readonly glusterfs: GlusterFacts;
  readonly mariadb: GaleraFacts;
  readonly redis: RedisFacts;
  readonly slurm: SlurmFacts;
  readonly keepalived: KeepalivedFacts;
  readonly web: WebFacts;
  readonly survey: SurveyFacts;
  readonly galeraRecovery: GaleraRecoveryFacts;
};

/** Probes that are read once for the cluster, from one elected controller. */
export type PerClusterFacts = {
  readonly glusterVolume: GlusterVolumeFacts;
  readonly slurmCluster: SlurmClusterFacts;
};

export type PerHostProbe = keyof PerHostFacts;
export type PerClusterProbe = keyof PerClusterFacts;
export type ProbeId = PerHostProbe | PerClusterProbe;

export type Snapshot = {
  readonly cluster: string;
  readonly at: Instant;
  readonly hosts: {readonly [P in PerHostProbe]: Readonly<Record<HostName, Reading<PerHostFacts[P]>>>};
  readonly shared: {readonly [P in PerClusterProbe]: Reading<PerClusterFacts[P]>};
};

/** A snapshot in which nothing has been asked yet. */
export function emptySnapshot(cluster: string, at: Instant): Snapshot {
  return {
    cluster,
    at,
    hosts: {
      reach: {},
      host: {},
      glusterfs: {},
      mariadb: {},
      redis: {},
      slurm: {},
      keepalived: {},
      web: {},
      survey: {},
      galeraRecovery: {},
    },
    shared: {glusterVolume: notAsked, slurmCluster: notAsked},
  };
}

/** The reading of one probe on one host; what was never asked reads `none`. */
export function readingOf<P extends PerHostProbe>(
  snapshot: Snapshot,
  probe: P,
  host: HostName,
): Reading<PerHostFacts[P]> {
  // A recording of an older build has no column for a probe that came later.
  return snapshot.hosts[probe]?.[host] ?? notAsked;
}

/** The snapshot with another reading of that probe on that host. */
export function withHostReading<P extends PerHostProbe>(
  snapshot: Snapshot,
  probe: P,
  host: HostName,
  reading: Reading<PerHostFacts[P]>,
): Snapshot {
  return {...snapshot, hosts: {...snapshot.hosts, [probe]: {...snapshot.hosts[probe], [host]: reading}}};
}
