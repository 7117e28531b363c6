// The key pair of the web services' access tokens, derived from one secret: the same on every controller, kept by none but Auth.

import {createPrivateKey, createPublicKey, hkdfSync} from 'node:crypto';

/** Begin of a PKCS #8 private key of Ed25519 (RFC 8410 §7); its 32 bytes follow. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The 32 bytes of the private key, base64url. `secret` is web.jwt_secret, `cluster` the cluster's name (docs/decisions/0018). */
export function tokenSeed(secret: string, cluster: string): string {
  return Buffer.from(hkdfSync('sha256', secret, cluster, 'hpcha access token', 32)).toString('base64url');
}

/** The public key that belongs to it, base64url of its 32 bytes. */
export function tokenKey(secret: string, cluster: string): string {
  const seed = Buffer.from(tokenSeed(secret, cluster), 'base64url');
  const key = createPrivateKey({key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8'});
  const {x} = createPublicKey(key).export({format: 'jwk'});
  if (typeof x !== 'string') throw new Error('the public key has no x');
  return x;
}
