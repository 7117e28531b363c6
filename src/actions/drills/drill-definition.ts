// What a drill is: its class, whom it is about, what is done and what is expected; and what it is decided by.

import type {ClusterConfig} from '../../config/schema.ts';
import type {CanaryWay, DrillClass, DrillSpec, Injection, Predictions} from '../../model/drill/drill.ts';
import type {Message} from '../../model/message.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {Fault} from './faults.ts';
import type {Roles} from './roles.ts';

export type DrillContext = {
  readonly config: ClusterConfig;
  readonly snapshot: Snapshot;
  readonly roles: Roles;
  readonly target: HostName;
};

/** Which controller it is about: a role, or any but the one that holds the address. */
export type DrillTarget = keyof Roles | 'bystander';

export type DrillDefinition = {
  readonly id: string;
  readonly class: DrillClass;
  readonly title: Message;
  readonly target: DrillTarget;
  /** What is done to the target; absent: its power is taken away, or `injections` says it. */
  readonly fault?: (context: DrillContext) => Fault;
  readonly injections?: (context: DrillContext) => {
    readonly injections: readonly Injection[];
    readonly restore: string;
  };
  readonly predict: (context: DrillContext) => Predictions;
  /** Seconds that the fault lasts at least, beyond what the predictions ask for. */
  readonly lasts?: number;
  readonly extra?: Partial<Pick<DrillSpec, 'recover' | 'mustSee' | 'mustRefuse' | 'aims'>>;
  /** Ways of canaries that would stand in the way: an open file keeps a volume from being unmounted. */
  readonly without?: readonly CanaryWay['kind'][];
};
