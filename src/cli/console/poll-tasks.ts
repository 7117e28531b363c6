// The probes as tasks for the poller: one a probe and controller, one a probe of the whole cluster.

import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import type {Instant, Reading} from '../../model/reading.ts';
import {withLast} from '../../model/reading.ts';
import type {PerClusterFacts, PerClusterProbe, PerHostFacts, PerHostProbe, Snapshot} from '../../model/snapshot.ts';
import {emptySnapshot, readingOf, withHostReading} from '../../model/snapshot.ts';
import {asksOn} from '../../probes/asks-on.ts';
import {attempt} from '../../probes/attempt.ts';
import {collect} from '../../probes/collect.ts';
import {perClusterProbes, perHostProbes} from '../../probes/registry.ts';
import type {PollTask} from '../../state/poller.ts';
import type {HostReader, Transport} from '../../transport/host.ts';
import type {ExchangeLog} from './exchange-log.ts';
import {HostGates} from './host-gates.ts';

export type PollTaskDeps = {
  readonly config: ClusterConfig;
  readonly transport: Pick<Transport, 'connection'>;
  readonly now: () => Instant;
  /** Keeps what was asked and answered, for the evidence pages. */
  readonly exchanges?: ExchangeLog;
};

const perHost = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web'] as const;
const perCluster = ['glusterVolume', 'slurmCluster'] as const;

/**
 * Intervals while the controllers' own change streams are open (watch-changes.ts): at most 20 s, so that the judges' history
 * still holds the reading before each one (snapshot-history.ts) and nothing gets stale (select-age.ts). They are multiples of each
 * other, because the poller asks what is watched at the same moments.
 */
export const watchedMs: Readonly<Record<PerHostProbe | PerClusterProbe, number>> = {
  reach: 10_000,
  host: 20_000,
  glusterfs: 10_000,
  mariadb: 10_000,
  redis: 5000,
  slurm: 10_000,
  keepalived: 10_000,
  web: 10_000,
  survey: 0,
  galeraRecovery: 0,
  glusterVolume: 20_000,
  slurmCluster: 20_000,
};

/** Everything that the console keeps asking. What is not enabled on a controller is not asked there. */
export function pollTasks(deps: PollTaskDeps): readonly PollTask[] {
  const {controllers} = deps.config.nodes;
  const hostTasks = hostPollTasks(controllers, deps);
  return [...hostTasks, ...perCluster.map((id) => clusterTask(id, deps))];
}

/** What is asked of these controllers alone; nothing about the cluster as a whole. */
export function hostPollTasks(controllers: readonly ControllerConfig[], deps: PollTaskDeps): readonly PollTask[] {
  const gates = new HostGates();
  return controllers.flatMap((controller) =>
    perHost.filter((id) => asksOn(id, controller, deps.config)).map((id) => hostTask(id, controller, gates, deps)),
  );
}

/** The snapshot before anything was asked: what is not enabled reads so from the beginning. */
export function initialSnapshot({config, now}: Pick<PollTaskDeps, 'config' | 'now'>): Snapshot {
  let snapshot = emptySnapshot(config.cluster.name, now());
  for (const controller of config.nodes.controllers) {
    for (const id of perHost) {
      if (asksOn(id, controller, config)) continue;
      snapshot = withHostReading(snapshot, id, controller.hostname, {kind: 'none', why: 'not-enabled'});
    }
  }
  return snapshot;
}

function hostTask<P extends PerHostProbe>(
  id: P,
  controller: ControllerConfig,
  gates: HostGates,
  {config, transport, now, exchanges}: PollTaskDeps,
): PollTask {
  const host = controller.hostname;
  const definition = perHostProbes[id];
  return {
    key: `${id}@${host}`,
    intervalMs: definition.intervalMs,
    watchedMs: watchedMs[id],
    async read(snapshot, outer) {
      const reach = readingOf(snapshot, 'reach', host);
      // A controller that does not answer a ping is not asked six more questions until it does.
      const known = id !== 'reach' && reach.kind === 'lost' ? {...reach, at: now()} : undefined;
      const reader = (): HostReader => transport.connection(host).reader;
      const talk = known === undefined ? exchanges?.begin(id, host, reader()) : undefined;
      const reading: Reading<PerHostFacts[P]> =
        known === undefined
          ? await attempt<PerHostFacts[P]>(
              async (signal) => definition.read(talk?.reader ?? reader(), {config, controller}, signal),
              {
                where: host,
                timeoutMs: definition.timeoutMs,
                now,
                signal: id === 'reach' ? outer : gates.signalFor(host, outer),
              },
            )
          : {kind: 'lost', error: known.error, at: known.at};
      talk?.keep();
      if (id === 'reach') gates.settle(host, reading);
      return {
        answered: reading.kind !== 'lost',
        fold: (latest) => withHostReading(latest, id, host, withLast(reading, readingOf(latest, id, host))),
      };
    },
  };
}

function clusterTask<P extends PerClusterProbe>(id: P, {config, transport, now, exchanges}: PollTaskDeps): PollTask {
  return {
    key: id,
    intervalMs: perClusterProbes[id].intervalMs,
    watchedMs: watchedMs[id],
    async read(snapshot, signal) {
      // The collector knows whom to ask and whom to ask next; what was seen before decides the order.
      const talk = exchanges?.beginShared(id, transport);
      const deps = {config, transport: talk?.transport ?? transport, now, previous: snapshot};
      const collected = await collect([id], deps, signal);
      talk?.keep();
      const reading: Reading<PerClusterFacts[P]> = collected.shared[id];
      return {
        answered: reading.kind !== 'lost',
        fold: (latest) => ({...latest, shared: {...latest.shared, [id]: withLast(reading, latest.shared[id])}}),
      };
    },
  };
}
