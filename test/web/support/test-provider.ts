// An OpenID provider on the loopback address: enough of one to sign in at, and to lie to us where a test wants it.

import {createHash, generateKeyPairSync, randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {SignJWT} from 'jose';

type Grant = {readonly challenge: string; readonly nonce: string; readonly redirectUri: string};

export type TestProvider = {
  readonly issuer: string;
  /** What the provider says about the one who signs in. */
  person: {sub: string; preferred_username: string};
  /** Set to make the provider answer with another nonce. */
  wrongNonce: boolean;
  /** The person agrees: what the browser is sent to next. */
  readonly agree: (authorizationUrl: string) => URL;
  readonly close: () => Promise<void>;
};

export async function startProvider(): Promise<TestProvider> {
  const {privateKey, publicKey} = generateKeyPairSync('ed25519');
  const grants = new Map<string, Grant>();
  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    person: {sub: 'person-1', preferred_username: 'lee'},
    wrongNonce: false,
    agree: (authorizationUrl) => {
      const asked = new URL(authorizationUrl).searchParams;
      const code = randomBytes(8).toString('hex');
      const redirectUri = asked.get('redirect_uri') ?? '';
      grants.set(code, {challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '', redirectUri});
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      back.searchParams.set('iss', issuer);
      return back;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const json = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === '/.well-known/openid-configuration') {
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['EdDSA'],
        subject_types_supported: ['public'],
        code_challenge_methods_supported: ['S256'],
      });
    }
    if (request.url === '/jwks') {
      return json(response, 200, {
        keys: [{...publicKey.export({format: 'jwk'}), kid: 'one', use: 'sig', alg: 'EdDSA'}],
      });
    }
    const sent = new URLSearchParams(await bodyOf(request));
    const grant = grants.get(sent.get('code') ?? '');
    grants.delete(sent.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant === undefined || challenge !== grant.challenge) return json(response, 400, {error: 'invalid_grant'});
    const token = await new SignJWT({...provider.person, nonce: provider.wrongNonce ? 'other' : grant.nonce})
      .setProtectedHeader({alg: 'EdDSA', kid: 'one'})
      .setIssuer(issuer)
      .setAudience('hpcha')
      .setIssuedAt()
      .setExpirationTime('1 minute')
      .sign(privateKey);
    json(response, 200, {access_token: 'unused', token_type: 'Bearer', expires_in: 60, id_token: token});
  };
  return provider;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
