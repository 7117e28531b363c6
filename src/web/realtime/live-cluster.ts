// The cluster as this controller knows it: its own readings by the ordinary probes, its peers' as they offer them, judged as everywhere.

import {hostPollTasks, initialSnapshot, watchedMs} from '../../cli/console/poll-tasks.ts';
import {watchChanges} from '../../cli/console/watch-changes.ts';
import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import type {PerClusterProbe, Snapshot} from '../../model/snapshot.ts';
import type {Judgement} from '../../model/verdict.ts';
import {asksOn} from '../../probes/asks-on.ts';
import {judge} from '../../probes/judge.ts';
import {perClusterProbes} from '../../probes/registry.ts';
import type {Poller, PollTask} from '../../state/poller.ts';
import {startPoller} from '../../state/poller.ts';
import type {HostConnection} from '../../transport/host.ts';
import type {AskPeer} from './ask-peer.ts';
import {ageOut, foldOffer, foldSilence} from './fold-offer.ts';
import type {Offer} from './offered-readings.ts';
import {OfferedReadings} from './offered-readings.ts';
import {sharedTask} from './shared-task.ts';

export type LiveClusterDeps = {
  readonly config: ClusterConfig;
  readonly own: ControllerConfig;
  readonly connection: Pick<HostConnection, 'reader' | 'follow'>;
  /** Controllers with web services, this one left out. */
  readonly peers: readonly AskPeer[];
  readonly boot: string;
  readonly now: () => number;
  readonly listener: (judgement: Judgement, snapshot: Snapshot) => void;
  /** A bug; looking goes on. */
  readonly failed: (thrown: unknown) => void;
};

export type LiveCluster = {
  offer(boot: string, after: number): Offer;
  stop(): void;
};

const peerMs = 1_000;

/** Starts looking at once; nothing but `stop` ends it. */
export function startLiveCluster(deps: LiveClusterDeps): LiveCluster {
  const {config, own, now} = deps;
  const offered = new OfferedReadings(own.hostname, deps.boot);
  const ours = new Set<PerClusterProbe>();
  let changes = 0;
  const transport = {connection: () => asConnection(deps)};
  const shared = (Object.keys(perClusterProbes) as PerClusterProbe[]).map((id) =>
    sharedTask(id, {
      config,
      node: own.hostname,
      reader: deps.connection.reader,
      now,
      startedAt: now(),
      elected: (probe, isOurs) => void (isOurs ? ours.add(probe) : ours.delete(probe)),
    }),
  );
  const poke = (keys: readonly string[] | undefined): void => poller.poke(keys);
  const poller: Poller = startPoller({
    tasks: [
      ...hostPollTasks([own], {config, transport, now}),
      ...shared,
      ...deps.peers.map((peer) => peerTask(peer, deps, () => poke(undefined))),
      ...withoutWeb(deps).map((host) => silentTask(host, deps)),
    ],
    initial: initialSnapshot({config, now}),
    judge: (snapshot, history) => judge({snapshot: ageOut(snapshot, now()), config, history}),
    now,
    listener: (judgement, snapshot) => {
      offered.take(snapshot, ours);
      deps.listener(judgement, ageOut(snapshot, now()));
    },
    isWatched: (key) => watch.covers(key),
    beatLateMs: beatLateMs(deps),
    failed: deps.failed,
  });
  const watch = watchChanges({
    config: {...config, nodes: {...config.nodes, controllers: [own]}},
    transport,
    poke: (keys) => {
      changes += 1;
      poke(keys);
    },
    told: () => undefined,
  });
  return {
    offer: (boot, after) => offered.since(boot, after, now(), changes),
    stop: () => {
      watch.stop();
      poller.stop();
      for (const peer of deps.peers) peer.close();
    },
  };
}

/** Controllers look in turn: often they share disks or a hypervisor, and each one's files and database wait for the others'. */
function beatLateMs({config, own}: LiveClusterDeps): number {
  const names = config.nodes.controllers.map(({hostname}) => hostname);
  const shortest = Math.min(...Object.values(watchedMs).filter((ms) => ms > 0));
  return Math.round((names.indexOf(own.hostname) / names.length) * shortest);
}

/** One fetch brings all that the peer has newly read; a change that it tells of is a reason to look at ourselves too. */
function peerTask(peer: AskPeer, {config, now}: LiveClusterDeps, onChange: () => void): PollTask {
  const {hostname} = peer.peer;
  const controller = config.nodes.controllers.find((each) => each.hostname === hostname);
  let changes: number | undefined;
  return {
    key: `peer@${hostname}`,
    intervalMs: peerMs,
    async read(_snapshot, signal) {
      try {
        const heard = await peer.ask(signal);
        if (changes !== undefined && heard.offer.changes !== changes) onChange();
        changes = heard.offer.changes;
        return {answered: true, fold: (latest) => foldOffer(latest, hostname, heard)};
      } catch (thrown) {
        const error = toHpchaError(thrown, hostname);
        const asked = (id: Parameters<typeof asksOn>[0]): boolean =>
          controller !== undefined && asksOn(id, controller, config);
        return {answered: false, fold: (latest) => foldSilence(latest, hostname, error, now(), asked)};
      }
    },
  };
}

/** A controller without web services tells nobody anything: lost, with the reason, and judged by its peers. */
function silentTask(controller: ControllerConfig, {config, now}: LiveClusterDeps): PollTask {
  const what = 'it runs no web services, so nothing is known from itself';
  const error = new HpchaError({code: 'unreachable', where: controller.hostname, what});
  return {
    key: `peer@${controller.hostname}`,
    intervalMs: 10_000,
    read: async () => ({
      answered: false,
      fold: (latest) => foldSilence(latest, controller.hostname, error, now(), (id) => asksOn(id, controller, config)),
    }),
  };
}

function withoutWeb({config, own, peers}: LiveClusterDeps): readonly ControllerConfig[] {
  const known = new Set<HostName>([own.hostname, ...peers.map(({peer}) => peer.hostname)]);
  return config.nodes.controllers.filter(({hostname}) => !known.has(hostname));
}

/** Only its looking half is ever used; a writer does not exist in this process. */
function asConnection({connection, own}: LiveClusterDeps): HostConnection {
  const nothing = (): never => {
    throw new HpchaError({code: 'bug', where: own.hostname, what: 'a web service cannot change anything'});
  };
  const {reader, follow} = connection;
  const {hostname: host, ip_address: address} = own;
  return {
    host,
    reader,
    follow,
    inspector: {host, readFile: nothing, inspect: nothing, query: nothing, redis: nothing},
    writer: {host, address, run: nothing, writeFile: nothing, sql: nothing, redis: nothing},
    close: async () => undefined,
  };
}
