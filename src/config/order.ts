// Which hosts there are and in which order: the columns of every screen, the order of every rolling change.

import type {HostName, ServiceId} from '../model/service.ts';
import type {ClusterConfig, ComputeNodeConfig, ControllerConfig} from './schema.ts';

/** Controllers on which a service is enabled, in column order (descending priority). */
export function controllersOf(config: ClusterConfig, service: Exclude<ServiceId, 'host'>): readonly ControllerConfig[] {
  return config.nodes.controllers.filter((controller) => controller.services[service]);
}

/** All hosts: controllers in column order, then compute nodes. */
export function hostsOf(config: ClusterConfig): readonly (ControllerConfig | ComputeNodeConfig)[] {
  return [...config.nodes.controllers, ...config.nodes.compute_nodes];
}

/** The host of that name, controller or compute node. */
export function hostOf(config: ClusterConfig, name: HostName): ControllerConfig | ComputeNodeConfig | undefined {
  return hostsOf(config).find((host) => host.hostname === name);
}

/** Hosts of the Gluster bricks: the first `replica_count` (and the arbiter's) by priority (DESIGN §6). */
export function brickControllers(config: ClusterConfig): readonly ControllerConfig[] {
  const {replica_count, arbiter} = config.storage.gluster;
  return controllersOf(config, 'glusterfs').slice(0, replica_count + (arbiter ? 1 : 0));
}
