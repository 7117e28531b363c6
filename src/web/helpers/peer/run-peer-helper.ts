// `hpcha-tui helper peer`: systemd hands it one connection of another controller's helper; TLS with the key of root, then a token.

import {once} from 'node:events';
import type {Socket} from 'node:net';
import {createSecureContext, TLSSocket} from 'node:tls';
import {HpchaError} from '../../../model/error.ts';
import {LocalLink} from '../../../transport/local-link.ts';
import {peerIdentity, peerPsk, peerTls} from '../../../transport/peer-tls.ts';
import {localController} from '../local-controller.ts';
import {readPeerKey} from '../peer-key.ts';
import {publicConfig} from '../public-config-file.ts';
import {stdioStream} from '../stdio-stream.ts';
import {verifyOperator} from '../token-rights.ts';
import {servePeer} from './serve-peer.ts';

const handshakeMs = 5_000;

/** Resolves to 0 when the peer has gone, 77 where it has not the key. */
export async function runPeerHelper(): Promise<number> {
  const [config, key] = await Promise.all([publicConfig(), readPeerKey()]);
  const controller = localController(config);
  const secured = secure(stdioStream(), peerPsk(key));
  try {
    await once(secured, 'secure', {signal: AbortSignal.timeout(handshakeMs)});
  } catch (cause) {
    secured.destroy();
    const what = 'who connected does not have the key of this cluster';
    throw new HpchaError({code: 'refused', where: 'peer', what, cause});
  }
  const link = new LocalLink(controller.hostname, controller.ip_address);
  try {
    await servePeer(secured, link, async (token) => void (await verifyOperator(token)));
    return 0;
  } finally {
    await link.close();
  }
}

function secure(socket: Socket, psk: Buffer): TLSSocket {
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
