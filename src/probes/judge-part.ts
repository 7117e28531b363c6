// What one service's judge returns, and what it is given: pure, so that recorded readings are its tests.

import type {ClusterConfig} from '../config/schema.ts';
import type {Finding} from '../model/finding.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {ServiceVerdict} from '../model/verdict.ts';

export type JudgeInput = {
  readonly snapshot: Snapshot;
  readonly config: ClusterConfig;
  /** Earlier snapshots, newest first, at most a few: for deltas and for confirming a first bad sample (ha-operations §2.1). */
  readonly history: readonly Snapshot[];
};

export type JudgePart = {readonly verdict: ServiceVerdict; readonly findings: readonly Finding[]};

export type JudgeService = (input: JudgeInput) => JudgePart;
