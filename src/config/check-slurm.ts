// Checks of Slurm: what it needs of other services, and the nodes that its partitions name.

import {nearestWord} from './nearest.ts';
import {controllersOf} from './order.ts';
import type {Report} from './report.ts';
import type {ClusterConfig} from './schema.ts';

export function checkSlurm(config: ClusterConfig, report: Report): void {
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
