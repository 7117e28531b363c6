// What the certificate's script promises, run as it is with a real openssl: a chain that holds, renewal in time, never half a pair.

import {execFileSync, spawnSync} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
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

/** From now on the script believes that so many days have passed. */
function clock(days: number): void {
  const at = Math.round(Date.now() / 1000 + days * 86_400);
  const real = execFileSync('sh', ['-c', 'command -v date'], {encoding: 'utf8'}).trim();
  const text = `#!/bin/sh\nif [ "$*" = +%s ]; then echo ${at}; else exec ${real} "$@"; fi\n`;
  writeFileSync(join(directory, 'date'), text);
  chmodSync(join(directory, 'date'), 0o755);
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

  test('is renewed in the last thirty days, or the last third of a shorter life', () => {
    web('renew');
    for (const [days, status] of [
      [397 - 31, 0],
      [397 - 29, 1],
    ] as const) {
      clock(days);
      expect([days, web('check').status]).toEqual([days, status]);
    }
  });

  test('is made anew for other names, for another authority, and before it ends', () => {
    web('renew');
    expect(web('check', {names: `${names},DNS:server2`}).status).toBe(1);
    foreignPair(5, 'server.crt', 'server.key');
    expect(web('check').status).not.toBe(0);
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
  /** nginx runs; certbot asks an authority whose certificates end in so many days, and counts how often it was asked. */
  function authority(days: number, name = 'hpc.example.org'): object {
    const live = join(directory, 'acme', 'live', 'hpcha');
    const request = `-subj /CN=${name} -addext subjectAltName=DNS:${name} -days ${days}`;
    const command = [
      `#!/bin/sh\necho asked >>${directory}/asked\nprintf '%s\\n' "$*" >${directory}/words\nmkdir -p ${live}`,
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ${request} -keyout ${live}/privkey.pem -out ${live}/fullchain.pem 2>/dev/null`,
    ];
    for (const [file, text] of [
      ['certbot', command.join('\n')],
      ['systemctl', '#!/bin/sh\nexit 0\n'],
    ] as const) {
      writeFileSync(join(directory, file), text);
      chmodSync(join(directory, file), 0o755);
    }
    return {mode: 'acme'};
  }
  const asked = (): number => readFileSync(join(directory, 'asked'), 'utf8').split('\n').length - 1;

  test('is fetched once, shown, and not asked for again while it lasts', () => {
    const acme = authority(90);
    expect(web('renew', acme)).toMatchObject({status: 0, stderr: ''});
    expect(certificate().subject).toBe('CN=hpc.example.org');
    expect(web('check', acme).status).toBe(0);
    expect(web('renew', acme).stdout).toBe('nothing to do\n');
    expect(asked()).toBe(1);
  });

  test('that lives for some days alone lasts too, or every run would ask for another one', () => {
    const acme = authority(6);
    expect(web('renew', acme).status).toBe(0);
    expect(web('check', acme).status).toBe(0);
  });

  test('is shown as long as browsers take it, while the authority that should renew it is away', () => {
    const acme = authority(90);
    web('renew', acme);
    const first = certificate().serialNumber;
    clock(70);
    writeFileSync(join(directory, 'certbot'), '#!/bin/sh\necho away >&2\nexit 1\n');
    expect(web('check', acme).status).toBe(1);
    expect(web('renew', acme)).toMatchObject({status: 1, stderr: expect.stringContaining('away')});
    expect(certificate().serialNumber).toBe(first);
    expect(web('startable', acme).status).toBe(0);
    authority(160);
    expect(web('renew', acme).status).toBe(0);
    expect(certificate().serialNumber).not.toBe(first);
  });

  test('is not asked for before nginx was told of the authority: until then one of our own is shown', () => {
    web('make-startable');
    const first = certificate().serialNumber;
    const other = {...authority(90, 'other.example.org'), common: 'other.example.org', names: 'DNS:other.example.org'};
    expect(web('startable', other).status).toBe(1);
    expect(web('make-startable', other)).toMatchObject({status: 0, stderr: ''});
    expect(certificate().serialNumber).not.toBe(first);
    expect([existsSync(join(directory, 'asked')), web('startable', other).status]).toEqual([false, 0]);
    expect([web('check', other).status, web('renew', other).status, asked()]).toEqual([1, 0, 1]);
  });

  test('is fetched anew when the site has another name', () => {
    web('renew', authority(90));
    const first = certificate().serialNumber;
    const other = {...authority(90, 'other.example.org'), common: 'other.example.org'};
    expect(web('check', other).status).toBe(1);
    expect(web('renew', other).status).toBe(0);
    expect(certificate().serialNumber).not.toBe(first);
  });

  test('that is for another name than the site’s is a failure, not a certificate', () => {
    const acme = authority(90, 'elsewhere.example.org');
    const refused = web('renew', acme);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/no certificate for hpc\.example\.org/);
  });

  test('is one of our own until the authority has answered, so that nginx can run for it to ask', () => {
    const acme = {mode: 'acme'};
    expect(web('startable', acme).status).toBe(1);
    expect(web('renew', acme).stdout).toContain('nginx does not run yet');
    expect(web('startable', acme).status).toBe(0);
    // It is shown, and it is not what was wanted.
    expect(web('check', acme).status).toBe(1);
  });
});
