// Checks what no single key can tell: duplicates, the VIP's place, replica counts, quorums, references between sections.

import {checkDataServices} from './check-data-services.ts';
import {checkHosts} from './check-hosts.ts';
import {checkSlurm} from './check-slurm.ts';
import {checkWeb} from './check-web.ts';
import type {ConfigMessage, KeyPath} from './message.ts';
import {controllersOf} from './order.ts';
import type {Places, Report} from './report.ts';
import type {ClusterConfig} from './schema.ts';
import {messageAt, type YamlSource} from './yaml-source.ts';

/** All messages about the cluster as a whole. `config` is resolved; positions come from the source. Pure. */
export function checkCluster(config: ClusterConfig, source: YamlSource): readonly ConfigMessage[] {
  const messages: ConfigMessage[] = [];
  const report: Report = (level, path, what, hint) => {
    messages.push(messageAt(source, path, level, what, hint));
  };
  const places = placesOf(source);
  checkHosts(config, places, report);
  checkDataServices(config, report);
  checkSlurm(config, report);
  checkWeb(config, places, report);
  checkSecrets(config, report);
  return messages;
}

/** The resolved controllers are sorted; the file's order gives the positions. */
function placesOf(source: YamlSource): Places {
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
