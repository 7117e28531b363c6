// Finding a controller among the peers that a glusterd lists.

import type {GlusterPeerFacts} from './facts.ts';
import type {HostName} from './service.ts';

/** By uuid where the other told its own, else by name: a pool may know its members by address. */
export function entryOf(
  peers: readonly GlusterPeerFacts[],
  target: {readonly hostname: HostName; readonly ip_address: string},
  uuid: string | null,
): GlusterPeerFacts | undefined {
  return (
    peers.find((peer) => uuid !== null && peer.uuid === uuid) ??
    peers.find(
      (peer) =>
        [target.hostname, target.ip_address].includes(peer.hostname) || peer.hostname.startsWith(`${target.hostname}.`),
    )
  );
}
