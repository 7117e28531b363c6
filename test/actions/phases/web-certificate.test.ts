// What the certificate's script promises, run as it is with a real openssl: a chain that holds, renewal in time, never half a pair.

import {execFileSync, spawnSync} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {renderPlain} from '../../../src/actions/render.ts';
import {makeAuthority} from '../../../src/run/certificate-authority.ts';

const names = 'DNS:hpc.example.org,DNS:server1,IP:10.0.0.100';
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hpcha-tls-'));
  writeFileSync(join(directory, 'ca.pem'), makeAuthority(Date.now()), {mode: 0o600});
  // nginx does not run here: there is nothing to reload.
  writeFileSync(join(directory, 'systemctl'), '#!/bin/sh\nexit 3\n');
  chmodSync(join(directory, 'systemctl'), 0o755);
});

afterEach(() => rmSync(directory, {recursive: true}));

function web(verb: string, over: object = {}) {
  const data = {
    ...{tls: directory, mode: 'self-signed', names, common: 'hpc.example.org', certFile: '', keyFile: ''},
    ...{acmeDir: join(directory, 'acme'), acmeRoot: '/nowhere', acmeServer: 'https://ca.example.org', acmeAccount: ''},
    ...{caFile: '', ...over},
  };
  const script = join(directory, 'web-certificate');
  writeFileSync(script, renderPlain('web/certificate.sh', data));
  const env = {...process.env, PATH: `${directory}:${process.env['PATH'] ?? ''}`};
  return spawnSync('bash', [script, verb], {encoding: 'utf8', env, timeout: 30_000});
}

const certificate = () => new X509Certificate(readFileSync(join(directory, 'server.crt')));
const mode = (name: string) => (statSync(join(directory, name)).mode & 0o777).toString(8);

/** A pair that ends in so many days, from nobody in particular. */
function foreignPair(days: number, cert = 'given.pem', key = 'given.key'): void {
  const out = ['-keyout', join(directory, key), '-out', join(directory, cert), '-days', String(days)];
  const ask = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=given'];
  execFileSync('openssl', [...ask, ...out], {stdio: 'ignore'});
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('a certificate of the cluster’s own authority', () => {
  test('is made once, holds every name, and is vouched for by the authority that is offered', () => {
    expect(web('check').status).toBe(1);
    const made = web('renew');
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    const first = certificate();
    const authority = new X509Certificate(readFileSync(join(directory, 'ca.crt')));
    expect(first.checkIssued(authority) && first.verify(authority.publicKey)).toBe(true);
    expect(first.subjectAltName).toBe('DNS:hpc.example.org, DNS:server1, IP Address:10.0.0.100');
    expect(Date.parse(first.validTo) - Date.parse(first.validFrom)).toBeLessThanOrEqual(398 * 24 * 3600 * 1000);
    expect([mode('server.key'), mode('server.crt'), mode('ca.crt')]).toEqual(['600', '644', '644']);
    expect(web('check').status).toBe(0);
    expect(web('renew').stdout).toBe('nothing to do\n');
    expect(certificate().serialNumber).toBe(first.serialNumber);
  });

  test('is made anew for other names, for another authority, and before it ends', () => {
    web('renew');
    expect(web('check', {names: `${names},DNS:server2`}).status).toBe(1);
    foreignPair(5, 'server.crt', 'server.key');
    expect(web('check').status).toBe(1);
    web('renew');
    writeFileSync(join(directory, 'ca.pem'), makeAuthority(Date.now()));
    expect(web('check').status).toBe(1);
    expect(web('renew').status).toBe(0);
    expect(web('check').status).toBe(0);
  });

  test('leaves no key behind on the way', () => {
    web('renew');
    expect(spawnSync('find', [directory, '-name', '.*', '-type', 'f']).stdout.toString()).toBe('');
  });
});

describe.skipIf(!hasOpenssl)('a certificate that was given', () => {
  const given = () => ({
    mode: 'files',
    certFile: join(directory, 'given.pem'),
    keyFile: join(directory, 'given.key'),
  });

  test('is taken, and taken again when it has changed', () => {
    foreignPair(90);
    expect(web('renew', given()).status).toBe(0);
    expect(web('check', given()).status).toBe(0);
    foreignPair(90);
    expect(web('check', given()).status).toBe(1);
    expect(web('renew', given()).status).toBe(0);
    expect(certificate().subject).toBe('CN=given');
  });

  test('with a key that does not belong to it changes nothing and says so', () => {
    foreignPair(90);
    web('renew', given());
    const before = certificate().serialNumber;
    foreignPair(90, 'other.pem', 'given.key');
    const refused = web('renew', given());
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('is not the key of');
    expect(certificate().serialNumber).toBe(before);
  });
});

describe.skipIf(!hasOpenssl)('a certificate of an outside authority', () => {
  test('is one of our own until the authority has answered, so that nginx can run for it to ask', () => {
    const acme = {mode: 'acme'};
    expect(web('interim', acme).status).toBe(1);
    expect(web('renew', acme).stdout).toContain('nginx does not run yet');
    expect(web('interim', acme).status).toBe(0);
    // It is shown, and it is not what was wanted.
    expect(web('check', acme).status).toBe(1);
  });
});
