// The answering end of TLS between helpers: only who has the key of this cluster gets through the handshake.

import type {Socket} from 'node:net';
import {createSecureContext, TLSSocket} from 'node:tls';
import {peerIdentity, peerTls} from '../../../transport/peer-tls.ts';

/** Emits `secure` after the handshake, `error` and `close` where the other side has not the key. */
export function securePeer(socket: Socket, psk: Buffer): TLSSocket {
  const options = {
    isServer: true,
    secureContext: createSecureContext(peerTls),
    pskCallback: (_socket: unknown, identity: string) => (identity === peerIdentity ? psk : null),
  };
  const secured = new TLSSocket(socket, options);
  // Told by what awaits it; without a listener it would end the process without a word.
  secured.on('error', () => undefined);
  return secured;
}
