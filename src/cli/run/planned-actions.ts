// Asks an action with fresh evidence: the same for the command line, the console, and the Runner that asks it again.

import {plannerOf} from '../../actions/registry.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {ActionRequest} from '../../model/action-offer.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {collect} from '../../probes/collect.ts';
import type {Transport} from '../../transport/host.ts';

export type {ActionRequest} from '../../model/action-offer.ts';

/** What the action said, and the evidence that it said it about. */
export type Asked = {readonly answer: PlanResult; readonly snapshot: Snapshot};

export type AskDeps = {readonly config: ClusterConfig; readonly transport: Transport};

/** How long evidence with holes in it is collected again before a refusal is believed; a failing login gets two looks. */
const patienceMs = 30_000;

/** Collects fresh evidence and asks the action. */
export async function askAction(request: ActionRequest, deps: AskDeps, signal: AbortSignal): Promise<PlanResult> {
  return (await askWithEvidence(request, deps, signal)).answer;
}

/**
 * The same, with the evidence. A refusal on evidence with holes is asked again: one look that came too late on a busy machine
 * is no reason to send somebody away (DESIGN §6: a first bad sample is looked at again). A login that fails is said at once.
 */
export async function askWithEvidence(request: ActionRequest, deps: AskDeps, signal: AbortSignal): Promise<Asked> {
  const until = performance.now() + patienceMs;
  for (let looks = 1; ; looks += 1) {
    const snapshot = await look(request, deps, signal);
    const answer = planOf(request, snapshot, deps.config);
    if (answer.kind !== 'refusal' || !hasHoles(snapshot) || signal.aborted) return {answer, snapshot};
    if (performance.now() > until || (looks > 1 && !loginsWork(snapshot))) return {answer, snapshot};
  }
}

function loginsWork(snapshot: Snapshot): boolean {
  return Object.values(snapshot.hosts.reach).every((reading) => reading.kind !== 'lost');
}

function look(request: ActionRequest, {config, transport}: AskDeps, signal: AbortSignal): Promise<Snapshot> {
  return collect(plannerOf(request.action).needs, {config, transport, now: () => Date.now()}, signal);
}

function hasHoles(snapshot: Snapshot): boolean {
  const perHost = Object.values(snapshot.hosts).flatMap((column) => Object.values(column));
  return [...perHost, ...Object.values(snapshot.shared)].some((reading) => reading.kind === 'lost');
}

function planOf(request: ActionRequest, snapshot: Snapshot, config: ClusterConfig): PlanResult {
  const {input, overrides} = request;
  return plannerOf(request.action).plan({snapshot, config, input, overrides});
}
