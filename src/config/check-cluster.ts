// Checks what no single key can tell: duplicates, the VIP's place, replica counts, quorums, references between sections.

import type {ConfigMessage, KeyPath} from './message.ts';
import {nearestWord} from './nearest.ts';
import {controllersOf} from './order.ts';
import {defaultPriority} from './resolve.ts';
import type {ClusterConfig} from './schema.ts';
import {messageAt, type YamlSource} from './yaml-source.ts';

type Report = (level: ConfigMessage['level'], path: KeyPath, what: string, hint?: string) => void;

/** All messages about the cluster as a whole. `config` is resolved; positions come from the source. Pure. */
export function checkCluster(config: ClusterConfig, source: YamlSource): readonly ConfigMessage[] {
  const messages: ConfigMessage[] = [];
  const report: Report = (level, path, what, hint) => {
    messages.push(messageAt(source, path, level, what, hint));
  };
  const places = placesOf(config, source);
  checkDuplicates(config, places, report);
  checkVip(config, places, report);
  checkPriorities(config, places, report);
  checkGluster(config, report);
  checkDatabase(config, report);
  checkRedis(config, report);
  checkSlurm(config, report);
  checkSecrets(config, report);
  return messages;
}

type Places = {readonly controller: (name: string) => KeyPath; readonly compute: (name: string) => KeyPath};

/** The resolved controllers are sorted; the file's order gives the positions. */
function placesOf(_config: ClusterConfig, source: YamlSource): Places {
  const names = (section: 'controllers' | 'compute_nodes'): readonly unknown[] => {
    const nodes =
      isRecord(source.value) && isRecord(source.value['nodes']) ? source.value['nodes'][section] : undefined;
    return Array.isArray(nodes) ? nodes.map((node: unknown) => (isRecord(node) ? node['hostname'] : undefined)) : [];
  };
  const finder = (section: 'controllers' | 'compute_nodes') => {
    const list = names(section);
    return (name: string): KeyPath => ['nodes', section, Math.max(0, list.indexOf(name))];
  };
  return {controller: finder('controllers'), compute: finder('compute_nodes')};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkDuplicates(config: ClusterConfig, places: Places, report: Report): void {
  const hosts = [
    ...config.nodes.controllers.map((host, index) => ({host, path: places.controller(host.hostname), index})),
    ...config.nodes.compute_nodes.map((host, index) => ({host, path: places.compute(host.hostname), index})),
  ];
  const names = new Set<string>();
  const addresses = new Map<string, string>();
  for (const {host, path} of hosts) {
    if (names.has(host.hostname)) {
      report(
        'error',
        [...path, 'hostname'],
        `"${host.hostname}" is the name of two hosts`,
        'give every host a name of its own',
      );
    }
    names.add(host.hostname);
    const holder = addresses.get(host.ip_address);
    if (holder !== undefined) {
      report(
        'error',
        [...path, 'ip_address'],
        `${host.ip_address} is also the address of ${holder}`,
        'give every host an address of its own',
      );
    }
    addresses.set(host.ip_address, host.hostname);
  }
  const holder = addresses.get(config.network.vip);
  if (holder !== undefined) {
    report(
      'error',
      ['network', 'vip'],
      `${config.network.vip} is the address of ${holder}`,
      'the VIP must be an address that no machine has',
    );
  }
}

function checkVip(config: ClusterConfig, places: Places, report: Report): void {
  const owners = config.nodes.controllers.filter((controller) => controller.vip_owner);
  if (owners.length > 1) {
    const names = owners.map((owner) => owner.hostname).join(' and ');
    for (const owner of owners.slice(1)) {
      report(
        'error',
        [...places.controller(owner.hostname), 'vip_owner'],
        `${names} are all vip_owner`,
        'leave vip_owner: true on one controller',
      );
    }
  }
  const [owner] = owners;
  if (owner !== undefined && !owner.services.keepalived) {
    report(
      'error',
      [...places.controller(owner.hostname), 'vip_owner'],
      `${owner.hostname} is vip_owner but has keepalived: false`,
      'enable keepalived there or name another owner',
    );
  }
  const holders = controllersOf(config, 'keepalived');
  const {vip, vip_prefix: prefix} = config.network;
  if (holders.length > 0 && !holders.some((controller) => sameNetwork(controller.ip_address, vip, prefix))) {
    const networks = [
      ...new Set(holders.map((controller) => `${networkOf(controller.ip_address, prefix)}/${prefix}`)),
    ].join(', ');
    report(
      'error',
      ['network', 'vip'],
      `${vip} is in no controller's network (${networks})`,
      'choose a free address of that network, or set network.vip_prefix',
    );
  }
}

function checkPriorities(config: ClusterConfig, places: Places, report: Report): void {
  const seen = new Map<number, string>();
  for (const controller of config.nodes.controllers) {
    const other = seen.get(controller.priority);
    if (other !== undefined) {
      report(
        'error',
        [...places.controller(controller.hostname), 'priority'],
        `${controller.hostname} and ${other} both have priority ${controller.priority}`,
        `give them different ones, for example ${defaultPriority(0)}, ${defaultPriority(1)}, ${defaultPriority(2)}`,
      );
    }
    seen.set(controller.priority, controller.hostname);
  }
  if (config.nodes.controllers.length < 3) {
    report(
      'warning',
      ['nodes', 'controllers'],
      `${config.nodes.controllers.length} controllers cannot lose one and keep a quorum`,
      'three or five controllers tolerate one or two failures',
    );
  }
}

function checkGluster(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'glusterfs').length;
  if (members === 0) return;
  const {replica_count: replicas, arbiter, accept_replica_2: accepted} = config.storage.gluster;
  const path = ['storage', 'gluster', 'replica_count'];
  const bricks = replicas + (arbiter ? 1 : 0);
  if (bricks > members) {
    report(
      'error',
      path,
      `${bricks} bricks need ${bricks} controllers with glusterfs, but there are ${members}`,
      `add a controller, or set replica_count to ${members}`,
    );
  }
  if (arbiter && replicas !== 2) {
    report(
      'error',
      ['storage', 'gluster', 'arbiter'],
      `an arbiter belongs to replica_count 2, not ${replicas}`,
      'remove arbiter, or set replica_count: 2',
    );
  }
  if (!arbiter && replicas % 2 === 0) {
    if (replicas === 2 && accepted) {
      report('warning', path, 'replica 2 without an arbiter is accepted: it cannot be both available and safe');
    } else {
      report(
        'error',
        path,
        `replica ${replicas} without an arbiter splits its brain or stops`,
        'use replica_count: 3, or replica_count: 2 with arbiter: true (or accept_replica_2: true if you mean it)',
      );
    }
  }
  if (replicas === 1) report('warning', path, 'replica 1 keeps one copy: losing that controller loses the files');
}

