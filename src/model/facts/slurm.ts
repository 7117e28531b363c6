// What Slurm tells: each controller in its own words, and the cluster in summaries.

import type {Instant} from '../reading.ts';
import type {HostName} from '../service.ts';
import type {UnitFacts} from './host.ts';

/** What slurm.conf says about failing over; paths and names as written there. */
export type SlurmConfFacts = {
  readonly clusterName: string | null;
  /** SlurmctldHost in order of succession; index 0 is the heartbeat's index 0. */
  readonly controllers: readonly HostName[];
  readonly stateSaveLocation: string | null;
  /** SlurmctldTimeout; slurmctld's own default (120) where the file does not say. */
  readonly controllerTimeoutSeconds: number;
  readonly accountingHost: HostName | null;
  readonly accountingBackupHost: HostName | null;
  /** MaxDBDMsgs and MaxJobCount where the file says them: how many accounting messages slurmctld keeps. */
  readonly maxDbdMessages: number | null;
  readonly maxJobCount: number | null;
};

/** One controller's own view of Slurm. Each part has been asked for on its own: null says that this part did not answer. */
export type SlurmFacts = {
  readonly slurmctld: UnitFacts;
  readonly slurmdbd: UnitFacts;
  readonly munge: UnitFacts;
  readonly version: string | null;
  /** sha256 of munge.key and slurm.conf; digests only. */
  readonly mungeKeyDigest: string | null;
  readonly configDigest: string | null;
  /** null: slurm.conf is not there or cannot be read. */
  readonly conf: SlurmConfFacts | null;
  /** The file system that holds StateSaveLocation, from the mount table (never by touching the mount). */
  readonly stateLocation: {readonly path: string; readonly fstype: string} | null;
  /** Paths and mounts that slurmctld's unit waits for; absent where its files could not be read. */
  readonly waitsForMounts?: readonly string[];
  /**
   * heartbeat file: index of the controller in control (0 = first SlurmctldHost), when that one wrote it (epoch seconds, its
   * clock) and its age here (this clock); digest is the file's 16 bytes in hex.
   */
  readonly heartbeat: {
    readonly index: number;
    readonly writtenAt: number;
    readonly ageSeconds: number;
    readonly digest: string;
  } | null;
  /** Why there is no heartbeat: the file system did not answer, refused, or gave less than 16 bytes. null with a null heartbeat: no such file. */
  readonly heartbeatError: string | null;
  /** `scontrol ping` as this controller sees it; null when it did not answer. */
  readonly ping: readonly {readonly role: string; readonly host: HostName; readonly up: boolean}[] | null;
  /** What else went wrong while asking, part by part, for the pane. */
  readonly problems: readonly string[];
};

/** The cluster as slurmctld tells it: summaries only, never one question a node (DESIGN §7). */
export type SlurmClusterFacts = {
  readonly askedOf: HostName;
  /** Base states as sinfo writes them, flags cut off: idle, allocated, down, drained … */
  readonly nodesByState: Readonly<Record<string, number>>;
  readonly nodesTotal: number;
  /** Nodes that slurmctld cannot reach now (`*`), whatever their state. */
  readonly nodesNotResponding: number;
  /** Nodes that cannot work now: down, or not responding. */
  readonly nodesDown: number;
  /** Nodes that are down, drained or failing, with slurmctld's reason; at most 50 groups, `node` may be a list `c[1-9]`. */
  readonly badNodes: readonly {
    readonly node: string;
    readonly state: string;
    readonly reason: string;
    readonly count: number;
  }[];
  /** Groups left out of badNodes. */
  readonly badNodesLeftOut: number;
  readonly jobsByState: Readonly<Record<string, number>>;
  readonly partitions: readonly {readonly name: string; readonly state: string; readonly nodes: number}[];
  /** Accounting messages that slurmctld keeps for slurmdbd; null: it did not say. */
  readonly dbdQueue: number | null;
  /** When slurmdbd last answered; absent where it does not, or nobody asked. */
  readonly dbdAnsweredAt?: Instant;
  /** sacctmgr reached slurmdbd; null: accounting is not configured. */
  readonly dbdAnswers: boolean | null;
  /** The controller that slurmdbd believes to be in control (its address); null: it did not say. */
  readonly dbdControlHost: string | null;
};
