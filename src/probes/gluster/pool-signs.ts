// The pool by its cheap signs: glusterd's own files and its open connections. Good enough to say "well", never to say "ill".

import type {ClusterConfig} from '../../config/schema.ts';
import type {GlusterPeerFacts} from '../../model/facts.ts';

/** GD_FRIEND_STATE_BEFRIENDED: the only state in which a peer is a member with nothing pending. */
const befriended = '3';

/**
 * Peers as the files in peers/ list them, if every one is befriended and glusterd holds an idle connection to it. null: a doubt,
 * and then the daemon itself must be asked (a peer that is away, rejected, unknown by name, or whose data pile up unread).
 */
export function peersBySigns(
  files: ReadonlyMap<string, readonly string[]>,
  links: string,
  config: ClusterConfig,
): readonly GlusterPeerFacts[] | null {
  const connected = linkedAddresses(links);
  if (connected === null) return null;
  const peers: GlusterPeerFacts[] = [];
  for (const [file, lines] of files) {
    if (!/\/peers\/[^/]+$/.test(file)) continue;
    const peer = peerOf(lines, connected, config);
    if (peer === null) return null;
    peers.push(peer);
  }
  return peers;
}

function peerOf(
  lines: readonly string[],
  connected: ReadonlySet<string>,
  config: ClusterConfig,
): GlusterPeerFacts | null {
  const value = (key: string): string =>
    lines
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim() ?? '';
  const hostname = value('hostname1');
  const known = config.nodes.controllers.find((each) => each.hostname === hostname || each.ip_address === hostname);
  const linked = known !== undefined && connected.has(known.ip_address);
  if (value('state') !== befriended || value('uuid') === '' || !linked) return null;
  return {uuid: value('uuid'), hostname, connected: true, state: 'Peer in Cluster'};
}

/** Addresses to which glusterd itself holds a connection, from `ss -Htnp`; null where one of them has data that nobody reads. */
function linkedAddresses(text: string): ReadonlySet<string> | null {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    if (!line.includes('(("glusterd",')) continue;
    const [unread, , , remote] = line.trim().split(/\s+/);
    if (unread !== '0') return null;
    if (remote !== undefined) found.add(remote.replace(/:\d+$/, '').replace(/^\[(::ffff:)?(.*)\]$/, '$2'));
  }
  return found;
}
