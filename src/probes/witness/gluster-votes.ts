// What the Gluster pool says of an unreachable controller: `disconnected` is sure, `connected` may lag by tens of seconds.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Vote} from './vote.ts';

export function glusterVotes(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): readonly Vote[] {
  const members = controllersOf(given.config, 'glusterfs');
  const subject = members.find((member) => member.hostname === host);
  if (subject === undefined) return [];
  return members.flatMap((peer): readonly Vote[] => {
    const reading = readingOf(given.snapshot, 'glusterfs', peer.hostname);
    if (reading.kind !== 'seen') return [];
    const entry = reading.value.peers.find((each) => each.hostname === host || each.hostname === subject.ip_address);
    if (entry === undefined) return [];
    return [
      {
        by: peer.hostname,
        service: 'glusterfs',
        says: entry.connected ? 'there' : 'gone',
        quick: false,
        at: reading.at,
        saw: `gluster pool list: ${entry.hostname} ${entry.connected ? 'connected' : 'disconnected'}`,
      },
    ];
  });
}
