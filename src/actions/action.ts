// What an action is: a pure function from a snapshot and the configuration to a plan, a wish for evidence, or a refusal.

import type {ClusterConfig} from '../config/schema.ts';
import type {PastOperation} from '../model/past-operation.ts';
import type {PlanResult} from '../model/plan.ts';
import type {RunProgress} from '../model/run-progress.ts';
import type {ProbeId, Snapshot} from '../model/snapshot.ts';

export type ActionContext<Input> = {
  readonly snapshot: Snapshot;
  readonly config: ClusterConfig;
  readonly input: Input;
  /** `CODE` or `CODE:HOST`, as given by --override. */
  readonly overrides: readonly string[];
  /** The run that the input names, as its journal tells it; only for an action that is about one. */
  readonly run?: RunProgress;
  /** What was done to this cluster lately, by anybody, oldest first; absent: nobody asked. */
  readonly past?: readonly PastOperation[];
};

export type Action<Input> = {
  readonly id: string;
  /** Readings that must be fresh (at most 10 s old) before it is asked. */
  readonly needs: readonly ProbeId[];
  plan(context: ActionContext<Input>): PlanResult;
};
