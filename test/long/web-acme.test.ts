// A certificate of an ACME authority (Debian's pebble) and of files, on real controllers: fetched through the address, shown, renewed, late.

import {readFileSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {cli, statusOf, untilGreen} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';

const domain = 'hpc.example.test';
const controllers = ['server1', 'server2', 'server3'] as const;
const certificateUnit = 'hpcha-web-certificate.service';
/** Of pebble's own address, on every controller. */
const authorityFile = '/etc/ssl/pebble-root.pem';

let world: DeployedLab;
let vip: string;
let before: string;
let acmeDirectory = '';

beforeAll(async () => {
  world = await deployedLab();
  vip = (await statusOf(world.config)).status.vip.address;
  before = readFileSync(world.config, 'utf8');
  await installPebble();
}, 1_800_000);

afterAll(async () => {
  writeFileSync(world.config, before, {mode: 0o600});
  await cli(['setup', '--yes', '--config', world.config], {timeoutMs: 900_000});
  await world.lab.ssh('node001', 'systemctl stop pebble-test.service');
}, 1_200_000);

async function on(host: string, command: string, timeoutMs = 120_000): Promise<string> {
  const result = await world.lab.ssh(host, command, {timeoutMs});
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout;
}

/** The authority on the compute node: it looks names up in /etc/hosts, and comes to port 80 of whoever has the address. */
async function installPebble(): Promise<void> {
  await on('node001', 'apt-get install -y -q pebble openssl >/dev/null', 600_000);
  const address = (await on('node001', 'hostname -I')).trim().split(/\s+/)[0] ?? '';
  const subject = `-subj /CN=node001 -addext subjectAltName=DNS:node001,IP:${address}`;
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /etc/pebble/key.pem';
  const make = `openssl req -x509 ${key} -out /etc/pebble/cert.pem -days 30 ${subject} 2>/dev/null`;
  await on(
    'node001',
    `mkdir -p /etc/pebble; ${make}; grep -q ${domain} /etc/hosts || echo '${vip} ${domain}' >>/etc/hosts`,
  );
  const root = await on('node001', 'cat /etc/pebble/cert.pem');
  for (const host of controllers) await put(host, authorityFile, root);
  acmeDirectory = `https://${address}:14000/dir`;
}

async function put(host: string, path: string, text: string, mode = '644'): Promise<void> {
  const done = await world.lab.ssh(host, `cat >${path} && chmod ${mode} ${path}`, {input: text});
  if (done.exitCode !== 0) throw new Error(`${host}: ${path}: ${done.stderr}`);
}

/** Certificates of this authority end after so many seconds. It forgets what it gave; clients make new accounts. */
async function startPebble(seconds: number): Promise<void> {
  const config = {
    pebble: {
      ...{listenAddress: '0.0.0.0:14000', managementListenAddress: '127.0.0.1:15000'},
      ...{certificate: '/etc/pebble/cert.pem', privateKey: '/etc/pebble/key.pem'},
      ...{httpPort: 80, tlsPort: 443, ocspResponderURL: '', externalAccountBindingRequired: false},
      certificateValidityPeriod: seconds,
    },
  };
  await put('node001', '/etc/pebble/config.json', JSON.stringify(config));
  const run = 'systemd-run --quiet --collect --unit pebble-test -E PEBBLE_VA_NOSLEEP=1';
  await on('node001', `systemctl stop pebble-test.service 2>/dev/null; ${run} pebble -config /etc/pebble/config.json`);
  const there = async (): Promise<string> =>
    on('server1', `curl -sk -o /dev/null -w '%{http_code}' ${acmeDirectory}; true`);
  await expect.poll(there, {timeout: 20_000}).toBe('200');
}

async function setup(web: string): Promise<string> {
  writeFileSync(world.config, before.replace(/^web:\n {2}domain: .*\n/m, `web:\n  domain: ${domain}\n${web}`), {
    mode: 0o600,
  });
  const done = await cli(['setup', '--yes', '--config', world.config], {timeoutMs: 900_000});
  expect(`${done.stdout}\n${done.stderr}`).toMatch(/\d+ changed, \d+ unchanged, 0 failed/);
  return done.stdout.trimEnd().split('\n').at(-1) ?? '';
}

/** What nginx shows under the site's name: issuer, names and serial number. */
async function shownAt(host: string, address: string): Promise<string> {
  const connect = `openssl s_client -connect ${address}:443 -servername ${domain} </dev/null 2>/dev/null`;
  return on(host, `${connect} | openssl x509 -noout -issuer -serial -ext subjectAltName`);
}

async function serials(): Promise<readonly string[]> {
  const all = await Promise.all(controllers.map((host) => shownAt(host, '127.0.0.1')));
  return all.map((text) => /serial=(\w+)/.exec(text)?.[1] ?? '');
}

const acme = (): string =>
  `  tls:\n    mode: acme\n    acme:\n      directory: ${acmeDirectory}\n      email: root@example.org\n      ca_file: ${authorityFile}\n`;

describe('an ACME authority', () => {
  it('gives every controller a certificate for the site’s name, asked for through the address', async () => {
    await startPebble(90 * 86_400);
    await setup(acme());
    for (const host of controllers) {
      const shown = await shownAt(host, '127.0.0.1');
      expect([host, shown]).toEqual([host, expect.stringMatching(/issuer=CN ?= ?Pebble Intermediate CA/)]);
      expect(shown).toContain(`DNS:${domain}`);
    }
    expect(await shownAt('node001', vip)).toMatch(/Pebble Intermediate CA/);
    await untilGreen(world.config, 120_000);
  });

  it('is asked nothing by a second setup, nor by the daily timer while the certificate lasts', async () => {
    const given = await serials();
    expect(await setup(acme())).toMatch(/^0 changed, \d+ unchanged, 0 failed$/);
    for (const host of controllers) await on(host, `systemctl start ${certificateUnit}`);
    expect(await serials()).toEqual(given);
  });

  it('is asked for another one in time, and lateness is a finding until then', async () => {
    await startPebble(60);
    await on('server2', 'rm -rf /etc/hpcha/web/acme/* && rm -f /etc/hpcha/web/tls/server.crt');
    await on('server2', `systemctl start ${certificateUnit}`);
    const short = await serials();
    const codes = async (): Promise<readonly string[]> =>
      (await statusOf(world.config)).status.findings.map(({code, where}) => `${code}@${where}`);
    await expect.poll(codes, {timeout: 120_000, interval: 3000}).toContain('WebCertificateExpired@server2');
    await startPebble(90 * 86_400);
    await on('server2', 'rm -rf /etc/hpcha/web/acme/accounts');
    await on('server2', `systemctl start ${certificateUnit}`);
    expect((await serials())[1]).not.toBe(short[1]);
    expect((await codes()).filter((code) => code.startsWith('WebCertificate'))).toEqual([]);
  });

  it('that is away leaves the certificate that is shown as it is, and the timer’s unit says that it failed', async () => {
    await on('node001', 'systemctl stop pebble-test.service');
    await on('server3', 'rm -rf /etc/hpcha/web/acme/live /etc/hpcha/web/acme/renewal /etc/hpcha/web/acme/archive');
    const shown = await serials();
    const failed = await world.lab.ssh('server3', `systemctl start ${certificateUnit}`, {timeoutMs: 120_000});
    expect(failed.exitCode).not.toBe(0);
    expect(await serials()).toEqual(shown);
    await startPebble(90 * 86_400);
    await on('server3', 'rm -rf /etc/hpcha/web/acme/accounts');
    await on('server3', `systemctl start ${certificateUnit}`);
    expect((await serials())[2]).not.toBe(shown[2]);
  });
});

describe('certificates that were given as files', () => {
  const [cert, key] = ['/etc/ssl/site.pem', '/etc/ssl/site.key'];
  const files = `  tls:\n    mode: files\n    cert_file: ${cert}\n    key_file: ${key}\n`;

  async function give(): Promise<void> {
    const ask = `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/O=Given/CN=${domain}'`;
    const made = `${ask} -addext subjectAltName=DNS:${domain} -days 90 -keyout ${key} -out ${cert} 2>/dev/null`;
    await on('server1', made);
    const pair = [await on('server1', `cat ${cert}`), await on('server1', `cat ${key}`)];
    for (const host of controllers) {
      await put(host, cert, pair[0] ?? '');
      await put(host, key, pair[1] ?? '', '600');
    }
  }

  it('are the same on all controllers, kept by a second setup, and taken anew by the timer when they changed', async () => {
    await give();
    await setup(files);
    const first = await serials();
    expect(new Set(first).size).toBe(1);
    expect(await shownAt('node001', vip)).toMatch(/O ?= ?Given/);
    expect(await setup(files)).toMatch(/^0 changed, \d+ unchanged, 0 failed$/);
    await give();
    for (const host of controllers) await on(host, `systemctl start ${certificateUnit}`);
    const second = await serials();
    expect(new Set(second).size).toBe(1);
    expect(second[0]).not.toBe(first[0]);
  });

  it('with a key that belongs to another one change nothing, and the step says whose it is', async () => {
    const shown = await serials();
    await on('server1', `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${key}`);
    const failed = await cli(['setup', '--yes', '--config', world.config], {timeoutMs: 900_000});
    expect(failed.exitCode).not.toBe(0);
    expect(`${failed.stdout}\n${failed.stderr}`).toContain(`${key} is not the key of ${cert}`);
    expect(await serials()).toEqual(shown);
  });
});
