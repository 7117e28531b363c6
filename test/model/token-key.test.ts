// What deriving the tokens' keys promises: one secret and one cluster make one pair, on every controller.

import {createPrivateKey, createPublicKey, sign, verify} from 'node:crypto';
import {expect, test} from 'vitest';
import {tokenKey, tokenSeed} from '../../src/model/token-key.ts';

test('the public key of the settings checks what the seed has signed', () => {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const seed = Buffer.from(tokenSeed('a secret', 'c1'), 'base64url');
  const key = createPrivateKey({key: Buffer.concat([head, seed]), format: 'der', type: 'pkcs8'});
  const open = createPublicKey({key: {kty: 'OKP', crv: 'Ed25519', x: tokenKey('a secret', 'c1')}, format: 'jwk'});
  const text = Buffer.from('token');
  expect(verify(null, text, open, sign(null, text, key))).toBe(true);
});

test('another secret and another cluster have other keys', () => {
  const keys = [tokenKey('a', 'c1'), tokenKey('b', 'c1'), tokenKey('a', 'c2')];
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toMatch(/^[\w-]{43}$/);
});
