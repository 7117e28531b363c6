// The contents of slurm.conf: the same text on every machine, from the YAML and from what the machines can do.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ComputeNodeConfig} from '../../../config/schema.ts';
import type {Text} from '../../../model/secret.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';
import {render} from '../../render.ts';
import {accountingHosts, slurmClusterName, slurmPlaces} from './places.ts';

export type Tracking = 'cgroup' | 'linuxproc';

/**
 * How slurmd follows a job's processes. `auto`: by control groups where every compute node that was seen can delegate them,
 * otherwise by the process tree. Nodes that are down have no say; where none was seen, the controllers speak for them.
 */
export function processTracking(snapshot: Snapshot, config: ClusterConfig): Tracking {
  const wanted = config.slurm.process_tracking;
  if (wanted !== 'auto') return wanted;
  const able = (hosts: readonly {readonly hostname: string}[]) =>
    hosts.flatMap(({hostname}) => surveyOf(snapshot, hostname)?.cgroupControllersDelegated ?? []);
  const nodes = able(config.nodes.compute_nodes);
  const votes = nodes.length > 0 ? nodes : able(controllersOf(config, 'slurm'));
  return votes.length > 0 && votes.every((vote) => vote) ? 'cgroup' : 'linuxproc';
}

const plugins = {
  cgroup: {proctrack: 'proctrack/cgroup', task: 'task/affinity,task/cgroup', gather: 'jobacct_gather/cgroup'},
  linuxproc: {proctrack: 'proctrack/linuxproc', task: 'task/none', gather: 'jobacct_gather/linux'},
} as const;

export function slurmConf(config: ClusterConfig, tracking: Tracking): Text {
  return render('slurm/slurm.conf', {
    clusterName: slurmClusterName(config),
    controllers: controllersOf(config, 'slurm').map(({hostname, ip_address}) => ({
      name: hostname,
      address: ip_address,
    })),
    controllerTimeout: config.slurm.controller_timeout,
    slurmdTimeout: config.slurm.slurmd_timeout,
    places: slurmPlaces(config),
    tracking: plugins[tracking],
    // Elsewhere a node that has less than the YAML says must not get jobs: slurmctld marks it invalid and says why.
    configOverrides: config.lab,
    accounting: accountingHosts(config).map(({hostname}) => hostname),
    gresTypes: gresTypes(config),
    nodes: config.nodes.compute_nodes.map(nodeLine),
    partitions: config.slurm.partitions.map(partitionLine),
  });
}

function nodeLine(node: ComputeNodeConfig): string {
  const gres = node.gres === undefined ? '' : ` Gres=${node.gres}`;
  const place = `NodeName=${node.hostname} NodeAddr=${node.ip_address}`;
  return `${place} CPUs=${node.cpus}${topology(node)} RealMemory=${node.memory}${gres} State=UNKNOWN`;
}

/** Without sockets or threads in the YAML slurmd reports what it finds and only the number of CPUs has to agree. */
function topology(node: ComputeNodeConfig): string {
  if (node.sockets === undefined && node.threads_per_core === undefined) return '';
  const sockets = node.sockets ?? 1;
  const threads = node.threads_per_core ?? 1;
  const cores = Math.max(1, Math.floor(node.cpus / (sockets * threads)));
  return ` Sockets=${sockets} CoresPerSocket=${cores} ThreadsPerCore=${threads}`;
}

function partitionLine(partition: ClusterConfig['slurm']['partitions'][number]): string {
  const nodes = partition.nodes === 'ALL' ? 'ALL' : partition.nodes.join(',');
  const standard = partition.default ? ' Default=YES' : '';
  return `PartitionName=${partition.name} Nodes=${nodes}${standard} MaxTime=${partition.max_time} State=UP`;
}

/** The names before the first colon of every `gres`: `gpu:a100:4,nic:1` → gpu, nic. */
function gresTypes(config: ClusterConfig): string {
  const names = config.nodes.compute_nodes.flatMap(({gres}) =>
    (gres ?? '').split(',').flatMap((item) => item.split(':')[0]?.trim() || []),
  );
  return [...new Set(names)].sort().join(',');
}
