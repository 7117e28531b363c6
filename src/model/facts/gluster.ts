// What Gluster tells: each controller's own view, and the volume as one of them tells it.

import type {Instant} from '../reading.ts';
import type {HostName} from '../service.ts';
import type {UnitFacts} from './host.ts';

export type GlusterPeerFacts = {
  readonly uuid: string;
  readonly hostname: string;
  readonly connected: boolean;
  readonly state: string;
};

/** One controller's own view of Gluster. */
export type GlusterFacts = {
  readonly unit: UnitFacts;
  readonly version: string | null;
  /** Its own uuid and every other member of the pool as it sees them. */
  readonly uuid: string | null;
  readonly peers: readonly GlusterPeerFacts[];
  /** The mount as the kernel has it; null when nothing is mounted there. */
  readonly mount: {
    readonly path: string;
    readonly source: string;
    readonly fstype: string;
    readonly options: string;
  } | null;
  readonly mountInFstab: boolean;
  /** Options of that line; absent where there is none. */
  readonly fstabOptions?: string;
  /** statfs on the mount answered as a FUSE filesystem; false: it failed or hung (why in mountError); null: nothing mounted. */
  readonly mountAnswers: boolean | null;
  readonly mountError: string | null;
  /** Brick paths whose processes run here, and whether a self-heal daemon does: no lock, no glusterd needed. */
  readonly brickProcesses: readonly string[];
  readonly selfHealProcess: boolean;
  /**
   * Whether the brick's own index lists anything to heal: `empty` is the proof that nothing is pending on it; `writes` are files
   * being written, or left by a writer that died; `entries` is what another brick has missed; null where there is no such brick or
   * it could not be read.
   */
  readonly brickIndex: {readonly path: string; readonly pending: 'empty' | 'writes' | 'entries'} | null;
  /** The mount's own connections, one for each brick in the volume's order; null where nothing is mounted or it did not say. */
  readonly brickLinks: readonly boolean[] | null;
  /** Age of the last success of the write check that a timer on the controller makes; null where there is none. */
  readonly writeCheckAgeSeconds: number | null;
};

export type GlusterBrickFacts = {
  readonly host: HostName;
  readonly path: string;
  readonly online: boolean;
  /** true: the vantage had no row for it, because its pool does not reach that controller; `online` is then no fact. */
  readonly untold?: boolean;
  /** false: glusterd calls it online, yet a real client (glfsheal) could not connect to it; absent where that is not known. */
  readonly clientsConnect?: boolean;
  readonly pid: number | null;
  readonly sizeBytes: number | null;
  readonly freeBytes: number | null;
  readonly healPending: number | null;
  readonly splitBrain: number | null;
};

/** The volume as one elected controller tells it (pool-wide locks: never asked of all at once, ha-operations §2.1). */
export type GlusterVolumeFacts = {
  /** When it was last seen that nothing is pending, by empty indexes or by glfsheal; absent while something is, or nobody knows. */
  readonly nothingPendingAt?: Instant;
  readonly askedOf: HostName;
  /** null: the pool has no volume of that name. */
  readonly volume: {
    readonly name: string;
    readonly type: string;
    readonly started: boolean;
    readonly replicaCount: number;
    readonly arbiterCount: number;
    readonly bricks: readonly GlusterBrickFacts[];
    readonly options: Readonly<Record<string, string>>;
    readonly selfHealDaemons: Readonly<Record<HostName, boolean>>;
  } | null;
  /** All volumes of the pool by name. */
  readonly volumes: readonly string[];
};
