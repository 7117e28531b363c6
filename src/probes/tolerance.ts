// The failure tolerance of the cluster: how many more controllers may die abruptly now (ha-operations §2.1).

import type {ServiceId} from '../model/service.ts';
import type {ServiceVerdict} from '../model/verdict.ts';

/** Services whose loss is the cluster's loss. `web` has a tolerance of its own that does not count here, `host` has none. */
export const countingServices = [
  'glusterfs',
  'mariadb',
  'redis',
  'slurm',
  'keepalived',
] as const satisfies readonly ServiceId[];

/**
 * Least tolerance of the deployed services. null where none is deployed, and also where one is deployed but its tolerance is
 * not known: the minimum of the others would promise more than anybody knows.
 */
export function clusterTolerance(services: Readonly<Record<ServiceId, ServiceVerdict>>): number | null {
  const deployed = countingServices.map((id) => services[id]).filter((verdict) => verdict.level !== 'none');
  let least: number | null = null;
  for (const {tolerance} of deployed) {
    if (tolerance === null) return null;
    least = least === null ? tolerance : Math.min(least, tolerance);
  }
  return least;
}

/** Galera: members that may vanish at once from the current Primary component of that size (3→1, 2→0, 1→0). */
export function galeraTolerance(size: number): number {
  return Math.max(0, size - (Math.floor(size / 2) + 1));
}

/** Votes beyond a majority of `all` voters; negative majorities are zero. */
export function majoritySlack(good: number, all: number): number {
  return Math.max(0, good - (Math.floor(all / 2) + 1));
}
