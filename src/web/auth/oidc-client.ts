// Signing in at an outside provider: OpenID Connect, authorization code with PKCE, state and nonce (RFC 9700 §2.1).

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type {Secret} from '../../model/secret.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import type {WebSettings} from '../settings.ts';

/** What the browser keeps between its way out and its way back. */
export type OidcAttempt = {readonly state: string; readonly nonce: string; readonly verifier: string};

export type OidcIdentity = {
  /** The provider's own, unchanging name for the person, with the provider's address before it. */
  readonly subject: string;
  /** Value of the claim of the settings: the name of the user here. */
  readonly name: string;
};

export type OidcClient = {
  readonly begin: () => Promise<{readonly url: URL; readonly attempt: OidcAttempt}>;
  /** `url` is where the provider sent the browser. Rejects with `oidc-failed`, whatever was wrong. */
  readonly finish: (url: URL, attempt: OidcAttempt) => Promise<OidcIdentity>;
};

const discoverySeconds = 5;

/** The provider is asked for its addresses with the first sign-in and never at the start: Auth must not depend on it. */
export function makeOidcClient(
  oidc: NonNullable<WebSettings['oidc']>,
  redirectUri: string,
  secret: Secret | undefined,
): OidcClient {
  let found: Promise<Configuration> | undefined;
  const provider = async (): Promise<Configuration> => {
    found ??= discover(oidc, secret);
    try {
      return await found;
    } catch (cause) {
      found = undefined;
      throw new WebRefusal('oidc-failed', {}, {cause});
    }
  };
  return {
    begin: async () => {
      const attempt = {state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier()};
      const url = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return {url, attempt};
    },
    finish: async (url, {state, nonce, verifier}) => {
      const configuration = await provider();
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        const name = claims?.[oidc.claim];
        if (claims === undefined || typeof name !== 'string') throw new Error(`the ID token has no ${oidc.claim}`);
        return {subject: `${claims.iss} ${claims.sub}`, name};
      } catch (cause) {
        throw new WebRefusal('oidc-failed', {}, {cause});
      }
    },
  };
}

async function discover(oidc: NonNullable<WebSettings['oidc']>, secret: Secret | undefined): Promise<Configuration> {
  const issuer = new URL(oidc.issuer);
  // Without TLS only on this machine, where a test's provider listens.
  const local = issuer.protocol === 'http:' && issuer.hostname === '127.0.0.1';
  return discovery(
    issuer,
    oidc.clientId,
    undefined,
    secret === undefined ? None() : ClientSecretPost(secret.reveal()),
    {timeout: discoverySeconds, ...(local ? {execute: [allowInsecureRequests]} : {})},
  );
}
