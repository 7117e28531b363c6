// The check of access tokens alone: what was found good stays good until it is over, and nothing else gets in beside it.

import {describe, expect, it} from 'vitest';
import {makeVerifyToken} from '../../src/web/session/verify-token.ts';
import {makeTestKey, signToken, testClaims, testNow} from './support/test-service.ts';

describe('a token that was good before', () => {
  const key = makeTestKey();

  it('is over when its time comes, to the second', async () => {
    let now = testNow;
    const verify = makeVerifyToken({tokenKey: key.tokenKey, cluster: 'test-cluster', now: () => now});
    const token = await signToken(key);
    expect(await verify(token)).toMatchObject({name: 'kim'});
    // Clocks of controllers may differ by five seconds.
    now = testClaims.exp * 1000 + 4_900;
    expect(await verify(token)).toMatchObject({name: 'kim'});
    now = testClaims.exp * 1000 + 5_000;
    await expect(verify(token)).rejects.toMatchObject({refusal: 'token-expired'});
    await expect(verify(token)).rejects.toMatchObject({refusal: 'token-expired'});
  });

  it('lends nothing to one that was changed by a letter', async () => {
    const verify = makeVerifyToken({tokenKey: key.tokenKey, cluster: 'test-cluster', now: () => testNow});
    const [head = '', claims = '', signature = ''] = (await signToken(key)).split('.');
    await verify(`${head}.${claims}.${signature}`);
    const raised = Buffer.from(JSON.stringify({...testClaims, iss: 'hpcha', aud: 'test-cluster', role: 'admin'}));
    await expect(verify(`${head}.${raised.toString('base64url')}.${signature}`)).rejects.toMatchObject({
      refusal: 'token-invalid',
    });
  });

  it('is not checked again, and thousands of others do not pile up', async () => {
    const verify = makeVerifyToken({tokenKey: key.tokenKey, cluster: 'test-cluster', now: () => testNow});
    const token = await signToken(key);
    // The very same claims: the signature was not looked at a second time.
    expect(await verify(token)).toBe(await verify(token));
    const first = await verify(token);
    for (let n = 0; n < 5_000; n += 1) await verify(await signToken(key, {jti: `token ${n} of many`}));
    expect(await verify(token)).not.toBe(first);
  });
});
