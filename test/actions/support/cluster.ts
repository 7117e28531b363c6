// A configuration and snapshots to plan from: three controllers, bare or deployed, as the probes would read them.

import {resolveConfig} from '../../../src/config/resolve.ts';
import {type ClusterConfig, clusterSchema} from '../../../src/config/schema.ts';
import type {GaleraFacts, GlusterFacts, SurveyFacts, UnitFacts} from '../../../src/model/facts.ts';
import type {Plan, PlanResult, Step} from '../../../src/model/plan.ts';
import type {Reading} from '../../../src/model/reading.ts';
import {emptySnapshot, type Snapshot} from '../../../src/model/snapshot.ts';

export const historyA = 'd612cea9-e707-11f1-a5f2-8f10a0a773d5';
export const historyB = '0f0f0f0f-e707-11f1-a5f2-8f10a0a773d5';

type Tree = {readonly [key: string]: unknown};

/** `controllers` controllers with everything enabled and one compute node; `over` replaces top-level sections. */
export function configOf(controllers = 3, over: Tree = {}, services: readonly Tree[] = []): ClusterConfig {
  const raw = {
    cluster: {name: 'test'},
    nodes: {
      controllers: Array.from({length: controllers}, (_, index) => ({
        hostname: `server${index + 1}`,
        ip_address: `10.0.0.${101 + index}`,
        services: services[index] ?? {},
      })),
      compute_nodes: [{hostname: 'node001', ip_address: '10.0.0.201', cpus: 4, memory: 8000}],
    },
    network: {vip: '10.0.0.100'},
    database: {password: 'p-admin', auth_password: 'p-auth'},
    slurm: {db_password: 'p-slurm'},
    redis: {password: 'p-redis'},
    ...over,
  };
  return resolveConfig(clusterSchema.parse(raw), {});
}

export function seen<T>(value: T): Reading<T> {
  return {kind: 'seen', value, at: 0, tookMs: 1};
}

export function lost(what: string): Reading<never> {
  return {kind: 'lost', error: {code: 'unreachable', what}, at: 0};
}

export const notDeployed: Reading<never> = {kind: 'none', why: 'not-deployed'};

export function unit(name: string, active: string): UnitFacts {
  return {
    unit: name,
    active,
    sub: active === 'active' ? 'running' : 'dead',
    mainPid: active === 'active' ? 7 : 0,
    restarts: 0,
    enabled: 'enabled',
  };
}

export function survey(address: string, over: Partial<SurveyFacts> = {}): SurveyFacts {
  return {
    hostname: null,
    os: {id: 'debian', version: '12', codename: 'bookworm'},
    architecture: 'x86_64',
    cpus: 8,
    memoryBytes: 64e9,
    rootDiskBytes: 500e9,
    virtualisation: 'none',
    packages: {},
    interfaces: [{name: 'eth0', addresses: [`${address}/24`]}],
    glusterVolumes: [],
    glusterPeers: [],
    brick: 'absent',
    mungeKeyDigest: null,
    slurmClusterName: null,
    slurmPrefixVersion: null,
    redisData: false,
    redisClusterEnabled: false,
    cgroupControllersDelegated: true,
    grafana: null,
    firewallForeignTables: [],
    ...over,
  };
}

/** Every machine reachable and freshly installed. */
export function bareSnapshot(config: ClusterConfig): Snapshot {
  const snapshot = emptySnapshot(config.cluster.name, 0);
  const hosts = [...config.nodes.controllers, ...config.nodes.compute_nodes];
  const each = <T>(
    of: readonly {readonly hostname: string; readonly ip_address: string}[],
    make: (address: string) => T,
  ) => Object.fromEntries(of.map(({hostname, ip_address}) => [hostname, make(ip_address)]));
  const controllers = config.nodes.controllers;
  return {
    ...snapshot,
    hosts: {
      ...snapshot.hosts,
      reach: each(hosts, () => seen({user: 'root', root: true, rttMs: 1})),
      survey: each(hosts, (address) => seen(survey(address))),
      glusterfs: each(controllers, () => notDeployed),
      mariadb: each(controllers, () => notDeployed),
      redis: each(controllers, () => notDeployed),
      slurm: each(controllers, () => notDeployed),
      keepalived: each(controllers, () => notDeployed),
    },
  };
}

type PerHost = Snapshot['hosts'];

/** The snapshot with some readings of one probe replaced. */
export function withReadings<P extends keyof PerHost>(snapshot: Snapshot, probe: P, readings: PerHost[P]): Snapshot {
  return {...snapshot, hosts: {...snapshot.hosts, [probe]: {...snapshot.hosts[probe], ...readings}}};
}

export function stopped(over: Partial<GaleraFacts> = {}): GaleraFacts {
  return {
    unit: unit('mariadb.service', 'inactive'),
    process: 'none',
    status: null,
    variables: null,
    sqlError: 'no socket',
    grastate: null,
    gvwstate: 'none',
    configuredAddress: null,
    configuredName: null,
    bootstrapLeftovers: [],
    datadir: 'fresh',
    databases: [],
    arbitrator: null,
    ...over,
  };
}

/** A stopped member: its grastate.dat as it was left. */
export function rested(seqno: bigint, safe: boolean, uuid = historyA): GaleraFacts {
  return stopped({
    grastate: {uuid, seqno, safeToBootstrap: safe},
    configuredName: 'test',
    datadir: 'data',
    databases: ['slurm_acct_db'],
  });
}

export function running(over: Partial<Record<string, string>> = {}, uuid = historyA): GaleraFacts {
  return {
    ...rested(-1n, false, uuid),
    unit: unit('mariadb.service', 'active'),
    process: 'running',
    sqlError: null,
    status: {
      wsrep_cluster_status: 'Primary',
      wsrep_cluster_state_uuid: uuid,
      wsrep_cluster_size: '3',
      wsrep_local_state: '4',
      wsrep_last_committed: '100',
      wsrep_local_state_comment: 'Synced',
      ...(over as Record<string, string>),
    },
    variables: {wsrep_on: 'ON', wsrep_cluster_name: 'test'},
  };
}

export function gluster(active = 'active'): GlusterFacts {
  return {
    unit: unit('glusterd.service', active),
    version: '10.3',
    uuid: 'u',
    peers: [],
    mount: null,
    mountInFstab: true,
    mountAnswers: null,
    mountError: null,
    brickProcesses: [],
    selfHealProcess: false,
    brickIndex: null,
    brickLinks: null,
    writeCheckAgeSeconds: null,
  };
}

/** The plan, or a failure that shows why there is none. */
export function planOf(result: PlanResult): Plan {
  if (result.kind === 'plan') return result.plan;
  throw new Error(`no plan: ${JSON.stringify(result)}`);
}

export function codesOf(result: PlanResult): readonly string[] {
  return result.kind === 'refusal' ? result.findings.map(({code, where}) => `${code}@${where}`) : [];
}

export function stepTitles(steps: readonly Step[], on?: string): readonly string[] {
  return steps.filter((step) => on === undefined || step.on === on).map(({title}) => title);
}
