// Which probes are asked on which controller: what is enabled there, and the arbitrator's host for Galera.

import {controllersOf} from '../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../config/schema.ts';
import type {PerHostProbe} from '../model/snapshot.ts';

const serviceOf = {
  glusterfs: 'glusterfs',
  mariadb: 'mariadb',
  redis: 'redis',
  slurm: 'slurm',
  keepalived: 'keepalived',
  web: 'web',
} as const;

export function asksOn(id: PerHostProbe, controller: ControllerConfig, config: ClusterConfig): boolean {
  if (id === 'reach' || id === 'host' || id === 'survey') return true;
  if (id === 'galeraRecovery') return controller.services.mariadb;
  return controller.services[serviceOf[id]] || (id === 'mariadb' && isArbitrator(controller, config));
}

/** The controller whose arbitrator makes an even number of database nodes odd (DESIGN §6): the first without a server. */
export function isArbitrator(controller: ControllerConfig, config: ClusterConfig): boolean {
  return arbitratorOf(config)?.hostname === controller.hostname;
}

/** Where an arbitrator belongs, or undefined where none is wanted or no controller is left for it. */
export function arbitratorOf(config: ClusterConfig): ControllerConfig | undefined {
  const servers = controllersOf(config, 'mariadb').length;
  if (!config.database.arbitrator || servers === 0 || servers % 2 !== 0) return undefined;
  return config.nodes.controllers.find((each) => !each.services.mariadb);
}
