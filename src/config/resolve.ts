// Fills in what may be left out: priorities by order, ssh settings a host, passwords from the environment section.

import type {z} from 'zod';
import {Secret} from '../model/secret.ts';
import type {ClusterConfig, clusterSchema, SshConfig} from './schema.ts';

type Parsed = z.output<typeof clusterSchema>;

/** The reference README's variables and the keys that they stand for when the key itself is not written. */
export const environmentDefaults = {
  'slurm.db_password': 'DB_SLURM_PASSWORD',
  'database.auth_password': 'DB_AUTH_PASSWORD',
  'web.jwt_secret': 'JWT_SECRET_KEY',
  'web.grafana_password': 'GRAFANA_PASSWORD',
} as const;

/** Pure. `real` is the real environment, which wins over the file's section. */
export function resolveConfig(parsed: Parsed, real: Readonly<Record<string, string | undefined>>): ClusterConfig {
  const {environment, nodes, ...rest} = parsed;
  const fromEnvironment = (name: string): {readonly value: Secret} | undefined => {
    const value = real[name] ?? environment[name];
    return value === undefined || value === '' ? undefined : {value: new Secret(String(value))};
  };
  const slurmDb = rest.slurm.db_password ?? fromEnvironment(environmentDefaults['slurm.db_password'])?.value;
  const auth = rest.database.auth_password ?? fromEnvironment(environmentDefaults['database.auth_password'])?.value;
  const jwt = rest.web.jwt_secret ?? fromEnvironment(environmentDefaults['web.jwt_secret'])?.value;
  const grafana = rest.web.grafana_password ?? fromEnvironment(environmentDefaults['web.grafana_password'])?.value;
  return {
    ...rest,
    slurm: {
      ...rest.slurm,
      cluster_name: rest.slurm.cluster_name ?? rest.cluster.name.toLowerCase(),
      ...(slurmDb === undefined ? {} : {db_password: slurmDb}),
    },
    database: {...rest.database, ...(auth === undefined ? {} : {auth_password: auth})},
    web: {
      ...rest.web,
      ...(jwt === undefined ? {} : {jwt_secret: jwt}),
      ...(grafana === undefined ? {} : {grafana_password: grafana}),
    },
    nodes: {
      controllers: withPriorities(nodes.controllers).map((controller) => ({
        ...controller,
        ssh: mergeSsh(rest.ssh, controller.ssh),
      })),
      compute_nodes: nodes.compute_nodes.map((node) => ({...node, ssh: mergeSsh(rest.ssh, node.ssh)})),
    },
  };
}

/** Missing priorities become 100, 90, 80 … by position; then sorted, highest first, which is the columns' order. */
export function withPriorities<T extends {readonly priority?: number | undefined}>(
  controllers: readonly T[],
): readonly (T & {readonly priority: number})[] {
  return controllers
    .map((controller, index) => ({...controller, priority: controller.priority ?? defaultPriority(index)}))
    .sort((a, b) => b.priority - a.priority);
}

/** 100, 90 … 10, then 9, 8 … so that a tenth controller still has a valid VRRP priority. */
export function defaultPriority(index: number): number {
  return index < 10 ? 100 - index * 10 : Math.max(1, 19 - index);
}

function mergeSsh(
  base: SshConfig,
  own: {readonly [K in keyof SshConfig]?: SshConfig[K] | undefined} | undefined,
): SshConfig {
  if (own === undefined) return base;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return {...base, ...given};
}
