// Redis in cluster mode on real controllers: masters moved and spread again, what a loss would do, maintenance; no key is lost.

import {readFileSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {acted, refusedFor} from '../lab/support/acts.ts';
import {cli, statusOf, untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {untilHolds} from '../lab/support/drills.ts';

const hosts = ['server1', 'server2', 'server3'] as const;
const units = 'redis-sentinel redis-server redis-server@6380';
let lab: Lab;
let config = '';
let password = '';

/** The same lab with Redis set up anew in that mode. */
async function deploy(path: string): Promise<void> {
  const forget = `systemctl stop ${units} 2>/dev/null; rm -rf /var/lib/redis/* /etc/redis/redis-6379.conf /etc/redis/redis-6380.conf /etc/redis/sentinel-26379.conf; true`;
  for (const host of hosts) await lab.ssh(host, forget);
  const {exitCode, stdout, stderr} = await cli(['start', '--phase', '3', '--yes', '--config', path], {
    timeoutMs: 600_000,
  });
  expect(exitCode, stdout + stderr).toBe(0);
}

beforeAll(async () => {
  ({lab} = await deployedLab());
  const text = readFileSync(lab.config, 'utf8');
  password = /REDIS_PASSWORD: "([^"]+)"/.exec(text)?.[1] ?? '';
  config = `${lab.config.replace(/\.yaml$/, '')}-redis-cluster.yaml`;
  writeFileSync(config, text.replace('mode: sentinel', 'mode: cluster'), {mode: 0o600});
  await deploy(config);
  await untilCalm(config, 120_000);
});

afterAll(async () => {
  await deploy(lab.config);
});

/** On stdin, so that no password stands in a process list. */
async function redis(script: string): Promise<string> {
  const command = `REDISCLI_AUTH='${password}' sh -c '${script}'`;
  const {exitCode, stdout, stderr} = await lab.ssh('server1', command, {timeoutMs: 120_000});
  if (exitCode !== 0) throw new Error(stdout + stderr);
  return stdout.trim();
}

const writeKeys = () =>
  redis('for i in $(seq 100); do redis-cli -c -h server2 set key$i value$i >/dev/null || exit 1; done');
const keysRead = () =>
  redis(
    'n=0; for i in $(seq 100); do [ "$(redis-cli -c -h server2 get key$i)" = value$i ] && n=$((n+1)); done; echo $n',
  );

async function codes(): Promise<readonly string[]> {
  return (await statusOf(config)).status.findings.map(({code}) => code);
}

describe('switch-redis in cluster mode', () => {
  it('moves the masters that have a replica there, says what that costs, and spreads them again without losing a key', async () => {
    await writeKeys();
    await refusedFor(config, 'server1', ['switch-redis'], [/nothing to rebalance/]);
    await acted(config, 'server2', 'switch-redis', '--to', 'server2');
    await untilHolds(
      'masters on one machine',
      async () => (await codes()).includes('RedisClusterColocatedMasters'),
      60_000,
    );
    const stops = await cli(['can-stop', 'server2', '--config', config]);
    expect(stops.stdout).toMatch(/1 of 3 Redis masters would be left/);
    expect(stops.exitCode).toBe(2);
    const target = /redis-swap|move slots \S+ from server2 to (\S+)/;
    const preview = await cli(['switch-redis', '--dry-run', '--config', config]);
    await acted(config, target.exec(preview.stdout)?.[1] ?? '', 'switch-redis');
    await untilHolds('masters apart', async () => !(await codes()).includes('RedisClusterColocatedMasters'), 60_000);
    expect(await keysRead()).toBe('100');
  });
});

describe('maintenance in cluster mode', () => {
  it('takes a controller out with its masters moved, brings it back with one, and no key is lost', async () => {
    await writeKeys();
    await acted(config, 'server3', 'maintenance', 'on', 'server3');
    expect(await keysRead()).toBe('100');
    const left = await lab.ssh('server3', 'pgrep -x redis-server || true');
    expect(left.stdout).toBe('');
    await acted(config, 'server3', 'maintenance', 'off', 'server3');
    await untilCalm(config, 180_000);
    expect(await keysRead()).toBe('100');
  });
});
