// Readings of a healthy cluster, and ways to break them one by one: what the judges are tested on.

import {expect} from 'vitest';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {GaleraFacts, GlusterFacts, GlusterVolumeFacts, HostFacts, UnitFacts} from '../../../src/model/facts.ts';
import {languages} from '../../../src/model/message.ts';
import {findingText} from '../../../src/model/messages.ts';
import type {Reading} from '../../../src/model/reading.ts';
import type {HostName} from '../../../src/model/service.ts';
import {emptySnapshot, type Snapshot} from '../../../src/model/snapshot.ts';
import type {Judgement} from '../../../src/model/verdict.ts';
import {configOf} from '../../actions/support/cluster.ts';

export {configOf};

export const at = 1_700_000_000_000;
export const uuidA = 'd612cea9-e707-11f1-a5f2-8f10a0a773d5';
export const uuidB = '0f0f0f0f-e707-11f1-a5f2-8f10a0a773d5';
/** 2^64-1: how Galera writes "no view". */
export const noView = '18446744073709551615';

export function seen<T>(value: T, when = at): Reading<T> {
  return {kind: 'seen', value, at: when, tookMs: 5};
}

export function lost(what = 'connection timed out', when = at): Reading<never> {
  return {kind: 'lost', error: {code: 'unreachable', what}, at: when};
}

export function unit(name: string, active = 'active'): UnitFacts {
  const runs = active === 'active';
  return {unit: name, active, sub: runs ? 'running' : 'dead', mainPid: runs ? 7 : 0, restarts: 0, enabled: 'enabled'};
}

export function addressesOf(config: ClusterConfig, hosts: readonly HostName[]): string {
  return hosts
    .map((host) => `${config.nodes.controllers.find((each) => each.hostname === host)?.ip_address ?? host}:3306`)
    .join(',');
}

/** Status of a Synced member of a Primary component of these hosts. */
export function galeraStatus(
  config: ClusterConfig,
  members: readonly HostName[],
  over: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    Threads_connected: '3',
    wsrep_cluster_status: 'Primary',
    wsrep_cluster_size: String(members.length),
    wsrep_cluster_state_uuid: uuidA,
    wsrep_local_state_uuid: uuidA,
    wsrep_cluster_conf_id: '3',
    wsrep_local_state: '4',
    wsrep_local_state_comment: 'Synced',
    wsrep_ready: 'ON',
    wsrep_connected: 'ON',
    wsrep_last_committed: '100',
    wsrep_incoming_addresses: addressesOf(config, members),
    wsrep_evs_state: 'OPERATIONAL',
    wsrep_evs_delayed: '',
    wsrep_evs_evict_list: '',
    wsrep_local_recv_queue: '0',
    wsrep_local_send_queue: '0',
    wsrep_flow_control_paused_ns: '0',
    wsrep_desync_count: '0',
    wsrep_provider_version: '26.4.23',
    ...over,
  };
}

export function nonPrimary(config: ClusterConfig, host: HostName): Readonly<Record<string, string>> {
  return galeraStatus(config, [host], {
    wsrep_cluster_status: 'non-Primary',
    wsrep_cluster_conf_id: noView,
    wsrep_local_state: '0',
    wsrep_local_state_comment: 'Initialized',
    wsrep_ready: 'OFF',
  });
}

export function galera(
  config: ClusterConfig,
  status: Readonly<Record<string, string>> | null,
  over: Partial<GaleraFacts> = {},
): GaleraFacts {
  const all = config.nodes.controllers.filter((each) => each.services.mariadb).map((each) => each.ip_address);
  return {
    unit: unit('mariadb.service', status === null ? 'inactive' : 'active'),
    process: status === null ? 'none' : 'running',
    status,
    variables:
      status === null
        ? null
        : {
            wsrep_on: 'ON',
            innodb_flush_log_at_trx_commit: '1',
            max_connections: '151',
            read_only: 'OFF',
            version: '10.11.19',
          },
    sqlError: status === null ? 'nothing listens on /run/mysqld/mysqld.sock' : null,
    grastate: {uuid: uuidA, seqno: -1n, safeToBootstrap: false},
    gvwstate: status === null ? 'none' : 'present',
    configuredAddress: `gcomm://${all.join(',')}`,
    configuredName: 'test',
    bootstrapLeftovers: [],
    datadir: 'data',
    databases: [],
    arbitrator: null,
    ...over,
  };
}

export function gluster(config: ClusterConfig, host: HostName, over: Partial<GlusterFacts> = {}): GlusterFacts {
  const others = config.nodes.controllers.filter((each) => each.services.glusterfs && each.hostname !== host);
  return {
    unit: unit('glusterd.service'),
    version: '100000',
    uuid: `uuid-${host}`,
    peers: others.map((each) => peer(each.hostname)),
    mount: {path: '/mnt/glusterfs', source: 'localhost:/data_volume', fstype: 'fuse.glusterfs', options: 'rw'},
    mountInFstab: true,
    mountAnswers: true,
    mountError: null,
    brickProcesses: ['/data/gluster/data_volume/brick'],
    selfHealProcess: true,
    brickIndex: {path: '/data/gluster/data_volume/brick', pending: 'empty'},
    brickLinks: [true, ...others.map(() => true)],
    writeCheckAgeSeconds: 4,
    ...over,
  };
}

