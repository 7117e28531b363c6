// Findings about machines that are not what the configuration says: another address, another name, a firewall of their own.

import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {plannedHosts, surveyOf} from '../../platform.ts';

type Host = Pick<ControllerConfig, 'hostname' | 'ip_address'>;

export function placeFindings(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return plannedHosts(snapshot, config).flatMap((host) => [
    ...addressMissing(snapshot, host, config),
    ...otherName(snapshot, host),
    ...foreignFirewall(snapshot, host),
  ]);
}

/** Every service announces the configured address: where no interface has it, nothing built on it can work. */
function addressMissing(snapshot: Snapshot, {hostname, ip_address}: Host, config: ClusterConfig): readonly Finding[] {
  const addresses = surveyOf(snapshot, hostname)?.interfaces.flatMap((each) => each.addresses) ?? [];
  if (addresses.some((address) => address.split('/')[0] === ip_address)) return [];
  const params = {address: ip_address, found: addresses.join(', ') || 'none'};
  const controller = config.nodes.controllers.some((each) => each.hostname === hostname);
  return [
    {code: 'AddressMissing', level: controller ? 'critical' : 'warning', where: hostname, service: 'host', params},
  ];
}

/** slurmctld and slurmd find themselves in slurm.conf by the machine's own name: compute nodes are looked at too. */
function otherName(snapshot: Snapshot, {hostname}: Host): readonly Finding[] {
  const own = surveyOf(snapshot, hostname)?.hostname ?? null;
  if (own === null || short(own) === short(hostname)) return [];
  return [{code: 'HostNameDiffers', level: 'warning', where: hostname, service: 'host', params: {own}}];
}

function short(name: string): string {
  return (name.split('.')[0] ?? name).toLowerCase();
}

/** Ours accepts what others may still drop: a packet has to pass every table. */
function foreignFirewall(snapshot: Snapshot, {hostname}: Host): readonly Finding[] {
  const tables = surveyOf(snapshot, hostname)?.firewallForeignTables ?? [];
  if (tables.length === 0) return [];
  const params = {tables: tables.join(', ')};
  return [{code: 'FirewallForeign', level: 'warning', where: hostname, service: 'host', params}];
}
