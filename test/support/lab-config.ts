// The configuration of the lab that the transcripts were recorded on, without its secrets.

import {resolveConfig} from '../../src/config/resolve.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import {clusterSchema} from '../../src/config/schema.ts';

type Changes = {
  readonly redis?: {readonly mode: 'sentinel' | 'cluster'};
  /** Services switched off by controller. */
  readonly off?: Readonly<Record<string, readonly string[]>>;
  readonly slurm?: Readonly<Record<string, unknown>>;
};

export function labConfig(changes: Changes = {}): ClusterConfig {
  const controllers = [1, 2, 3].map((number) => ({
    hostname: `server${number}`,
    ip_address: `10.77.1.10${number}`,
    vip_owner: number === 1,
    priority: 110 - number * 10,
    services: Object.fromEntries((changes.off?.[`server${number}`] ?? []).map((service) => [service, false])),
  }));
  const given = {
    cluster: {name: 'probesb'},
    lab: true,
    nodes: {
      controllers,
      compute_nodes: [{hostname: 'node001', ip_address: '10.77.1.201', cpus: 2, memory: 1024}],
    },
    network: {vip: '10.77.1.100', interface: 'eth0'},
    redis: {mode: 'sentinel', password: 'not-the-real-one', ...changes.redis},
    ...(changes.slurm === undefined ? {} : {slurm: changes.slurm}),
  };
  return resolveConfig(clusterSchema.parse(given), {});
}