export function peer(host: HostName, connected = true): GlusterFacts['peers'][number] {
  return {uuid: `uuid-${host}`, hostname: host, connected, state: 'Peer in Cluster'};
}

type Volume = NonNullable<GlusterVolumeFacts['volume']>;

export function volume(config: ClusterConfig, over: Partial<Volume> = {}): GlusterVolumeFacts {
  const hosts = config.nodes.controllers.slice(0, 3).map((each) => each.hostname);
  return {
    askedOf: 'server1',
    volumes: ['data_volume'],
    volume: {
      name: 'data_volume',
      type: 'Replicate',
      started: true,
      replicaCount: 3,
      arbiterCount: 0,
      bricks: hosts.map((host) => brick(host)),
      options: {'cluster.server-quorum-type': 'server', 'cluster.quorum-type': 'auto'},
      selfHealDaemons: Object.fromEntries(hosts.map((host) => [host, true])),
      ...over,
    },
  };
}

export function brick(host: HostName, over: Partial<Volume['bricks'][number]> = {}): Volume['bricks'][number] {
  const path = '/data/gluster/data_volume/brick';
  return {host, path, online: true, pid: 9, sizeBytes: null, freeBytes: null, healPending: 0, splitBrain: 0, ...over};
}

export function hostFacts(host: HostName, over: Partial<HostFacts> = {}): HostFacts {
  return {
    hostname: host,
    kernel: '6.18.0',
    os: {id: 'debian', version: '12', codename: 'bookworm', name: 'Debian GNU/Linux 12 (bookworm)'},
    cpus: 8,
    load1: 0.4,
    memory: {totalBytes: 64e9, availableBytes: 60e9},
    uptimeSeconds: 1000,
    disks: [{path: '/', sizeBytes: 100e9, usedBytes: 20e9, inodesUsedPercent: 3, readOnly: false}],
    clockOffsetMs: 0,
    timeSynchronised: true,
    failedUnits: [],
    units: [],
    pendingRestarts: [],
    leftovers: [],
    locked: false,
    ...over,
  };
}

/** Hosts, Gluster and Galera healthy everywhere; Redis, Slurm and keepalived not asked. */
export function healthy(config: ClusterConfig = configOf()): Snapshot {
  const controllers = config.nodes.controllers;
  const each = <T>(make: (host: HostName) => T): Readonly<Record<HostName, Reading<T>>> =>
    Object.fromEntries(controllers.map(({hostname}) => [hostname, seen(make(hostname))]));
  const servers = controllers.filter((one) => one.services.mariadb).map((one) => one.hostname);
  const empty = emptySnapshot(config.cluster.name, at);
  return {
    ...empty,
    hosts: {
      ...empty.hosts,
      reach: each(() => ({user: 'root', root: true, rttMs: 1})),
      host: each((host) => hostFacts(host)),
      glusterfs: each((host) => gluster(config, host)),
      mariadb: Object.fromEntries(servers.map((host) => [host, seen(galera(config, galeraStatus(config, servers)))])),
    },
    shared: {...empty.shared, glusterVolume: seen(volume(config))},
  };
}

type PerHost = Snapshot['hosts'];

export function withHost<P extends keyof PerHost>(snapshot: Snapshot, probe: P, readings: PerHost[P]): Snapshot {
  return {...snapshot, hosts: {...snapshot.hosts, [probe]: {...snapshot.hosts[probe], ...readings}}};
}

export function withVolume(snapshot: Snapshot, reading: Reading<GlusterVolumeFacts>): Snapshot {
  return {...snapshot, shared: {...snapshot.shared, glusterVolume: reading}};
}

/** Every reading of a host is lost, as it is when the host cannot be reached. */
export function unreachable(snapshot: Snapshot, host: HostName): Snapshot {
  const hosts = Object.fromEntries(
    Object.entries(snapshot.hosts).map(([probe, readings]) => [
      probe,
      host in readings ? {...readings, [host]: lost()} : readings,
    ]),
  );
  return {...snapshot, hosts: {...snapshot.hosts, ...hosts}};
}

/** `level code where` of each finding. Whatever is found must also read well: no hole left open, in either language. */
export function codesOf(judgement: Judgement): readonly string[] {
  for (const finding of judgement.findings) {
    for (const language of languages) expect(findingText(finding, language)).not.toMatch(/[{}]|undefined|NaN/);
  }
  return judgement.findings.map((finding) => `${finding.level} ${finding.code} ${finding.where}`);
}
