// Reads a cluster-wide probe from one elected controller, and from the next one where that fails (ha-operations §2.1).

import type {ClusterConfig} from '../config/schema.ts';
import {HpchaError} from '../model/error.ts';
import type {Instant, Reading} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {PerClusterFacts, PerClusterProbe, Snapshot} from '../model/snapshot.ts';
import type {Transport} from '../transport/host.ts';
import {attempt, lostReading} from './attempt.ts';
import type {ClusterProbeContext} from './probe.ts';
import type {ReachGate} from './reach-gate.ts';
import {perClusterProbes} from './registry.ts';

type SharedDeps = {
  readonly config: ClusterConfig;
  readonly transport: Pick<Transport, 'connection'>;
  readonly now: () => Instant;
  readonly previous: Snapshot;
  readonly ownWords: ClusterProbeContext['ownWords'];
  readonly gate: ReachGate;
  readonly limit: (timeoutMs: number) => number;
  readonly signal: AbortSignal;
};

/** Twice the interval at which controllers are pinged. */
const justNowMs = 4_000;

/** One vantage may use up this share of the probe's time, so that a hung one leaves time for the next. */
const shareOfOneVantage = 0.7;

/** `none` only if every controller that answers says so; `lost` with the last error if no vantage gives an answer. */
export async function collectShared<P extends PerClusterProbe>(
  id: P,
  deps: SharedDeps,
): Promise<Reading<PerClusterFacts[P]>> {
  const definition = perClusterProbes[id];
  const total = deps.limit(definition.timeoutMs);
  const order = definition.vantages(deps.previous, deps.config);
  if (order.length === 0) return {kind: 'none', why: 'not-enabled'};
  let last: Reading<PerClusterFacts[P]> | undefined;
  let partial: Reading<PerClusterFacts[P]> | undefined;
  let deadline: Instant | undefined;
  let left = order;
  while (left.length > 0) {
    const host = justReached(left, deps) ?? (await deps.gate.firstReached(left));
    if (host === undefined) break;
    deadline ??= deps.now() + total;
    const timeoutMs = Math.min(total * shareOfOneVantage, deadline - deps.now());
    if (timeoutMs <= 0) break;
    const reading = await readFrom(id, host, timeoutMs, deps);
    if (reading.kind === 'seen' && (definition.isWhole?.(reading.value) ?? true)) return reading;
    if (reading.kind === 'seen') partial ??= reading;
    // A failure outweighs "not installed here": only silence-free agreement makes `none`.
    if (last?.kind !== 'lost' || reading.kind === 'lost') last = reading;
    left = left.filter((each) => each !== host);
  }
  return partial ?? last ?? lostReading(noVantage(order), {where: 'cluster', now: deps.now});
}

/** The first choice, if it answered a moment ago: then nobody waits for a ping. If it is gone since, the gate ends the question. */
function justReached(order: readonly HostName[], {previous, now}: SharedDeps): HostName | undefined {
  const [first] = order;
  const reach = first === undefined ? undefined : previous.hosts.reach[first];
  return reach?.kind === 'seen' && now() - reach.at <= justNowMs ? first : undefined;
}

function readFrom<P extends PerClusterProbe>(
  id: P,
  host: HostName,
  timeoutMs: number,
  deps: SharedDeps,
): Promise<Reading<PerClusterFacts[P]>> {
  const {config, ownWords, now, previous} = deps;
  const known: Reading<PerClusterFacts[P]> = previous.shared[id];
  const before = known.kind === 'seen' ? known.value : null;
  return attempt<PerClusterFacts[P]>(
    async (signal) =>
      perClusterProbes[id].read(deps.transport.connection(host).reader, {config, ownWords, now, before}, signal),
    {where: host, timeoutMs, now: deps.now, signal: deps.gate.signalFor(host, 'shared')},
  );
}

function noVantage(order: readonly HostName[]): HpchaError {
  const what = `none of ${order.join(', ')} could be asked`;
  return new HpchaError({code: 'unreachable', where: 'cluster', what});
}
