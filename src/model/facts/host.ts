// What a machine tells of itself: the login, its system, its units; and what is on it before and between phases.

import type {HostName} from '../service.ts';

/** What the login itself tells: who we are there and how far away it is. */
export type ReachFacts = {
  readonly user: string;
  readonly root: boolean;
  readonly rttMs: number;
  /** Whether it gets an answer to ping from controllers that we could not reach in time; asked only of those. */
  readonly hears?: Readonly<Record<HostName, boolean>>;
};

export type DiskFacts = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly inodesUsedPercent: number | null;
  readonly readOnly: boolean;
};

export type UnitFacts = {
  readonly unit: string;
  /** systemd's ActiveState: active, inactive, failed, activating …; `not-found` where the unit does not exist. */
  readonly active: string;
  readonly sub: string;
  readonly mainPid: number;
  readonly restarts: number;
  /** UnitFileState: enabled, disabled, masked, masked-runtime … or '' */
  readonly enabled: string;
};

export type HostFacts = {
  readonly hostname: string;
  readonly kernel: string;
  readonly os: {readonly id: string; readonly version: string; readonly codename: string; readonly name: string};
  readonly cpus: number;
  readonly load1: number;
  readonly memory: {readonly totalBytes: number; readonly availableBytes: number};
  readonly uptimeSeconds: number;
  readonly disks: readonly DiskFacts[];
  /** Remote clock minus ours, corrected by half the round trip; null where it could not be measured. */
  readonly clockOffsetMs: number | null;
  readonly timeSynchronised: boolean | null;
  readonly failedUnits: readonly string[];
  readonly units: readonly UnitFacts[];
  /** Names under /var/lib/hpcha/pending. */
  readonly pendingRestarts: readonly string[];
  /** Drill and maintenance leftovers (ha-operations §2.8). */
  readonly leftovers: readonly string[];
  /** The operation lock is held here, by a Runner or by one that is gone. */
  readonly locked: boolean;
};

/** What is on a host before and between phases; read on demand, for planning only, never polled. */
export type SurveyFacts = {
  /** What the machine calls itself; null where it could not be read. */
  readonly hostname: string | null;
  readonly os: {readonly id: string; readonly version: string; readonly codename: string};
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly rootDiskBytes: number;
  readonly virtualisation: string;
  /** Installed packages among those that the phases know: name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Interfaces with their IPv4 addresses (CIDR). */
  readonly interfaces: readonly {readonly name: string; readonly addresses: readonly string[]}[];
  /** Volumes known to the local glusterd, from its files (also when it is stopped). */
  readonly glusterVolumes: readonly {
    readonly name: string;
    readonly type: string;
    readonly replica: number;
    readonly bricks: readonly string[];
  }[];
  readonly glusterPeers: readonly string[];
  /** true: the brick path belongs to a volume already (xattr trusted.glusterfs.volume-id). */
  readonly brick: 'absent' | 'empty' | 'used' | 'volume';
  readonly mungeKeyDigest: string | null;
  /** `clustername` file of the Slurm state directory. */
  readonly slurmClusterName: string | null;
  readonly slurmPrefixVersion: string | null;
  /** Redis data present, and the roles that its files and answers tell. */
  readonly redisData: boolean;
  readonly redisClusterEnabled: boolean;
  /** What the lock on this host says (op.json), for orphaned runs. */
  readonly cgroupControllersDelegated: boolean;
  readonly firewallForeignTables: readonly string[];
  /** null: it was not asked, because the configuration wants no Grafana there. */
  readonly grafana: GrafanaStanding | null;
};

/**
 * `ours`: deployed by phase 6; `foreign`: it serves and phase 6 has not deployed it; `offered`: the package sources have it (or it lies there
 * unused); `not-offered`: they do not; `unread`: this machine has not read its package sources yet.
 */
export type GrafanaStanding = 'ours' | 'foreign' | 'offered' | 'not-offered' | 'unread';
