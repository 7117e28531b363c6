// What each probe reads: plain facts as one host tells them, before anybody judges.

import type {Instant} from './reading.ts';
import type {HostName} from './service.ts';

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

export type GrastateFacts = {
  readonly uuid: string;
  readonly seqno: bigint;
  readonly safeToBootstrap: boolean | null;
};

export type GaleraFacts = {
  readonly unit: UnitFacts;
  readonly process: 'none' | 'running' | 'sst' | 'unknown';
  /** `SHOW GLOBAL STATUS LIKE 'wsrep_%'` and the variables asked with it, as text; null when SQL did not answer. */
  readonly status: Readonly<Record<string, string>> | null;
  readonly variables: Readonly<Record<string, string>> | null;
  /** Why SQL did not answer. */
  readonly sqlError: string | null;
  /** null: no such file. 'malformed': there, but not readable as one. */
  readonly grastate: GrastateFacts | 'malformed' | null;
  readonly gvwstate: 'none' | 'empty' | 'present';
  /** `wsrep_cluster_address` as the files say it, for a stopped server too; null when no file sets it. */
  readonly configuredAddress: string | null;
  readonly configuredName: string | null;
  /** Leftovers that would make a start a bootstrap (ha-operations §3.2). */
  readonly bootstrapLeftovers: readonly string[];
  /** 'absent': no directory; 'fresh': only system databases and never joined; 'data': anything else. */
  readonly datadir: 'absent' | 'fresh' | 'data';
  /** Databases of its own (not mysql, sys, information_schema, performance_schema). */
  readonly databases: readonly string[] | null;
  /** The arbitrator on a controller without a server (DESIGN §6). */
  readonly arbitrator: UnitFacts | null;
};

export type RedisInstanceFacts = {
  readonly port: number;
  readonly unit: UnitFacts | null;
  /** INFO as key → value; null when it did not answer. */
  readonly info: Readonly<Record<string, string>> | null;
  /** A few settings that decide what a failure costs (never passwords); null when they could not be read. */
  readonly config: Readonly<Record<string, string>> | null;
  /** Why it did not answer; null when it did. */
  readonly error: string | null;
  /** CLUSTER INFO and CLUSTER NODES (cluster mode); null in sentinel mode and when it did not answer. */
  readonly clusterInfo: Readonly<Record<string, string>> | null;
  readonly clusterNodes: readonly RedisClusterNodeFacts[] | null;
};

export type RedisClusterNodeFacts = {
  readonly id: string;
  readonly ip: string;
  readonly port: number;
  readonly flags: readonly string[];
  readonly masterId: string | null;
  readonly linkState: string;
  readonly epoch: number;
  /** Number of slots it owns. */
  readonly slots: number;
  /** The same as ranges, `0-5460,6000`, so that two nodes' opinions can be compared; '' without slots. */
  readonly slotRanges: string;
};

/** A sentinel or a replica as one sentinel sees it. */
export type SentinelPeerFacts = {
  readonly ip: string;
  readonly port: number;
  /** `sentinel`, `slave`, `s_down`, `o_down`, `disconnected` … */
  readonly flags: readonly string[];
  /** How old the last valid PING reply is, in milliseconds; null when it does not say. */
  readonly lastOkPingMs: number | null;
};

export type SentinelFacts = {
  readonly unit: UnitFacts;
  /** SENTINEL MASTER name; null when it did not answer or does not know the master. */
  readonly master: Readonly<Record<string, string>> | null;
  /** The other sentinels and the replicas that it knows, dead ones too; null when it did not say. */
  readonly sentinels: readonly SentinelPeerFacts[] | null;
  readonly replicas: readonly SentinelPeerFacts[] | null;
  /** SENTINEL CKQUORUM's answer, `OK 3 usable Sentinels…` or `NOQUORUM …`; null when it did not say. */
  readonly quorumCheck: string | null;
  /** It distrusts its own clock and does not act (TILT); null when it did not say. */
  readonly tilt: boolean | null;
  readonly error: string | null;
};

export type RedisFacts = {
  readonly instances: readonly RedisInstanceFacts[];
  /** null in cluster mode. */
  readonly sentinel: SentinelFacts | null;
};

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
  /** sacctmgr reached slurmdbd; null: accounting is not configured. */
  /** When slurmdbd last answered; absent where it does not, or nobody asked. */
  readonly dbdAnsweredAt?: Instant;
  readonly dbdAnswers: boolean | null;
  /** The controller that slurmdbd believes to be in control (its address); null: it did not say. */
  readonly dbdControlHost: string | null;
};

