// What the operator should know about the database cluster beside its steps, and account names that cannot be used.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import {arbitratorOf} from './arbitrator.ts';

export function galeraNotes(config: ClusterConfig): readonly Finding[] {
  const servers = controllersOf(config, 'mariadb').length;
  const even = servers % 2 === 0 && arbitratorOf(config) === undefined;
  return [
    ...(even ? [note('GaleraEvenWithoutArbitrator', {servers})] : []),
    ...(config.database.flush_at_commit === 1
      ? []
      : [note('GaleraFlushNotDurable', {value: config.database.flush_at_commit})]),
  ];
}

/** Names of accounts that the product or the system makes for something else. */
const reserved = new Set(['mysql', 'mariadb', 'slurm', 'auth', 'hpcha_monitor', 'root']);

export function reservedAccount(config: ClusterConfig): readonly Finding[] {
  if (!reserved.has(config.database.user)) return [];
  return [{...note('DatabaseUserReserved', {user: config.database.user}), level: 'critical'}];
}

function note(code: string, params: Finding['params']): Finding {
  return {code, level: 'warning', where: 'cluster', service: 'mariadb', params};
}
