// Collects a Snapshot: every wanted probe on every enabled host at the same time, each under a timeout of its own.

import type {ClusterConfig, ComputeNodeConfig, ControllerConfig} from '../config/schema.ts';
import type {Instant, Reading} from '../model/reading.ts';
import {notAsked, withLast} from '../model/reading.ts';
import type {HostName} from '../model/service.ts';
import type {
  PerClusterFacts,
  PerClusterProbe,
  PerHostFacts,
  PerHostProbe,
  ProbeId,
  Snapshot,
} from '../model/snapshot.ts';
import {emptySnapshot} from '../model/snapshot.ts';
import type {HostReader, Transport} from '../transport/host.ts';
import {asksOn} from './asks-on.ts';
import {attempt} from './attempt.ts';
import {collectShared} from './collect-shared.ts';
import {gatherUnits} from './gathered-units.ts';
import {PeerPings, withPings} from './peer-pings.ts';
import type {OwnWords} from './probe.ts';
import {ReachGate} from './reach-gate.ts';
import {perHostProbes} from './registry.ts';

export type CollectDeps = {
  readonly config: ClusterConfig;
  readonly transport: Pick<Transport, 'connection'>;
  readonly now: () => Instant;
  /** What was seen before: decides who is asked first, and lets a lost reading keep its last value for showing. */
  readonly previous?: Snapshot;
  /** No probe may take longer than this, whatever its own timeout. */
  readonly timeoutMs?: number;
  /** Once a host is lost, everything else ends this long after the start: for those who want an answer, not a poll. */
  readonly afterLossUntilMs?: number;
  /** false: peers are not asked about silent controllers again (the second of two quick looks). */
  readonly askPeers?: boolean;
};

/** Once one host answered, the others have this long: `status` must answer within 6 s while a controller is powered off. */
const patienceMs = 2_500;
/** From then on peers are asked about whoever is still silent; their pings end before our patience does. */
const lateAfterMs = 900;

type Target =
  | {readonly kind: 'controller'; readonly host: ControllerConfig}
  | {readonly kind: 'compute'; readonly host: ComputeNodeConfig};

/**
 * Never rejects: what fails reads `lost`, what is not enabled or not installed reads `none`. A host that cannot be reached
 * loses its other readings at the same moment and with the same error, so that it costs one timeout, not seven.
 */
export async function collect(probes: readonly ProbeId[], deps: CollectDeps, signal: AbortSignal): Promise<Snapshot> {
  const run = new Collection(new Set(probes), deps, signal);
  try {
    return await run.snapshot();
  } finally {
    run.close();
  }
}

class Collection {
  readonly #wanted: ReadonlySet<ProbeId>;
  readonly #deps: CollectDeps;
  readonly #signal: AbortSignal;
  readonly #targets: readonly Target[];
  readonly #gate: ReachGate;
  readonly #pings: PeerPings;
  readonly #readers = new Map<HostName, HostReader>();
  #ownGluster: Promise<OwnWords> | undefined;