/** What keepalived.conf says about moving the address; never its password. */
export type KeepalivedSetup = {
  /** `state` of the instance as written: MASTER or BACKUP; null where it is not said. */
  readonly state: string | null;
  readonly nopreempt: boolean;
  /** Commands of its vrrp_scripts. */
  readonly scripts: readonly string[];
  /** Checks that change the priority instead of putting the instance into FAULT, as `NAME WEIGHT`. */
  readonly weighted: readonly string[];
  /** Scripts that only ask whether a process or unit is there. */
  readonly shallow: readonly string[];
};

export type KeepalivedFacts = {
  readonly unit: UnitFacts;
  /** The kernel's word: is the VIP on an interface here, and on which. */
  readonly vipOn: string | null;
  /** MAC of that interface, or of the one that holds the controller's own address. */
  readonly mac: string | null;
  /** MAC that this machine believes to hold the VIP; null when it has no entry. */
  readonly neighbourMac: string | null;
  /** The kernel's state of that entry: REACHABLE, STALE, FAILED …; null when it has none. */
  readonly neighbourState: string | null;
  /** VRRP state from the event log that notify writes: MASTER, BACKUP, FAULT, STOP; null when there is none. */
  readonly vrrpState: string | null;
  /** Epoch milliseconds, this host's clock. */
  readonly lastTransitionAt: number | null;
  /** How often it became MASTER in the last ten minutes; null without an event log. */
  readonly transitions10min: number | null;
  /** The last changes of state by the event log, newest first, at most eight; [] without an event log. `at` on this host's clock. */
  readonly transitions: readonly {readonly at: number; readonly state: string}[];
  /** `since` in epoch milliseconds, this host's clock; 0 when the flag does not say. */
  readonly maintenance: {readonly owner: string; readonly reason: string; readonly since: number} | null;
  /** How keepalived.conf lets the address move; absent where it could not be read. */
  readonly setup?: KeepalivedSetup;
  /** Results of the functional checks as their files say them: name → passing. */
  readonly checks: Readonly<Record<string, boolean>>;
  /** This host's clock when it was asked, epoch milliseconds: ages of what is above. */
  readonly now: number;
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

/** One web service on one controller: what systemd says of its unit, and what it says of itself at its port. */
export type WebServiceFacts = {
  readonly unit: UnitFacts;
  /** HTTP status of its `/healthz`; null: no answer, `error` says why. */
  readonly http: number | null;
  readonly latencyMs: number | null;
  readonly error: string | null;
  /** Its own word; null where it did not say one. */
  readonly status: 'ok' | 'degraded' | 'failed' | null;
  readonly version: string | null;
  /** Names of its checks that do not hold. */
  readonly failing: readonly string[];
};

/** A certificate as browsers see it; times in milliseconds since 1970. */
export type CertificateFacts = {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly names: string;
  /** Begin of its SHA-256, to tell certificates apart. */
  readonly fingerprint: string;
};

export type WebFacts = {
  /** By the service's name, in the order of the ports. */
  readonly services: Readonly<Record<string, WebServiceFacts>>;
  readonly proxy: {
    readonly unit: UnitFacts;
    readonly http: number | null;
    readonly latencyMs: number | null;
    readonly error: string | null;
  };
  /** null: there is none, or it cannot be read. */
  readonly certificate: CertificateFacts | null;
};

/** What only a recovery of Galera needs to know of a controller; read on demand, for planning only, never polled. */
export type GaleraRecoveryFacts = {
  /**
   * What `mariadbd --wsrep-recover` told when this program last ran it there, if nothing has touched the data since. `error`:
   * it could not tell; the position of this node is then unknown.
   */
  readonly recovered:
    | {readonly kind: 'position'; readonly uuid: string; readonly seqno: bigint}
    | {readonly kind: 'error'; readonly why: string}
    | null;
  /** The saved view (gvwstate.dat): its id and its members; null: no such file, or none that can be read. */
  readonly savedView: {readonly id: string; readonly members: readonly string[]} | null;
  /** The saved view with which all nodes were started together without becoming Primary; null: never. */
  readonly viewTried: string | null;
  /** Whom the orderly stop recorded as the last node out; null: no record. */
  readonly lastOut: HostName | null;
  /** The component that stayed non-Primary through a whole wait, and how long ago that wait ended (this host's clock). */
  readonly waited: {readonly component: string; readonly agoSeconds: number} | null;
  /** Whether the other controllers' database ports answer from here: true means that a server runs there, whoever reaches it by ssh. */
  readonly answers: Readonly<Record<HostName, boolean | null>>;
};
