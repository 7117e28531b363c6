// What a phase is: its number and name, and a pure function that adds its stages and steps to the plan of a setup.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';

/** The part of a plan that one phase contributes. A refusal stops the whole plan before anything is touched. */
export type PhasePart =
  | {
      readonly kind: 'part';
      readonly stages: readonly Stage[];
      readonly steps: readonly Step[];
      readonly notes: readonly Finding[];
      readonly decidedBy: Readonly<Record<string, string | number | boolean>>;
    }
  | {readonly kind: 'refusal'; readonly findings: readonly Finding[]};

export type Phase = {
  readonly number: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** `glusterfs`; the log on the controllers is `phase1_glusterfs.log`. */
  readonly name: string;
  readonly title: {readonly en: string; readonly ko: string};
  plan(snapshot: Snapshot, config: ClusterConfig): PhasePart;
};
