// Phase 7: proves end to end that the cluster does its work, and leaves nothing behind.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {plannedComputeNodes} from '../platform.ts';
import type {Phase, PhasePart} from './phase.ts';
import {addressProof, cleanStage, fileProof, jobProof, proveStage, redisProof, rowProof} from './verify/proofs.ts';

const stages: readonly Stage[] = [
  {id: proveStage, title: 'Verify: files, rows, counters, a job, the address', mode: 'parallel'},
  {id: 'verify-see', title: 'Verify: what was written is seen', mode: 'parallel'},
  {id: cleanStage, title: 'Verify: take the proofs away', mode: 'parallel'},
];

export const verifyPhase: Phase = {
  number: 7,
  name: 'verify',
  title: {en: 'Verify', ko: '검증'},
  plan: planVerify,
};

/** Only what the configuration enables, and only compute nodes that were seen, is proven. Nothing here counts as a change. */
function planVerify(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const nodes = plannedComputeNodes(snapshot, config);
  return {
    kind: 'part',
    stages,
    steps: [
      ...fileProof(config),
      ...rowProof(config),
      ...redisProof(config),
      ...jobProof(config, nodes),
      ...addressProof(config),
    ],
    notes: [],
    decidedBy: {nodes: nodes.length},
  };
}
