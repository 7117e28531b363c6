// What Galera's Primary members say of an unreachable controller: group communication notices a death within seconds.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import {incomingHosts} from '../galera/membership.ts';
import type {Vote} from './vote.ts';

export function galeraVotes(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): readonly Vote[] {
  const members = controllersOf(given.config, 'mariadb');
  const subject = members.find((member) => member.hostname === host);
  if (subject === undefined) return [];
  return members.flatMap((peer): readonly Vote[] => {
    const reading = readingOf(given.snapshot, 'mariadb', peer.hostname);
    if (reading.kind !== 'seen' || reading.value.status?.['wsrep_cluster_status'] !== 'Primary') return [];
    const incoming = incomingHosts(reading.value.status);
    const there = incoming.includes(subject.ip_address) || incoming.includes(subject.hostname);
    // A member that has not told its address yet (`AUTO`) may be the one in question: then its absence proves nothing.
    if (!there && (reading.value.status['wsrep_incoming_addresses'] ?? '').includes('AUTO')) return [];
    return [
      {
        by: peer.hostname,
        service: 'mariadb',
        says: there ? 'there' : 'gone',
        quick: true,
        at: reading.at,
        saw: `wsrep_incoming_addresses ${incoming.join(',')}`,
      },
    ];
  });
}
