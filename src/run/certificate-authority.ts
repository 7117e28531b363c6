// Makes the certificate authority of a cluster: a key and a certificate of its own, valid for ten years (RFC 5280, X.690 DER).

import {generateKeyPairSync, type KeyObject, randomBytes, sign} from 'node:crypto';

const dayMs = 24 * 3600 * 1000;
const years = 10;

/**
 * Key and certificate as one PEM text. P-256, because browsers take no Ed25519; pathlen 0: it signs servers, not authorities.
 * `now` in milliseconds since 1970; valid from a day before it, for machines whose clocks are behind.
 */
export function makeAuthority(now: number): string {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  // Two clusters' authorities must not look alike in a browser's list.
  const name = `HPC cluster authority ${randomBytes(4).toString('hex')}`;
  const certificate = certificateOf(name, publicKey, privateKey, now);
  const key = privateKey.export({format: 'pem', type: 'pkcs8'}).toString();
  return `${key}${pem(certificate)}`;
}

function certificateOf(name: string, publicKey: KeyObject, privateKey: KeyObject, now: number): Buffer {
  const signature = sequence(oid('1.2.840.10045.4.3.2'));
  const serial = Buffer.concat([Buffer.from([0x40 | (randomBytes(1).readUInt8() & 0x3f)]), randomBytes(15)]);
  const subject = sequence(set(sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name)))));
  const key = publicKey.export({format: 'der', type: 'spki'});
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    signature,
    subject,
    sequence(time(now - dayMs), time(now + years * 365 * dayMs)),
    subject,
    key,
    der(0xa3, sequence(...extensions())),
  );
  return sequence(body, signature, bits(sign('sha256', body, privateKey)));
}

/** CA, path length 0; may sign certificates and revocation lists (RFC 5280 §4.2.1.3, §4.2.1.9). */
function extensions(): readonly Buffer[] {
  const critical = der(0x01, Buffer.from([0xff]));
  const isAuthority = sequence(der(0x01, Buffer.from([0xff])), der(0x02, Buffer.from([0])));
  const usage = der(0x03, Buffer.from([1, 0x06]));
  return [
    sequence(oid('2.5.29.19'), critical, der(0x04, isAuthority)),
    sequence(oid('2.5.29.15'), critical, der(0x04, usage)),
  ];
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, ...parts);
}

function bits(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content);
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function time(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return Number(text.slice(0, 4)) < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
