// What slurmctld's ping from the other controllers says of an unreachable one.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Vote} from './vote.ts';

/** `UP` proves life; `DOWN` alone only says that slurmctld is silent, yet together with our own failure it is a witness. */
export function slurmVotes(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): readonly Vote[] {
  return controllersOf(given.config, 'slurm').flatMap((peer): readonly Vote[] => {
    const reading = readingOf(given.snapshot, 'slurm', peer.hostname);
    if (reading.kind !== 'seen') return [];
    const entry = reading.value.ping?.find((each) => each.host === host);
    if (entry === undefined) return [];
    return [
      {
        by: peer.hostname,
        service: 'slurm',
        says: entry.up ? 'there' : 'gone',
        quick: true,
        at: reading.at,
        saw: `scontrol ping: ${host} ${entry.up ? 'UP' : 'DOWN'}`,
      },
    ];
  });
}
