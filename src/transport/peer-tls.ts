// How helpers of two controllers know each other: TLS with a key that both have (PSK), so there are no certificates to renew.

import type {Secret} from '../model/secret.ts';

/** Only forward-secret suites: what was recorded is not read with a key that was lost later. TLS 1.3 of Node takes no such key. */
export const peerTls = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
} as const;

export const peerPort = 5011;
export const peerIdentity = 'hpcha-peer';

export function peerPsk(key: Secret): Buffer {
  return Buffer.from(key.reveal(), 'base64url');
}
