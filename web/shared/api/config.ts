// The configuration as the controllers know it, secrets masked; which keys there are is the configuration's own business.

import type {Question} from './ask.ts';
import {anything, isRecord} from './shape.ts';

export function askConfig(): Question<unknown> {
  return {
    path: '/api/monitoring/config',
    shape: (value) => (isRecord(value) && 'config' in value ? value['config'] : anything(value, '')),
  };
}

export type ConfigRow = {readonly key: string; readonly value: string};

/** Flat, one row a value: `network.vip`, `nodes.controllers[0].hostname`. */
export function configRows(value: unknown, key = ''): readonly ConfigRow[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [{key, value: '[]'}];
    return value.flatMap((one, index) => configRows(one, `${key}[${index}]`));
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, one]) => configRows(one, key === '' ? name : `${key}.${name}`));
  }
  return [{key, value: value === null || value === undefined ? '–' : String(value)}];
}

export type ComputeNode = {readonly hostname: string; readonly address: string};

/** The compute nodes that the configuration names. */
export function computeNodes(config: unknown): readonly ComputeNode[] {
  const nodes = isRecord(config) ? config['nodes'] : undefined;
  const list = isRecord(nodes) ? nodes['compute_nodes'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) =>
    isRecord(one) && typeof one['hostname'] === 'string'
      ? [{hostname: one['hostname'], address: typeof one['ip_address'] === 'string' ? one['ip_address'] : ''}]
      : [],
  );
}
