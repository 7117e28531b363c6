// Issue 2, done-when 8: bad input of every kind ends with its exit code, names the fix, and changes nothing anywhere.

import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Lab, openLab} from '../../../src/lab/handle.ts';
import {cli} from '../support/cli.ts';

const name = 'hpchabad';
const hosts = ['server1', 'server2', 'server3'] as const;
let lab: Lab;
let directory = '';
let before = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hpcha-bad-'));
  await cli(['lab', 'down', '--wipe', '--name', name]);
  const up = await cli(
    ['lab', 'up', '--install-host-packages', '--name', name, '--controllers', '3', '--compute', '1'],
    {timeoutMs: 900_000},
  );
  if (up.exitCode !== 0) throw new Error(up.stderr);
  lab = await openLab(name);
  before = await footprint();
}, 1_000_000);

afterAll(async () => {
  await cli(['lab', 'down', '--wipe', '--name', name]);
  rmSync(directory, {recursive: true, force: true});
}, 120_000);

/** What of ours, and which packages, are on the bare controllers. */
async function footprint(): Promise<string> {
  const look =
    'ls -d /etc/hpcha /var/lib/hpcha /run/hpcha /var/log/hpcha /var/log/multihead_cluster 2>/dev/null; dpkg-query -W | sha256sum; sha256sum /etc/hosts /etc/fstab 2>/dev/null; true';
  return (await Promise.all(hosts.map(async (host) => `${host}: ${(await lab.ssh(host, look)).stdout}`))).join('\n');
}

function variant(change: (text: string) => string): string {
  const path = join(directory, `${Math.random().toString(36).slice(2)}.yaml`);
  const text = readFileSync(lab.config, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed, {mode: 0o600});
  return path;
}

type Wrong = {
  readonly title: string;
  readonly change: (text: string) => string;
  readonly code: number;
  readonly says: RegExp;
};

const wrongFiles: readonly Wrong[] = [
  {
    title: 'an unknown key',
    change: (text) => text.replace('vip_prefix:', 'vip_prefx:'),
    code: 78,
    says: /vip_prefx.*\n.*did you mean "vip_prefix"/,
  },
  {
    title: 'an undefined variable',
    change: (text) => text.replace(/^ {2}REDIS_PASSWORD:.*$/m, ''),
    code: 78,
    says: /variable REDIS_PASSWORD/,
  },
  {
    title: 'two vip_owners',
    change: (text) => text.replace('vip_owner: false', 'vip_owner: true'),
    code: 78,
    says: /all vip_owner/,
  },
  {
    title: 'duplicate addresses',
    change: (text) => text.replace(/(\d+\.\d+\.\d+)\.102/, '$1.103'),
    code: 78,
    says: /is also the address of/,
  },
  {
    title: 'a VIP in no controller network',
    change: (text) => text.replace(/vip: \d+\.\d+\.\d+\.100/, 'vip: 192.0.2.1'),
    code: 78,
    says: /in no controller's network/,
  },
];

describe('a wrong file', () => {
  it.each(wrongFiles)('$title: every command exits 78, names line and fix', async ({change, code, says}) => {
    const config = variant(change);
    for (const command of [['setup', '--yes'], ['status'], ['start', '--phase', '1', '--yes']]) {
      const result = await cli([...command, '--config', config]);
      expect([command[0], result.exitCode]).toEqual([command[0], code]);
      expect(result.stderr).toMatch(says);
      expect(result.stderr).toMatch(/\.yaml:\d+:\d+/);
    }
  });

  it('that is not there', async () => {
    const result = await cli(['setup', '--yes', '--config', join(directory, 'none.yaml')]);
    expect(result.exitCode).toBe(78);
    expect(result.stderr).toContain('config init');
  });

  it('that others can read', async () => {
    const config = variant((text) => `${text}\n# same\n`);
    chmodSync(config, 0o640);
    const result = await cli(['setup', '--yes', '--config', config]);
    expect(result.exitCode).toBe(78);
    expect(result.stderr).toContain(`chmod 600 ${config}`);
  });
});

