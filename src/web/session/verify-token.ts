// Verifies an access token with the public key alone: used by every web service and, once more, by the helpers with rights.

import {importJWK, errors as joseErrors, jwtVerify} from 'jose';
import {isHpchaError} from '../../model/error.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {type Claims, claimsSchema} from './claims.ts';

export type TokenRules = {
  /** base64url of the 32 bytes of the Ed25519 public key: `tokenKey` of the settings. */
  readonly tokenKey: string;
  /** Name of the cluster: a token of another cluster is no token. */
  readonly cluster: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export type VerifyToken = (token: string) => Promise<Claims>;

export const tokenIssuer = 'hpcha';

/** Clocks of the controllers may differ by this much: chrony keeps them within milliseconds, a token lives ten minutes. */
const clockToleranceSeconds = 5;
const longestToken = 4096;
/** Tokens that were found good and are remembered; the oldest goes first. A browser sends the same one for ten minutes. */
const mostKept = 5_000;

/**
 * Makes the verifier. It takes EdDSA with our one key and nothing else: `none`, HMAC with the public key as its secret and foreign keys
 * end in `token-invalid`; a token that is over ends in `token-expired`. It does not know about revocation (the gate asks Redis), nor
 * does it refuse a token whose `change` is set: who lets somebody do something asks `requireSettled` first.
 *
 * What was found good is remembered by the whole token until it is over: nothing about it can change, and a signature costs more than
 * everything else that is done for a look.
 */
export function makeVerifyToken(rules: TokenRules): VerifyToken {
  const kept = new Map<string, Claims>();
  const verify = verifier(rules);
  return async (token) => {
    const known = kept.get(token);
    if (known !== undefined && known.exp + clockToleranceSeconds > rules.now() / 1000) return known;
    kept.delete(token);
    const claims = await verify(token);
    kept.set(token, claims);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return claims;
  };
}

function verifier(rules: TokenRules): VerifyToken {
  const key = importJWK({kty: 'OKP', crv: 'Ed25519', x: rules.tokenKey}, 'EdDSA');
  // Awaited with the first token; until then a bad key must not end the process as an unhandled rejection.
  key.catch(() => undefined);
  return async (token) => {
    if (token.length > longestToken) throw new WebRefusal('token-invalid');
    try {
      const {payload} = await jwtVerify(token, await key, {
        algorithms: ['EdDSA'],
        issuer: tokenIssuer,
        audience: rules.cluster,
        requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(rules.now()),
      });
      return claimsSchema.parse(payload);
    } catch (cause) {
      if (isHpchaError(cause)) throw cause;
      throw new WebRefusal(cause instanceof joseErrors.JWTExpired ? 'token-expired' : 'token-invalid', {}, {cause});
    }
  };
}

/** Refuses somebody who has to choose a password first (`password-change-required`). */
export function requireSettled(claims: Claims): void {
  if (claims.change) throw new WebRefusal('password-change-required');
}
