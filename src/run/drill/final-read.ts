// The final read of a drill: each node's own copy, and no word for a node that does not answer.

import {controllersOf} from '../../config/order.ts';
import type {FinalReads} from '../../model/drill/loss.ts';
import {toHpchaError} from '../../model/error.ts';
import type {HostName, ServiceId} from '../../model/service.ts';
import type {DrillDeps} from './drill-deps.ts';

type Place = Exclude<ServiceId, 'host'>;

/** Controllers with that service, in the columns' order. */
export function hostsOf(deps: DrillDeps, service: Place): readonly HostName[] {
  return controllersOf(deps.support.config, service).map(({hostname}) => hostname);
}

/** What each has; who could not be read is told of and has no entry. */
export async function readEach(
  hosts: readonly HostName[],
  deps: DrillDeps,
  read: (host: HostName) => Promise<readonly string[]>,
): Promise<FinalReads> {
  const found = await Promise.all(
    hosts.map(async (host) => {
      try {
        return [[host, await read(host)] as const];
      } catch (thrown) {
        deps.progress(`the final read on ${host} failed: ${toHpchaError(thrown, host).message}`);
        return [];
      }
    }),
  );
  return Object.fromEntries(found.flat());
}