  constructor(wanted: ReadonlySet<ProbeId>, deps: CollectDeps, signal: AbortSignal) {
    this.#wanted = wanted;
    this.#deps = deps;
    this.#signal = signal;
    this.#targets = [
      ...deps.config.nodes.controllers.map((host): Target => ({kind: 'controller', host})),
      ...deps.config.nodes.compute_nodes.map((host): Target => ({kind: 'compute', host})),
    ];
    const hosts = this.#targets.map((target) => target.host.hostname);
    this.#pings = new PeerPings(
      deps.config,
      (host) => this.#reader(host),
      (host) => this.#gate.giveUp(host),
      signal,
    );
    const options = {
      reachIsAsked: wanted.has('reach'),
      patienceMs,
      lateAfterMs,
      afterLossUntilMs: deps.afterLossUntilMs,
      onLate: (reached: readonly HostName[], silent: readonly HostName[]) => {
        if (deps.askPeers !== false) this.#pings.ask(reached, silent);
      },
    };
    this.#gate = new ReachGate(hosts, options, signal);
  }

  close(): void {
    this.#gate.close();
  }

  async snapshot(): Promise<Snapshot> {
    const [
      reach,
      host,
      glusterfs,
      mariadb,
      redis,
      slurm,
      keepalived,
      web,
      survey,
      galeraRecovery,
      glusterVolume,
      slurmCluster,
    ] = await Promise.all([
      this.#column('reach'),
      this.#column('host'),
      this.#glusterfs(),
      this.#column('mariadb'),
      this.#column('redis'),
      this.#column('slurm'),
      this.#column('keepalived'),
      this.#column('web'),
      this.#column('survey'),
      this.#column('galeraRecovery'),
      this.#shared('glusterVolume'),
      this.#shared('slurmCluster'),
    ]);
    return {
      cluster: this.#deps.config.cluster.name,
      at: this.#deps.now(),
      hosts: {
        reach: withPings(reach, await this.#pings.heard()),
        host,
        glusterfs,
        mariadb,
        redis,
        slurm,
        keepalived,
        web,
        survey,
        galeraRecovery,
      },
      shared: {glusterVolume, slurmCluster},
    };
  }

  /** One probe on every host it belongs to. */
  async #column<P extends PerHostProbe>(id: P): Promise<Readonly<Record<HostName, Reading<PerHostFacts[P]>>>> {
    if (!this.#wanted.has(id)) return {};
    const hosts = this.#targets.filter((target) => target.kind === 'controller' || this.#asksComputeNodes(id));
    const readings = await Promise.all(
      hosts.map(async (target) => {
        const reading = await this.#readHost(id, target);
        const before: Reading<PerHostFacts[P]> | undefined = this.#deps.previous?.hosts[id][target.host.hostname];
        return [target.host.hostname, withLast(reading, before)] as const;
      }),
    );
    return Object.fromEntries(readings);
  }

  /** A survey is for all hosts; whether a compute node is reached matters only to those who survey it. */
  #asksComputeNodes(id: PerHostProbe): boolean {
    return id === 'survey' || (id === 'reach' && this.#wanted.has('survey'));
  }

  async #readHost<P extends PerHostProbe>(id: P, target: Target): Promise<Reading<PerHostFacts[P]>> {
    const host = target.host.hostname;
    const {config, now} = this.#deps;
    if (target.kind === 'controller' && !asksOn(id, target.host, config)) return {kind: 'none', why: 'not-enabled'};
    const definition = perHostProbes[id];
    const reading = await attempt<PerHostFacts[P]>(
      async (signal) => {
        return definition.read(
          this.#reader(host),
          {config, controller: target.host} as Parameters<typeof definition.read>[1],
          signal,
        );
      },
      {where: host, timeoutMs: this.#limit(definition.timeoutMs), now, signal: this.#gate.signalFor(host, id)},
    );
    if (id === 'reach') this.#gate.settle(host, reading);
    return reading;
  }

  /** One reader a host and collection: what several probes ask of the service manager goes out as one command. */
  #reader(host: HostName): HostReader {
    const known = this.#readers.get(host);
    if (known !== undefined) return known;
    const reader = gatherUnits(this.#deps.transport.connection(host).reader, this.#gate.signalFor(host, 'shared'));
    this.#readers.set(host, reader);
    return reader;
  }

  async #shared<P extends PerClusterProbe>(id: P): Promise<Reading<PerClusterFacts[P]>> {
    if (!this.#wanted.has(id)) return notAsked;
    const before = this.#deps.previous;
    const reading = await collectShared(id, {
      config: this.#deps.config,
      transport: this.#deps.transport,
      now: this.#deps.now,
      ownWords: () => this.#ownWords(),
      previous: before ?? emptySnapshot(this.#deps.config.cluster.name, this.#deps.now()),
      gate: this.#gate,
      limit: (timeoutMs) => this.#limit(timeoutMs),
      signal: this.#signal,
    });
    return withLast(reading, before?.shared[id]);
  }

  /** Gluster of each controller: this collection's own readings where it makes them, else what was seen before. */
  async #ownWords(): Promise<OwnWords> {
    return this.#wanted.has('glusterfs') ? this.#glusterfs() : (this.#deps.previous?.hosts.glusterfs ?? {});
  }

  #glusterfs(): Promise<OwnWords> {
    this.#ownGluster ??= this.#column('glusterfs');
    return this.#ownGluster;
  }

  #limit(timeoutMs: number): number {
    return Math.min(timeoutMs, this.#deps.timeoutMs ?? timeoutMs);
  }
}
