// A whole cluster put together from scenes recorded on real controllers, read by the real probes and judged by the real judges.

import {readFileSync} from 'node:fs';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {Instant, Reading} from '../../src/model/reading.ts';
import {withLast} from '../../src/model/reading.ts';
import type {HostName, ServiceId} from '../../src/model/service.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import type {Judgement} from '../../src/model/verdict.ts';
import {collect} from '../../src/probes/collect.ts';
import {judge} from '../../src/probes/judge.ts';
import {snapshotOf, transcriptOf} from './judged-scene.ts';
import {labConfig} from './lab-config.ts';
import type {Transcript} from './transcript.ts';
import {replay} from './transcript.ts';

export type RecordedScenes = {
  /** Of test/fixtures/look: host, Gluster and Galera. */
  readonly look?: string;
  readonly redis?: string;
  readonly mode?: 'sentinel' | 'cluster';
  readonly slurm?: string;
  readonly keepalived?: string;
};

export type RecordedCluster = {
  readonly config: ClusterConfig;
  readonly snapshot: Snapshot;
  readonly judgement: Judgement;
};

const seenAt: Instant = Date.UTC(2026, 10, 23, 3, 4, 19);

/** All that is not named is well. Every reading is of one moment. */
export async function recordedCluster(scenes: RecordedScenes = {}): Promise<RecordedCluster> {
  const config = labConfig({redis: {mode: scenes.mode ?? 'sentinel'}});
  const look = await lookSnapshot(scenes.look ?? 'healthy', config);
  const of = (service: ServiceId, name: string): Promise<Snapshot> =>
    snapshotOf(service, transcriptOf(service, name), config);
  const redis = await of('redis', scenes.redis ?? 'sentinel-healthy');
  const slurm = await of('slurm', scenes.slurm ?? 'healthy');
  const keepalived = await of('keepalived', scenes.keepalived ?? 'vip-healthy');
  const snapshot: Snapshot = {
    ...look,
    at: seenAt,
    hosts: {
      ...look.hosts,
      redis: redis.hosts.redis,
      slurm: slurm.hosts.slurm,
      keepalived: keepalived.hosts.keepalived,
    },
    shared: {...look.shared, slurmCluster: slurm.shared.slurmCluster},
  };
  return judged(atOneMoment(snapshot), config);
}

/** The same cluster after that controller stopped answering; what it said last is kept, as a console that watched would. */
export function withoutAnswer({snapshot, config}: RecordedCluster, host: HostName, silentMs: number): RecordedCluster {
  const at = snapshot.at + silentMs;
  const error = {code: 'timeout', what: `no answer from ${host} within 3.0 s`} as const;
  const lose = <T>(readings: Readonly<Record<HostName, Reading<T>>>): Readonly<Record<HostName, Reading<T>>> => {
    const before = readings[host];
    return before === undefined || before.kind === 'none'
      ? readings
      : {...readings, [host]: withLast({kind: 'lost', error, at}, before)};
  };
  const {hosts} = snapshot;
  const silent: Snapshot = {
    ...snapshot,
    at,
    hosts: {
      reach: lose(hosts.reach),
      host: lose(hosts.host),
      glusterfs: lose(hosts.glusterfs),
      mariadb: lose(hosts.mariadb),
      redis: lose(hosts.redis),
      slurm: lose(hosts.slurm),
      keepalived: lose(hosts.keepalived),
      web: hosts.web,
      survey: hosts.survey,
      galeraRecovery: hosts.galeraRecovery,
    },
  };
  return judged(silent, config);
}

function judged(snapshot: Snapshot, config: ClusterConfig): RecordedCluster {
  return {config, snapshot, judgement: judge({snapshot, config, history: []})};
}

/** The scenes of test/fixtures/look were recorded in another lab: its addresses become those of this one. */
async function lookSnapshot(name: string, config: ClusterConfig): Promise<Snapshot> {
  const text = readFileSync(new URL(`../fixtures/look/${name}.json`, import.meta.url), 'utf8');
  const transcript: Transcript = JSON.parse(text.replaceAll('10.77.7.', '10.77.1.'));
  const probes = ['reach', 'host', 'glusterfs', 'glusterVolume', 'mariadb'] as const;
  return collect(probes, {config, ...replay(transcript)}, new AbortController().signal);
}

/** Ages of readings that were recorded on different days would mean nothing. */
function atOneMoment(snapshot: Snapshot): Snapshot {
  const move = <T>(readings: Readonly<Record<HostName, Reading<T>>>): Readonly<Record<HostName, Reading<T>>> =>
    Object.fromEntries(Object.entries(readings).map(([host, reading]) => [host, moved(reading)]));
  const moved = <T>(reading: Reading<T>): Reading<T> => (reading.kind === 'none' ? reading : {...reading, at: seenAt});
  const {hosts, shared} = snapshot;
  return {
    ...snapshot,
    hosts: {
      ...hosts,
      reach: move(hosts.reach),
      host: move(hosts.host),
      glusterfs: move(hosts.glusterfs),
      mariadb: move(hosts.mariadb),
      redis: move(hosts.redis),
      slurm: move(hosts.slurm),
      keepalived: move(hosts.keepalived),
    },
    shared: {glusterVolume: moved(shared.glusterVolume), slurmCluster: moved(shared.slurmCluster)},
  };
}
