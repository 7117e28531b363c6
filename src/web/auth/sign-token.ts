// Signs access tokens with the private key that only Auth is given.

import {createPrivateKey, createPublicKey, randomBytes} from 'node:crypto';
import {SignJWT} from 'jose';
import {HpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';
import type {Claims} from '../session/claims.ts';
import {tokenIssuer} from '../session/verify-token.ts';
import type {WebSettings} from '../settings.ts';

/** Short, because a token that was stolen cannot be told from the real one until it is over or revoked. */
export const accessSeconds = 600;

export type SignToken = (
  claims: Omit<Claims, 'jti' | 'iat' | 'exp'>,
) => Promise<{readonly token: string; readonly expiresAt: number}>;

/** Begin of a PKCS #8 private key of Ed25519 (RFC 8410 §7); its 32 bytes follow. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * `seed` is the credential `jwt_seed`, base64url of 32 bytes. Throws `config` where it does not belong to the public key of the
 * settings: every token would be refused by everybody else.
 */
export function makeSignToken(seed: Secret, settings: WebSettings, now: () => number): SignToken {
  const bytes = Buffer.from(seed.reveal(), 'base64url');
  if (bytes.length !== 32) throw badSeed('is not 32 bytes in base64url');
  const key = createPrivateKey({key: Buffer.concat([pkcs8Head, bytes]), format: 'der', type: 'pkcs8'});
  if (createPublicKey(key).export({format: 'jwk'}).x !== settings.tokenKey) {
    throw badSeed('does not belong to tokenKey of the settings');
  }
  return async (claims) => {
    const issuedAt = Math.floor(now() / 1000);
    const token = await new SignJWT({...claims, jti: randomBytes(12).toString('base64url')})
      .setProtectedHeader({alg: 'EdDSA', typ: 'JWT'})
      .setIssuer(tokenIssuer)
      .setAudience(settings.cluster)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + accessSeconds)
      .sign(key);
    return {token, expiresAt: (issuedAt + accessSeconds) * 1000};
  };
}

function badSeed(what: string): HpchaError {
  return new HpchaError({
    code: 'config',
    where: 'credential jwt_seed',
    what: `the seed ${what}`,
    hint: 'phase 6 writes both: hpcha-tui start --phase 6',
  });
}