function checkDatabase(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'mariadb').length;
  const spare = config.nodes.controllers.length - members;
  if (members === 0 || members % 2 === 1) return;
  if (!config.database.arbitrator || spare === 0) {
    report(
      'warning',
      ['nodes', 'controllers'],
      `${members} database nodes without an arbitrator: a split in half stops both halves`,
      'use three or five, or leave one controller with mariadb: false for the arbitrator',
    );
  }
}

function checkRedis(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'redis').length;
  if (members === 0) return;
  const {mode, sentinel} = config.redis;
  if (mode === 'cluster' && members < 3) {
    report(
      'error',
      ['redis', 'mode'],
      `cluster mode needs three controllers with redis, but there are ${members}`,
      'use mode: sentinel, or add controllers',
    );
  }
  if (mode === 'sentinel' && sentinel.quorum > members) {
    report(
      'error',
      ['redis', 'sentinel', 'quorum'],
      `a quorum of ${sentinel.quorum} can never be reached by ${members} sentinels`,
      `set it to ${Math.floor(members / 2) + 1}`,
    );
  }
  if (mode === 'sentinel' && members < 3) {
    report(
      'warning',
      ['redis', 'mode'],
      `${members} sentinels cannot fail over when one of them dies`,
      'three sentinels are the least that can',
    );
  }
}

function checkSlurm(config: ClusterConfig, report: Report): void {
  const members = controllersOf(config, 'slurm');
  if (members.length === 0) return;
  for (const controller of members.filter((candidate) => !candidate.services.glusterfs)) {
    report(
      'error',
      ['nodes', 'controllers'],
      `${controller.hostname} has slurm but not glusterfs, where slurmctld keeps its state`,
      `enable glusterfs on ${controller.hostname}, or set slurm: false there`,
    );
  }
  if (config.slurm.accounting && !members.some((controller) => controller.services.mariadb)) {
    report(
      'error',
      ['slurm', 'accounting'],
      'slurmdbd needs a controller with both slurm and mariadb',
      'enable mariadb on one of them, or set accounting: false',
    );
  }
  const nodes = config.nodes.compute_nodes.map((node) => node.hostname);
  if (nodes.length === 0) {
    report(
      'warning',
      ['nodes', 'compute_nodes'],
      'slurmctld does not start without a compute node; phase 4 refuses',
      'name at least one under nodes.compute_nodes, or set slurm: false on every controller',
    );
  }
  config.slurm.partitions.forEach((partition, index) => {
    if (partition.nodes === 'ALL') return;
    partition.nodes.forEach((name, place) => {
      if (nodes.includes(name)) return;
      const near = nearestWord(name, nodes);
      report(
        'error',
        ['slurm', 'partitions', index, 'nodes', place],
        `no compute node is called "${name}"`,
        near === undefined ? `known: ${nodes.join(', ') || 'none'}` : `did you mean "${near}"?`,
      );
    });
  });
  if (config.slurm.partitions.filter((partition) => partition.default).length > 1) {
    report('error', ['slurm', 'partitions'], 'more than one partition is the default', 'leave default: true on one');
  }
}

function checkSecrets(config: ClusterConfig, report: Report): void {
  const need = (missing: boolean, path: KeyPath, what: string, hint: string): void => {
    if (missing) report('error', path, what, hint);
  };
  const database = controllersOf(config, 'mariadb').length > 0;
  const slurmDb = controllersOf(config, 'slurm').length > 0 && config.slurm.accounting;
  need(
    database && config.database.password === undefined,
    ['database', 'password'],
    'the database needs an administrator password',
    'set database.password: ${DB_ROOT_PASSWORD} and define DB_ROOT_PASSWORD under environment:',
  );
  need(
    slurmDb && config.slurm.db_password === undefined,
    ['slurm', 'db_password'],
    'slurmdbd needs a database password',
    'define DB_SLURM_PASSWORD under environment:',
  );
  need(
    controllersOf(config, 'redis').length > 0 && config.redis.password === undefined,
    ['redis', 'password'],
    'redis needs a password',
    'set redis.password: ${REDIS_PASSWORD} and define REDIS_PASSWORD under environment:',
  );
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function networkNumber(address: string, prefix: number): number {
  return Math.floor(toNumber(address) / 2 ** (32 - prefix));
}

function sameNetwork(a: string, b: string, prefix: number): boolean {
  return networkNumber(a, prefix) === networkNumber(b, prefix);
}

function networkOf(address: string, prefix: number): string {
  const first = networkNumber(address, prefix) * 2 ** (32 - prefix);
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}
