// A healthy cluster of three with everything on it, and its readings, for tests of actions that move something.

import type {KeepalivedFacts, RedisFacts, SlurmFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {bareSnapshot, configOf, gluster, running, seen, unit, withReadings} from './cluster.ts';
import {instance, slurm} from './parts.ts';
import {withVolume} from './volume.ts';

export const config = configOf(3, {slurm: {db_password: 'x', controller_timeout: 10}});
export const hosts = ['server1', 'server2', 'server3'] as const;

export function vrrp(over: Partial<KeepalivedFacts> = {}): KeepalivedFacts {
  return {
    unit: unit('keepalived.service', 'active'),
    vipOn: null,
    mac: 'aa:00:00:00:00:01',
    neighbourMac: null,
    neighbourState: null,
    vrrpState: 'BACKUP',
    lastTransitionAt: 0,
    transitions10min: 0,
    transitions: [],
    maintenance: null,
    checks: {galera: true, gluster: true},
    now: 10_000_000,
    ...over,
  };
}

export const owner = vrrp({vipOn: 'eth0', vrrpState: 'MASTER'});
export const replica = {role: 'slave', master_link_status: 'up', slave_repl_offset: '100', master_host: '10.0.0.101'};
export const master = {role: 'master', master_repl_offset: '100'};

export function redis(info: Readonly<Record<string, string>>, names = '10.0.0.101'): RedisFacts {
  const sentinel = {
    unit: unit('redis-sentinel.service', 'active'),
    master: {ip: names},
    sentinels: [],
    replicas: [],
    quorumCheck: 'OK 3 usable Sentinels',
    tilt: false,
    error: null,
  };
  return {instances: [instance(info)], sentinel};
}

export function controller(over: Partial<SlurmFacts> = {}): SlurmFacts {
  return slurm({
    conf: {
      clusterName: 'test',
      controllers: [...hosts],
      stateSaveLocation: '/mnt/glusterfs/slurm/state',
      controllerTimeoutSeconds: 10,
      accountingHost: null,
      accountingBackupHost: null,
      maxDbdMessages: null,
      maxJobCount: null,
    },
    heartbeat: {index: 0, writtenAt: 100, ageSeconds: 1, digest: 'x'},
    stateLocation: {path: '/mnt/glusterfs', fstype: 'fuse.glusterfs'},
    ping: hosts.map((host, index) => ({role: `${index}`, host, up: true})),
    ...over,
  });
}

/** A healthy cluster with the address, the master and control on server1. */
export function healthy(): Snapshot {
  const mounted = {
    ...gluster(),
    mount: {path: '/mnt/glusterfs', source: 'x', fstype: 'fuse.glusterfs', options: ''},
    mountAnswers: true,
    writeCheckAgeSeconds: 3,
  };
  const each = <T>(make: (host: string) => T) => Object.fromEntries(hosts.map((host) => [host, seen(make(host))]));
  let snapshot = bareSnapshot(config);
  snapshot = withReadings(
    snapshot,
    'keepalived',
    each((host) => (host === 'server1' ? owner : vrrp())),
  );
  snapshot = withReadings(
    snapshot,
    'mariadb',
    each(() => running()),
  );
  snapshot = withReadings(
    snapshot,
    'glusterfs',
    each(() => mounted),
  );
  snapshot = withReadings(
    snapshot,
    'redis',
    each((host) => redis(host === 'server1' ? master : replica)),
  );
  snapshot = withReadings(
    snapshot,
    'slurm',
    each(() => controller()),
  );
  return withVolume(snapshot);
}
