// Issue 3, "Acting": an account that may do nothing but the catalogue of looks sees a green cluster, and sudo refuses it the rest.

import {chmodSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {openScreen} from '../../screen/terminal.ts';
import {cli, program, statusOf, untilGreen} from '../support/cli.ts';
import {type DeployedLab, deployedLab} from '../support/deployed-lab.ts';

const account = 'hpcha-watch';
const controllers = ['server1', 'server2', 'server3'] as const;
let world: DeployedLab;
let config = '';

beforeAll(async () => {
  world = await deployedLab();
  await untilGreen(world.config, 120_000);
  const {stdout: sudoers} = await cli(['config', 'sudoers', account, '--config', world.config]);
  const encoded = Buffer.from(`${sudoers}\n`).toString('base64');
  for (const host of controllers) {
    await sh(host, `id ${account} >/dev/null 2>&1 || useradd -m -s /bin/sh ${account}`);
    await sh(host, `install -d -m 700 -o ${account} ~${account}/.ssh`);
    await sh(host, `install -m 600 -o ${account} /root/.ssh/authorized_keys ~${account}/.ssh/authorized_keys`);
    await sh(host, `echo ${encoded} | base64 -d > /etc/sudoers.d/${account} && chmod 440 /etc/sudoers.d/${account}`);
  }
  config = join(mkdtempSync(join(tmpdir(), 'restricted-')), 'watch.yaml');
  writeFileSync(config, readFileSync(world.config, 'utf8').replace(/^ {2}user: root$/m, `  user: ${account}`));
  chmodSync(config, 0o600);
}, 1_200_000);

afterAll(async () => {
  for (const host of controllers) await sh(host, `rm -f /etc/sudoers.d/${account}; userdel -r ${account} || true`);
});

async function sh(host: string, command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await world.lab.ssh(host, command, {timeoutMs: 30_000});
  if (exitCode !== 0) throw new Error(`${host}: ${command}: ${stderr}`);
  return stdout;
}

describe('an account that may only look', () => {
  it('has a sudoers file that visudo accepts', async () => {
    for (const host of controllers)
      expect(await sh(host, `visudo -cf /etc/sudoers.d/${account}`)).toContain('parsed OK');
  });

  it('sees everything that root sees: a green cluster, in the same words', async () => {
    const asRoot = await statusOf(world.config);
    const asAccount = await statusOf(config);
    expect(asAccount.code).toBe(0);
    const verdicts = (status: typeof asRoot) =>
      Object.entries(status.status.services).map(([name, service]) => [name, service.verdict]);
    expect(verdicts(asAccount)).toEqual(verdicts(asRoot));
  });

  it('watches with the console, and is told of changes as they happen', async () => {
    const screen = await openScreen({command: [program, '--watch', '--config', config]});
    try {
      const lines = await screen.see(/✔ ok · may lose 1 more controller[\s\S]*q quit/, 60_000);
      expect(lines.join('\n')).not.toContain('polled only');
    } finally {
      screen.close();
    }
  });

  it('reads the logs', async () => {
    const {exitCode, stdout} = await cli(['logs', '--config', config]);
    expect(exitCode).toBe(0);
    for (const host of controllers) expect(stdout).toContain(` ${host} `);
  });

  it.each([
    'id',
    'cat /etc/shadow',
    'cat /etc/hpcha/secrets/munge',
    'journalctl -n 1',
    'gluster --mode=script volume stop data_volume force',
    'gluster --xml pool list extra',
    'find /var/lib/mysql -delete',
    'nft flush ruleset',
    'systemctl stop mariadb',
    'sh -c true',
  ])('is refused: sudo %s', async (command) => {
    const {exitCode, stderr} = await world.lab.ssh('server1', `su ${account} -c 'sudo -n -- ${command}'`, {
      timeoutMs: 30_000,
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/password is required|not allowed/);
  });
});
