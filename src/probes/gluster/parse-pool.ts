// Reads `gluster --xml pool list`: this node's own identity and how it sees every other member.

import {HpchaError} from '../../model/error.ts';
import type {GlusterPeerFacts} from '../../model/facts.ts';
import {child, children, parseCliOutput, textOf} from './gluster-xml.ts';

export type PoolView = {readonly uuid: string; readonly peers: readonly GlusterPeerFacts[]};

/** The entry `localhost` is the node itself; without it the answer is no answer. */
export function parsePool(text: string, where: string): PoolView {
  const output = parseCliOutput(text, where, 'gluster pool list');
  const members = children(child(output, 'peerStatus'), 'peer').map((peer) => ({
    uuid: textOf(peer, 'uuid'),
    hostname: textOf(peer, 'hostname'),
    connected: textOf(peer, 'connected') === '1',
    state: textOf(peer, 'stateStr'),
  }));
  const self = members.find((member) => member.hostname === 'localhost');
  if (self === undefined) throw new HpchaError({code: 'parse', where, what: 'gluster pool list: localhost is missing'});
  return {uuid: self.uuid, peers: members.filter((member) => member !== self)};
}
