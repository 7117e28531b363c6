// Where Slurm's programs and files are: the distribution's packages or an existing installation under slurm.prefix.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';

/** Debian's and Ubuntu's packages make `slurm` with this number, so that it is the same on all machines; ours does too. */
export const slurmId = 64030;

export type SlurmPlaces = {
  readonly prefix: string | null;
  /** Directory of slurm.conf, slurmdbd.conf and cgroup.conf. */
  readonly etc: string;
  /** With a trailing slash, or '' where the search path has them. */
  readonly bin: string;
  readonly sbin: string;
  readonly state: string;
  readonly spool: string;
  readonly logs: string;
};

export function slurmPlaces(config: ClusterConfig): SlurmPlaces {
  const prefix = config.slurm.prefix ?? null;
  return {
    prefix,
    etc: prefix === null ? '/etc/slurm' : `${prefix}/etc`,
    bin: prefix === null ? '' : `${prefix}/bin/`,
    sbin: prefix === null ? '/usr/sbin/' : `${prefix}/sbin/`,
    state: `${config.storage.gluster.mount_point}/slurm/state`,
    spool: '/var/lib/slurm/slurmd',
    logs: '/var/log/slurm',
  };
}

export function slurmClusterName(config: ClusterConfig): string {
  return config.slurm.cluster_name ?? config.cluster.name.toLowerCase();
}

/**
 * Hosts of slurmdbd, active first: the first two controllers that have Slurm and a database of their own (ha-operations
 * §6.4: one writer at a time, on the local database). The active one is the second of them: losing the controller that is in
 * control does not take accounting away at the same moment, for which the standby would wait. Empty: no accounting.
 */
export function accountingHosts(config: ClusterConfig): readonly ControllerConfig[] {
  if (!config.slurm.accounting) return [];
  return controllersOf(config, 'slurm')
    .filter(({services}) => services.mariadb)
    .slice(0, 2)
    .reverse();
}
