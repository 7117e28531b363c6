// `hpcha-tui helper peer`: systemd hands it one connection of another controller's helper; TLS with the key of root, then a token.

import {once} from 'node:events';
import {HpchaError} from '../../../model/error.ts';
import {LocalLink} from '../../../transport/local-link.ts';
import {peerPsk} from '../../../transport/peer-tls.ts';
import {localController} from '../local-controller.ts';
import {readPeerKey} from '../peer-key.ts';
import {publicConfig} from '../public-config-file.ts';
import {stdioStream} from '../stdio-stream.ts';
import {verifyOperator} from '../token-rights.ts';
import {securePeer} from './secure-peer.ts';
import {servePeer} from './serve-peer.ts';

const handshakeMs = 15_000;

/** Resolves to 0 when the peer has gone, 77 where it has not the key. */
export async function runPeerHelper(): Promise<number> {
  const [config, key] = await Promise.all([publicConfig(), readPeerKey()]);
  const controller = localController(config);
  const secured = securePeer(stdioStream(), peerPsk(key));
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
