// The my_multihead_cluster.yaml of a lab: the same file that an administrator writes for real controllers, with passwords of its own.

import {createHash, randomBytes} from 'node:crypto';
import {MACHINE_INTERFACE, vipAddress} from './naming.ts';
import type {LabPaths} from './paths.ts';
import type {LabState} from './state.ts';

const VARIABLES = [
  'DB_ROOT_PASSWORD',
  'DB_SLURM_PASSWORD',
  'DB_AUTH_PASSWORD',
  'REDIS_PASSWORD',
  'SESSION_SECRET',
  'JWT_SECRET',
  'GRAFANA_PASSWORD',
] as const;

/** A new strong password (144 bits) for every variable. */
export function newPasswords(): Readonly<Record<string, string>> {
  return Object.fromEntries(VARIABLES.map((name) => [name, randomBytes(18).toString('base64url')]));
}

export function configHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

type Hardware = {readonly cpus: number; readonly memoryMb: number};

/** The whole file. `hardware` is what every machine sees (the host's processors) and the memory that Slurm may give to jobs. */
export function clusterYaml(
  paths: LabPaths,
  state: LabState,
  passwords: Readonly<Record<string, string>>,
  hardware: Hardware,
): string {
  const controllers = state.machines.filter((machine) => machine.role === 'controller');
  const nodes = state.machines.filter((machine) => machine.role === 'compute');
  return [
    `# Cluster of the lab "${state.name}", written by: hpcha-tui lab up`,
    'cluster:',
    `  name: ${state.name}`,
    '',
    '# Real controllers with real services in namespaces of this machine; drills that only a lab survives may run here.',
    'lab: true',
    '',
    'environment:',
    ...Object.entries(passwords).map(([name, value]) => `  ${name}: "${value}"`),
    '',
    'ssh:',
    '  user: root',
    `  identity_file: ${paths.key}`,
    `  known_hosts: ${paths.knownHosts}`,
    '  host_key: strict',
    '  config_file: false',
    '',
    'nodes:',
    '  controllers:',
    ...controllers.flatMap((machine, n) => controllerLines(machine.name, machine.address, n)),
    nodes.length === 0 ? '  compute_nodes: []' : '  compute_nodes:',
    ...nodes.flatMap((machine) => [
      `    - hostname: ${machine.name}`,
      `      ip_address: ${machine.address}`,
      `      cpus: ${hardware.cpus}`,
      `      memory: ${hardware.memoryMb}`,
    ]),
    '',
    ...serviceLines(vipAddress(state.index), controllers.length),
  ].join('\n');
}

/** Priorities fall from 100 in tens; beyond ten controllers in ones, so that they stay different and positive. */
function priorityOf(position: number): number {
  return position < 10 ? 100 - 10 * position : 19 - position;
}

function controllerLines(name: string, address: string, position: number): readonly string[] {
  return [
    `    - hostname: ${name}`,
    `      ip_address: ${address}`,
    '      services:',
    ...['glusterfs', 'mariadb', 'redis', 'slurm', 'web', 'keepalived'].map((service) => `        ${service}: true`),
    `      vip_owner: ${position === 0}`,
    `      priority: ${priorityOf(position)}`,
  ];
}

function serviceLines(vip: string, controllers: number): readonly string[] {
  return [
    'network:',
    `  vip: ${vip}`,
    '  vip_prefix: 24',
    `  interface: ${MACHINE_INTERFACE}`,
    '',
    'database:',
    '  user: admin',
    '  password: ${DB_ROOT_PASSWORD}',
    '',
    'redis:',
    '  mode: sentinel',
    '  password: ${REDIS_PASSWORD}',
    '',
    'web:',
    '  domain: cluster.local',
    '  session_secret: ${SESSION_SECRET}',
    '  jwt_secret: ${JWT_SECRET}',
    '',
    'storage:',
    '  gluster:',
    '    volume_name: data_volume',
    `    replica_count: ${Math.min(3, controllers)}`,
    ...(controllers === 2 ? ['    accept_replica_2: true'] : []),
    '    brick_path: /data/gluster/data_volume/brick',
    '',
  ];
}
