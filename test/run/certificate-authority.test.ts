// What the cluster's own certificate authority promises: a certificate that browsers and openssl accept, and a key that fits.

import {createPrivateKey, X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {makeAuthority} from '../../src/run/certificate-authority.ts';

const now = Date.UTC(2026, 0, 15);
const day = 24 * 3600 * 1000;

test('the certificate is an authority, signed by its own key, valid for ten years', () => {
  const text = makeAuthority(now);
  const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
  const key = createPrivateKey(text);
  expect(certificate.ca).toBe(true);
  expect(certificate.checkPrivateKey(key)).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.issuer).toBe(certificate.subject);
  expect(Date.parse(certificate.validFrom)).toBe(now - day);
  expect(Date.parse(certificate.validTo)).toBe(now + 3650 * day);
});

test('two clusters have authorities of different names and numbers', () => {
  const [a, b] = [makeAuthority(now), makeAuthority(now)].map(
    (text) => new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE'))),
  );
  expect(a?.subject).not.toBe(b?.subject);
  expect(a?.serialNumber).not.toBe(b?.serialNumber);
});

test('a certificate that ends after 2049 tells its time as RFC 5280 wants it', () => {
  const text = makeAuthority(Date.UTC(2045, 0, 1));
  const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2054);
});
