// The actions that a run can carry out, by the name under which the Runner finds them again.

import type {ActionContext} from '../../actions/action.ts';
import {planPhases, setupNeeds} from '../../actions/setup.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {ProbeId, Snapshot} from '../../model/snapshot.ts';

/** Which action, asked with what: enough to ask it again in another process. */
export type ActionRequest = {
  readonly action: 'phases';
  readonly input: {readonly from: number; readonly to: number};
  readonly overrides: readonly string[];
};

export function needsOf(request: ActionRequest): readonly ProbeId[] {
  switch (request.action) {
    case 'phases':
      return setupNeeds;
  }
}

export function planOf(request: ActionRequest, snapshot: Snapshot, config: ClusterConfig): PlanResult {
  const context = {snapshot, config, overrides: request.overrides};
  switch (request.action) {
    case 'phases':
      return planPhases({...context, input: request.input} satisfies ActionContext<{from: number; to: number}>);
  }
}
