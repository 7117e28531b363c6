// What the peers' pings say of an unreachable controller: its network answers, or is silent for everybody.

import type {ClusterConfig} from '../../config/schema.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf, type Snapshot} from '../../model/snapshot.ts';
import type {Vote} from './vote.ts';

/** Asked while our own attempt was under way, so an answer is as fresh as that attempt, whenever the snapshot was closed. */
export function pingVotes(
  given: {readonly snapshot: Snapshot; readonly config: ClusterConfig},
  host: HostName,
): readonly Vote[] {
  return given.config.nodes.controllers.flatMap((peer): readonly Vote[] => {
    const reading = readingOf(given.snapshot, 'reach', peer.hostname);
    const answered = reading.kind === 'seen' ? reading.value.hears?.[host] : undefined;
    if (answered === undefined) return [];
    const saw = answered ? `ping ${host}: answers` : `ping ${host}: silent`;
    return [
      {by: peer.hostname, service: 'host', says: answered ? 'there' : 'gone', quick: true, at: given.snapshot.at, saw},
    ];
  });
}
