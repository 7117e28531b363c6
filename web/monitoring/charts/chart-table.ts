// Which charts there are: their metric, what their lines are called by, and the unit of their values.

import {formatBytes, formatCount} from '../../../src/model/quantity.ts';
import type {TextId} from '../../shared/words/catalogue.ts';

export type ChartEntry = {
  readonly title: TextId;
  readonly metric: string;
  readonly where: string | null;
  /** The label that names a line; null: there is one line alone. */
  readonly by: string | null;
  readonly format: (value: number) => string;
  readonly service: string;
};

const count = (value: number): string => formatCount(Math.round(value * 100) / 100);
const percent = (value: number): string => `${count(value)} %`;

const fact = (service: string, name: string): Pick<ChartEntry, 'metric' | 'where' | 'by' | 'service'> => ({
  metric: 'hpcha_controller_fact',
  where: `service:${service},fact:${name}`,
  by: 'controller',
  service,
});

export const charts: readonly ChartEntry[] = [
  {title: 'chart.tolerance', metric: 'hpcha_tolerance', where: null, by: 'service', format: count, service: 'cluster'},
  {title: 'chart.load', metric: 'hpcha_host_load1', where: null, by: 'controller', format: count, service: 'host'},
  {
    title: 'chart.memory',
    metric: 'hpcha_host_memory_bytes',
    where: 'kind:available',
    by: 'controller',
    format: formatBytes,
    service: 'host',
  },
  {title: 'chart.disk', ...fact('host', 'disk_fullest_percent'), format: percent},
  {title: 'chart.galera-queue', ...fact('mariadb', 'recv_queue'), format: count},
  {title: 'chart.galera-flow', ...fact('mariadb', 'flow_control_percent'), format: percent},
  {title: 'chart.redis-ops', ...fact('redis', 'opsPerSecond'), format: count},
  {title: 'chart.redis-lag', ...fact('redis', 'lagBytes'), format: formatBytes},
  {
    title: 'chart.heal',
    metric: 'hpcha_gluster_heal_pending',
    where: null,
    by: 'controller',
    format: count,
    service: 'glusterfs',
  },
  {title: 'chart.jobs', metric: 'hpcha_slurm_jobs', where: null, by: 'state', format: count, service: 'slurm'},
  {title: 'chart.nodes', metric: 'hpcha_slurm_nodes', where: null, by: 'state', format: count, service: 'slurm'},
  {
    title: 'chart.dbd',
    metric: 'hpcha_service_fact',
    where: 'service:slurm,fact:dbdQueue',
    by: null,
    format: count,
    service: 'slurm',
  },
];
