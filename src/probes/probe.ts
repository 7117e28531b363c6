// What a probe is: one question to a controller or to the cluster, read with a timeout of its own, judged purely elsewhere.

import type {ClusterConfig, ComputeNodeConfig, ControllerConfig} from '../config/schema.ts';
import type {GlusterFacts} from '../model/facts.ts';
import type {Instant, Reading} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {PerClusterFacts, PerClusterProbe, PerHostFacts, PerHostProbe, Snapshot} from '../model/snapshot.ts';
import type {HostReader} from '../transport/host.ts';

type ProbeTiming = {
  /** How often the console asks, in milliseconds; 0: only on demand. */
  readonly intervalMs: number;
  /** The whole read is given up after this; it then yields `lost`. */
  readonly timeoutMs: number;
};

/** Probes that also ask compute nodes. */
export type AnyHostProbe = 'reach' | 'survey';

export type PerHostProbeDefinition<P extends PerHostProbe> = ProbeTiming & {
  readonly per: 'host';
  readonly id: P;
  readonly service: ServiceId;
  /**
   * The only impure line of a probe. Resolves to the facts, or to `not-deployed` where the service was never installed;
   * rejects with HpchaError for everything that is not an answer. Never returns an empty list for "could not ask".
   */
  read(
    reader: HostReader,
    context: {
      readonly config: ClusterConfig;
      readonly controller: P extends AnyHostProbe ? ControllerConfig | ComputeNodeConfig : ControllerConfig;
    },
    signal: AbortSignal,
  ): Promise<PerHostFacts[P] | 'not-deployed'>;
};

/** What the controllers say of their own part of Gluster, at about the same moment. */
export type OwnWords = Readonly<Record<HostName, Reading<GlusterFacts>>>;

export type ClusterProbeContext<P extends PerClusterProbe = PerClusterProbe> = {
  readonly config: ClusterConfig;
  readonly now: () => Instant;
  /** A question about the whole may be answered by what its parts say; that is then asked of nobody twice. */
  ownWords(): Promise<OwnWords>;
  /** What this question was last answered, for parts of it that need not be asked every time; null where it never was. */
  readonly before: PerClusterFacts[P] | null;
};

export type PerClusterProbeDefinition<P extends PerClusterProbe> = ProbeTiming & {
  readonly per: 'cluster';
  readonly id: P;
  readonly service: ServiceId;
  /** Controllers in the order in which to ask; the first that answers is the vantage (rotating on failure). */
  vantages(snapshot: Snapshot, config: ClusterConfig): readonly string[];
  /** false: an answer from the edge of the cluster; another vantage is asked, and this one only kept for want of a better. */
  isWhole?(value: PerClusterFacts[P]): boolean;
  read(
    reader: HostReader,
    context: ClusterProbeContext<P>,
    signal: AbortSignal,
  ): Promise<PerClusterFacts[P] | 'not-deployed'>;
};

export type ProbeDefinition =
  | {[P in PerHostProbe]: PerHostProbeDefinition<P>}[PerHostProbe]
  | {[P in PerClusterProbe]: PerClusterProbeDefinition<P>}[PerClusterProbe];