describe('a host that does not let us in', () => {
  it('wrong ssh key: setup exits 69 and says which keys were tried', async () => {
    const key = join(directory, 'other_key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const config = variant((text) => text.replace(/identity_file: .*/, `identity_file: ${key}`));
    const result = await cli(['setup', '--yes', '--config', config], {env: {SSH_AUTH_SOCK: ''}});
    expect(result.exitCode).toBe(69);
    expect(result.stderr).toContain('server1');
    expect(result.stderr).toMatch(/key|publickey/);
  });

  it('unknown host key: refused, with what to do', async () => {
    const empty = join(directory, 'empty_known_hosts');
    writeFileSync(empty, '');
    const config = variant((text) => text.replace(/known_hosts: .*/, `known_hosts: ${empty}`));
    const result = await cli(['setup', '--yes', '--config', config]);
    expect(result.exitCode).toBe(69);
    expect(result.stderr).toMatch(/accept-new|ssh-keyscan/);
    expect(readFileSync(empty, 'utf8')).toBe('');
  });

  it('changed host key: refused, naming file and line', async () => {
    const changed = join(directory, 'changed_known_hosts');
    const lines = readFileSync(lab.paths.knownHosts, 'utf8').trim().split('\n');
    const key = join(directory, 'imposter');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const imposter = readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(changed, `${lines.map((line) => `${line.split(' ')[0]} ${imposter}`).join('\n')}\n`);
    const config = variant((text) => text.replace(/known_hosts: .*/, `known_hosts: ${changed}`));
    const result = await cli(['setup', '--yes', '--config', config]);
    expect(result.exitCode).toBe(69);
    expect(result.stderr).toMatch(new RegExp(`${changed}:\\d+`));
  });

  it('host refused: says so in words', async () => {
    const config = variant((text) => text.replace(/^ssh:\n/m, 'ssh:\n  port: 2\n'));
    const result = await cli(['setup', '--yes', '--config', config]);
    expect(result.exitCode).toBe(69);
    expect(result.stderr).toMatch(/refused/);
  });

  it('host hung (sshd stopped by SIGSTOP): status judges it in 6 s, setup exits 69', async () => {
    await lab.ssh('server2', 'systemctl kill --kill-whom=main -s STOP ssh');
    try {
      const status = await cli(['status', '--config', lab.config]);
      expect(status.tookMs).toBeLessThan(6000);
      expect(status.exitCode).toBe(3);
      expect(status.stdout).toContain('server2');
      const setup = await cli(['setup', '--yes', '--config', lab.config]);
      expect(setup.exitCode).toBe(69);
      expect(setup.stderr).toContain('server2');
    } finally {
      const machine = (await lab.status()).find((one) => one.name === 'server2');
      // sshd answers nobody now, so it is woken from outside: its process is a child of the machine's PID 1.
      execFileSync('sh', [
        '-c',
        `for p in $(cat /proc/${machine?.leader}/task/${machine?.leader}/children); do grep -qs '^Name:.sshd' /proc/$p/status && kill -CONT $p; done`,
      ]);
    }
  });
});

describe('a controller that cannot take it', () => {
  it('nothing of all that has changed anything anywhere', async () => {
    expect(await footprint()).toBe(before);
  });

  it('a full disk on one controller: setup stops, names the controller and the disk', async () => {
    await lab.ssh(
      'server2',
      'fallocate -l $(( $(df --output=avail -B1 / | tail -1) - 4194304 )) /var/fill; df -h / >&2',
    );
    try {
      const result = await cli(['setup', '--yes', '--config', lab.config], {timeoutMs: 300_000});
      expect([1, 77]).toContain(result.exitCode);
      expect(result.stdout + result.stderr).toMatch(/server2/);
      expect(result.stdout + result.stderr).toMatch(/space|full/i);
    } finally {
      await lab.ssh('server2', 'rm -f /var/fill');
    }
  });

  it('an apt source that is gone: setup stops and says so', async () => {
    // server2, whose disk was full a moment ago, still lacks its packages; the others have finished theirs.
    await lab.ssh(
      'server2',
      'mkdir -p /root/keep && mv /etc/apt/sources.list* /root/keep/ && rm -rf /var/lib/apt/lists/*',
    );
    const result = await cli(['setup', '--yes', '--config', lab.config], {timeoutMs: 300_000});
    expect(result.exitCode).toBe(1);
    expect(result.stdout + result.stderr).toMatch(/server2/);
    expect(result.stdout + result.stderr).toMatch(/apt|package/i);
    await lab.ssh('server2', 'mv /root/keep/* /etc/apt/');
  });
});
