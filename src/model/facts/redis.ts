// What Redis and its sentinels tell of one controller.

import type {UnitFacts} from './host.ts';

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
