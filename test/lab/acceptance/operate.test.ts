// Issue 4 on real controllers, the quick part: a measured move of the address, its repair, two operators, a changed plan, the audit.

import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import type {Lab} from '../../../src/lab/handle.ts';
import {cli, startCli, statusOf, untilCalm, untilGreen} from '../support/cli.ts';
import {deployedLab} from '../support/deployed-lab.ts';
import {expectRefused} from '../support/galera-cases.ts';

const hosts = ['server1', 'server2', 'server3'] as const;
let lab: Lab;
let vip = '';

beforeAll(async () => {
  // A console of its own: what an older one remembers of an older cluster of that name is no matter of this test.
  process.env['XDG_STATE_HOME'] = mkdtempSync(join(tmpdir(), 'hpcha-operate-'));
  ({lab} = await deployedLab());
  vip = (await untilGreen(lab.config, 90_000)).vip.address;
});

async function ownerNow(): Promise<string> {
  const {status} = await statusOf(lab.config);
  const [owner, ...more] = status.vip.owners;
  if (owner === undefined || more.length > 0) throw new Error(`owners: ${status.vip.owners.join(', ')}`);
  return owner;
}

/** Every change of the address on one controller, with the time by the clock that all machines of a lab share. */
async function watchAddress(host: string): Promise<void> {
  await lab.ssh(
    host,
    `systemctl stop hpcha-test-watch 2>/dev/null; rm -f /run/hpcha-test-watch; systemd-run --quiet --collect --unit=hpcha-test-watch --property=StandardOutput=file:/run/hpcha-test-watch ip -ts -o monitor address`,
  );
}

/** When the kernel had the address on that controller, as pairs of begin and end in milliseconds. */
async function held(host: string, atFirst: boolean): Promise<readonly (readonly [number, number])[]> {
  const {stdout} = await lab.ssh(host, 'systemctl stop hpcha-test-watch 2>/dev/null; cat /run/hpcha-test-watch');
  const spans: [number, number][] = [];
  let since: number | null = atFirst ? 0 : null;
  for (const line of stdout.split('\n').filter((each) => each.includes(`${vip}/`))) {
    const at = Date.parse(`${/\[([^\]]+)\]/.exec(line)?.[1] ?? ''}Z`);
    if (line.includes('Deleted')) {
      if (since !== null) spans.push([since, at]);
      since = null;
    } else since ??= at;
  }
  if (since !== null) spans.push([since, Number.MAX_SAFE_INTEGER]);
  return spans;
}

describe('failover-vip on real controllers', () => {
  it('moves the address where it is told to within 300 ms at 50 Hz, and never has two owners', async () => {
    const from = await ownerNow();
    const to = hosts.find((host) => host !== from) ?? 'server1';
    for (const host of hosts) await watchAddress(host);
    const result = await cli([
      ...['failover-vip', '--to', to, '--config', lab.config],
      ...['--yes', '--confirm', to, '--reason', 'a test of the move'],
    ]);
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    const gap = /longest gap (\d+) ms in (\d+) answers/.exec(result.stdout);
    expect(Number(gap?.[2])).toBeGreaterThan(20);
    expect(Number(gap?.[1])).toBeLessThanOrEqual(300);
    expect(await ownerNow()).toBe(to);
    const spans = (await Promise.all(hosts.map(async (host) => held(host, host === from)))).flat();
    for (const [index, [begin, end]] of spans.entries())
      for (const [other, [b, e]] of spans.entries())
        if (index < other)
          expect(Math.min(end, e) <= Math.max(begin, b), `two owners: ${begin}–${end} and ${b}–${e}`).toBe(true);
    const flags = await Promise.all(hosts.map((host) => lab.ssh(host, 'cat /run/hpcha/vrrp.maint')));
    expect(flags.map(({stdout}) => stdout.trim())).toEqual(['0', '0', '0']);
  });

  it('refuses an unhealthy target with its reasons', async () => {
    const from = await ownerNow();
    const to = hosts.find((host) => host !== from) ?? 'server1';
    await lab.ssh(to, 'systemctl stop keepalived');
    const result = await cli(['failover-vip', '--to', to, '--config', lab.config, '--dry-run']);
    await lab.ssh(to, 'systemctl start keepalived');
    expect(result.exitCode).toBe(77);
    expect(result.stderr).toContain(`keepalived on ${to} is inactive`);
    await untilCalm(lab.config);
  });

  it('reports an address that a killed keepalived left behind within 3 s, and repair-vip ends it', async () => {
    const from = await ownerNow();
    onTestFinished(async () => {
      // Also when an expectation failed: the tests after this one need the daemon.
      await lab.ssh(
        from,
        'systemctl unmask --runtime keepalived; systemctl reset-failed keepalived; systemctl start keepalived',
      );
    });
    // Frozen first: killed one by one, the VRRP process may hear of its parent's death and take the address off.
    const kill = ['STOP', 'KILL'].map((signal) => `systemctl kill --kill-whom=all -s ${signal} keepalived`);
    await lab.ssh(from, ['systemctl mask --runtime keepalived', ...kill].join('; '));
    const killed = Date.now();
    let codes: readonly string[] = [];
    let saidAfter = Number.POSITIVE_INFINITY;
    while (Date.now() - killed < 15_000 && saidAfter === Number.POSITIVE_INFINITY) {
      const {status} = await statusOf(lab.config, ['--service', 'keepalived']);
      codes = status.findings.map(({code}) => code);
      if (codes.includes('VipOrphaned') || codes.includes('VipDuplicate'))
        // The time of the look, not of the program's start on a busy machine.
        saidAfter = Date.parse(status.at) - killed;
    }
    expect(saidAfter, codes.join(' ')).toBeLessThanOrEqual(3000);
    const result = await cli([
      'repair-vip',
      '--config',
      lab.config,
      '--yes',
      '--confirm',
      from,
      '--reason',
      'a test of the repair',
    ]);
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    const left = await lab.ssh(from, `ip -o -4 addr show to ${vip}/32`);
    expect(left.stdout).toBe('');
    await lab.ssh(
      from,
      'systemctl unmask --runtime keepalived; systemctl reset-failed keepalived; systemctl start keepalived',
    );
    await untilCalm(lab.config);
  });
});

