// Asks an action with fresh evidence: the same for the command line, the console, and the Runner that asks it again.

import type {ActionContext} from '../../actions/action.ts';
import {plannerOf} from '../../actions/registry.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {ActionInput, ActionRequest} from '../../model/action-offer.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {RunProgress} from '../../model/run-progress.ts';
import {foldRunEvent, noProgress} from '../../model/run-progress.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {collect} from '../../probes/collect.ts';
import {pastOperations} from '../../run/audit/past-operations.ts';
import {systemClock} from '../../run/clock.ts';
import {followJournal} from '../../run/record/follow-journal.ts';
import type {Transport} from '../../transport/host.ts';

export type {ActionRequest} from '../../model/action-offer.ts';

/** What the action said, and the evidence that it said it about. */
export type Asked = {readonly answer: PlanResult; readonly snapshot: Snapshot};

export type AskDeps = {
  readonly config: ClusterConfig;
  readonly transport: Transport;
  /** Where the journals of this machine's runs lie: an action may be about one of them. */
  readonly state: string;
};

/** How long evidence with holes in it is collected again before a refusal is believed; a failing login gets two looks. */
const patienceMs = 30_000;

/** A controller that does not answer has nothing to tell that the others do not know. */
const pastMs = 5_000;

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
  const {transport, state, config} = deps;
  const controllers = config.nodes.controllers.map(({hostname}) => transport.connection(hostname));
  // Beside the looks, and no longer than they take on a cluster that has lost a controller.
  const soon = AbortSignal.any([signal, AbortSignal.timeout(pastMs)]);
  const remembered = pastOperations(state, config.cluster.name, controllers, soon);
  const run = await runOf(request, state);
  for (let looks = 1; ; looks += 1) {
    const snapshot = await look(request, deps, signal);
    const past = await remembered;
    const answer = planOf(request, snapshot, config, {past, ...(run === undefined ? {} : {run})});
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

/** What the journal says of the run that the input names; undefined where it names none, or none that can be read. */
async function runOf({input}: ActionRequest, state: string): Promise<RunProgress | undefined> {
  const id = input['run'];
  if (typeof id !== 'string' || !/^[0-9a-f]{4,16}$/.test(id)) return undefined;
  let progress: RunProgress = noProgress;
  try {
    // Aborted from the start: it yields what is there and does not wait for more.
    for await (const followed of followJournal(state, id, systemClock, AbortSignal.abort())) {
      if (followed.kind === 'event') progress = foldRunEvent(progress, followed.event);
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
  return progress;
}

function planOf(
  request: ActionRequest,
  snapshot: Snapshot,
  config: ClusterConfig,
  known: Pick<ActionContext<ActionInput>, 'run' | 'past'>,
): PlanResult {
  const {input, overrides} = request;
  return plannerOf(request.action).plan({snapshot, config, input, overrides, ...known});
}
