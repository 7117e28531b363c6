// Who does what now: the roles that decide which controller a drill is about and what its loss will cost.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {accountingHosts} from '../phases/slurm/places.ts';

/** null: nobody, several, or it could not be seen. */
export type Roles = {
  readonly vipOwner: HostName | null;
  readonly redisMaster: HostName | null;
  readonly slurmControl: HostName | null;
  readonly slurmdbd: HostName | null;
};

/** The roles as people name them, the same in both languages. */
export const roleNames: Readonly<Record<keyof Roles, string>> = {
  vipOwner: 'VIP',
  redisMaster: 'Redis master',
  slurmControl: 'slurmctld',
  slurmdbd: 'slurmdbd',
};

export function rolesOf(snapshot: Snapshot, config: ClusterConfig): Roles {
  const hosts = config.nodes.controllers.map(({hostname}) => hostname);
  const owners = hosts.filter((host) => seenValue(readingOf(snapshot, 'keepalived', host))?.vipOn != null);
  const masters = redisMasters(snapshot, config);
  const dbds = accountingHosts(config).map(({hostname}) => hostname);
  return {
    vipOwner: only(owners),
    // In cluster mode every controller has a master: the first is as good as any.
    redisMaster: config.redis.mode === 'cluster' ? (masters[0] ?? null) : only(masters),
    slurmControl: slurmControl(snapshot, config),
    slurmdbd: dbds.find((host) => seenValue(readingOf(snapshot, 'slurm', host))?.slurmdbd.active === 'active') ?? null,
  };
}

/** Controllers whose loss is the loss of a master: one with sentinels, each of a cluster's (its second instance may be one too). */
export function redisMasters(snapshot: Snapshot, config: ClusterConfig): readonly HostName[] {
  const cluster = config.redis.mode === 'cluster';
  return config.nodes.controllers.flatMap(({hostname}) => {
    const instances = seenValue(readingOf(snapshot, 'redis', hostname))?.instances ?? [];
    return instances.some(({port, info}) => (cluster || port === 6379) && info?.['role'] === 'master')
      ? [hostname]
      : [];
  });
}

/** The heartbeat file names it by its index in SlurmctldHost (ha-operations §6.2). */
function slurmControl(snapshot: Snapshot, config: ClusterConfig): HostName | null {
  for (const {hostname} of controllersOf(config, 'slurm')) {
    const facts = seenValue(readingOf(snapshot, 'slurm', hostname));
    const index = facts?.heartbeat?.index;
    const host = index === undefined ? undefined : facts?.conf?.controllers[index];
    if (host !== undefined) return host;
  }
  return null;
}

function only(hosts: readonly HostName[]): HostName | null {
  return hosts.length === 1 ? (hosts[0] ?? null) : null;
}