describe('two operators', () => {
  it('the second gets 75 and the name of the first', async () => {
    const from = await ownerNow();
    const to = hosts.find((host) => host !== from) ?? 'server2';
    // Named, because which replica has most of the master's writes changes from one look to the next.
    const replica = await redisTarget();
    const first = startCli([
      ...['switch-redis', '--to', replica, '--config', lab.config],
      ...['--yes', '--confirm', replica, '--reason', 'the first of two'],
    ]);
    await first.untilLine(/── /);
    const second = await cli([
      'failover-vip',
      '--to',
      to,
      '--config',
      lab.config,
      '--yes',
      '--confirm',
      to,
      '--reason',
      'the second',
    ]);
    const {exitCode, output} = await first.ended;
    expect(second.exitCode, second.stderr).toBe(75);
    expect(second.stderr).toMatch(/locked by \S+@\S+.*switch-redis.*the first of two/s);
    expect(exitCode, output).toBe(0);
    await untilCalm(lab.config);
  });
});

describe('the audit journal', () => {
  it('is on the console and on every controller, agrees, and holds no secret', async () => {
    const verified = await cli(['journal', 'verify', '--config', lab.config]);
    expect(verified.stdout).toMatch(/4 copies are whole and agree/);
    const {stdout} = await lab.ssh('server2', 'cat /var/log/hpcha/audit.jsonl; stat -c %a /var/log/hpcha/audit.jsonl');
    expect(stdout.trimEnd().endsWith('640')).toBe(true);
    const secrets = await lab.ssh(
      'server1',
      'cat /etc/hpcha/secrets/*; awk \'$1=="requirepass"{gsub(/"/,"",$2);print $2}\' /etc/redis/redis.conf',
    );
    for (const secret of secrets.stdout.split('\n').filter((line) => line.length > 7))
      expect(stdout).not.toContain(secret);
  });

  it('shows a copy in which a word was changed, and one whose end was cut off', async () => {
    const file = '/var/log/hpcha/audit.jsonl';
    await lab.ssh('server3', `cp -a ${file} /root/audit.kept; sed -i 's/a test of the move/nothing at all/' ${file}`);
    const changed = await cli(['journal', 'verify', '--config', lab.config]);
    await lab.ssh('server3', `cp -a /root/audit.kept ${file}; sed -i '$d' ${file}; sed -i '$d' ${file}`);
    const cut = await cli(['journal', 'verify', '--config', lab.config]);
    await lab.ssh('server3', `cp -a /root/audit.kept ${file}`);
    expect(changed.exitCode).toBe(2);
    expect(changed.stdout).toMatch(/server3, line \d+: run \w+ was changed after it was written/);
    expect(cut.exitCode).toBe(2);
    expect(cut.stdout).toMatch(/server3: \S+ remembers a line/);
  });
});

describe('bootstrap-galera on a healthy cluster', () => {
  it('is refused, and shows why', async () => {
    await expectRefused(
      lab.config,
      ['--dry-run'],
      [/server1, server2, server3 are in a Primary component/, /0\w+|[1-9]\w+/],
    );
  });
});

async function redisTarget(): Promise<string> {
  const dry = await cli(['switch-redis', '--config', lab.config, '--dry-run', '--json']);
  const {target} = JSON.parse(dry.stdout) as {readonly target: string};
  return target;
}
