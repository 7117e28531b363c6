// What stopping one service adds to the plan of a stop.

import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {ServiceId} from '../../model/service.ts';

/** Without a service: all of them. */
export type StopInput = {readonly service?: ServiceId};

export type StopPart = {
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly against: readonly Finding[];
  readonly decidedBy: Readonly<Record<string, string>>;
};
