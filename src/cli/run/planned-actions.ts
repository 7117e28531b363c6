// The actions that a run can carry out, by the name under which the Runner finds them again.

import type {ActionContext} from '../../actions/action.ts';
import {planPhases, setupNeeds} from '../../actions/setup.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {ProbeId, Snapshot} from '../../model/snapshot.ts';
import {collect} from '../../probes/collect.ts';
import type {Transport} from '../../transport/host.ts';

/** Which action, asked with what: enough to ask it again in another process. */
export type ActionRequest = {
  readonly action: 'phases';
  readonly input: {readonly from: number; readonly to: number};
  readonly overrides: readonly string[];
};

export type AskDeps = {readonly config: ClusterConfig; readonly transport: Transport};

/**
 * Collects fresh evidence and asks the action. A refusal on evidence with holes in it is asked once more: one look that came too
 * late on a busy machine is no reason to send somebody away (DESIGN §6: a first bad sample is looked at again).
 */
export async function askAction(request: ActionRequest, deps: AskDeps, signal: AbortSignal): Promise<PlanResult> {
  const first = await look(request, deps, signal);
  const answer = planOf(request, first, deps.config);
  if (answer.kind !== 'refusal' || !hasHoles(first)) return answer;
  return planOf(request, await look(request, deps, signal), deps.config);
}

function look(request: ActionRequest, {config, transport}: AskDeps, signal: AbortSignal): Promise<Snapshot> {
  return collect(needsOf(request), {config, transport, now: () => Date.now()}, signal);
}

function hasHoles(snapshot: Snapshot): boolean {
  const perHost = Object.values(snapshot.hosts).flatMap((column) => Object.values(column));
  return [...perHost, ...Object.values(snapshot.shared)].some((reading) => reading.kind === 'lost');
}

function needsOf(request: ActionRequest): readonly ProbeId[] {
  switch (request.action) {
    case 'phases':
      return setupNeeds;
  }
}

function planOf(request: ActionRequest, snapshot: Snapshot, config: ClusterConfig): PlanResult {
  const context = {snapshot, config, overrides: request.overrides};
  switch (request.action) {
    case 'phases':
      return planPhases({...context, input: request.input} satisfies ActionContext<{from: number; to: number}>);
  }
}
