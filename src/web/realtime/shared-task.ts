// Questions about the cluster as a whole: asked by one controller, the first that is reached; the others take its answer.

import {watchedMs} from '../../cli/console/poll-tasks.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Instant, Reading} from '../../model/reading.ts';
import {withLast} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {PerClusterFacts, PerClusterProbe, Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {attempt} from '../../probes/attempt.ts';
import {perClusterProbes} from '../../probes/registry.ts';
import type {PollTask} from '../../state/poller.ts';
import type {HostReader} from '../../transport/host.ts';

export type SharedTaskDeps = {
  readonly config: ClusterConfig;
  readonly node: HostName;
  readonly reader: HostReader;
  readonly now: () => Instant;
  /** At a start nothing is known, and the elected one must be heard first. */
  readonly startedAt: Instant;
  /** Told which of the questions are ours just now. */
  readonly elected: (id: PerClusterProbe, ours: boolean) => void;
};

/** While another controller is elected and its answers are younger than this, nobody else asks. */
const trustMs = 45_000;
const settleMs = 15_000;

/**
 * The controller that asks: the first in the probe's own order that we reach. Two that do not see each other may both ask; the
 * same happens to two consoles.
 */
export function electedFor(id: PerClusterProbe, snapshot: Snapshot, config: ClusterConfig): HostName | undefined {
  return perClusterProbes[id]
    .vantages(snapshot, config)
    .find((host) => readingOf(snapshot, 'reach', host).kind === 'seen');
}

export function sharedTask<P extends PerClusterProbe>(id: P, deps: SharedTaskDeps): PollTask {
  const {config, node, reader, now} = deps;
  const definition = perClusterProbes[id];
  return {
    key: id,
    intervalMs: definition.intervalMs,
    watchedMs: watchedMs[id],
    async read(snapshot, signal) {
      const known: Reading<PerClusterFacts[P]> = snapshot.shared[id];
      const elected = electedFor(id, snapshot, config);
      // An elected peer that answers its readings but not this question is not waited for for ever.
      const isServed = known.kind === 'seen' && now() - known.at < trustMs;
      const ours = elected === node || (!isServed && now() - deps.startedAt > settleMs);
      deps.elected(id, ours);
      if (!ours) return {answered: true, fold: (latest) => latest};
      const ownWords = async () => snapshot.hosts.glusterfs;
      const before = known.kind === 'seen' ? known.value : null;
      const reading = await attempt<PerClusterFacts[P]>(
        async (limit) => definition.read(reader, {config, ownWords, now, before}, limit),
        {where: node, timeoutMs: definition.timeoutMs, now, signal},
      );
      return {
        answered: reading.kind !== 'lost',
        fold: (latest) => ({
          ...latest,
          shared: {...latest.shared, [id]: withLast<PerClusterFacts[P]>(reading, latest.shared[id])},
        }),
      };
    },
  };
}
