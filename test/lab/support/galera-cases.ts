// What is done to a Galera cluster in the recovery tests, and what is asked of it afterwards.

import {expect} from 'vitest';
import type {Lab} from '../../../src/lab/handle.ts';
import {type CliResult, cli, untilGreen} from './cli.ts';
import {missingRows} from './written-rows.ts';

export const nodes = ['server1', 'server2', 'server3'] as const;

/** Nothing of systemd's may revive it: what is tested is the way back by the operator. */
export async function killAll(lab: Lab, hosts: readonly string[] = nodes): Promise<void> {
  await Promise.all(
    hosts.map((host) =>
      lab.ssh(host, 'systemctl mask --runtime mariadb >/dev/null 2>&1; systemctl kill --signal=KILL mariadb; true'),
    ),
  );
}

export async function stopOne(lab: Lab, host: string): Promise<void> {
  const result = await lab.ssh(host, 'systemctl stop mariadb', {timeoutMs: 60_000});
  if (result.exitCode !== 0) throw new Error(`${host}: ${result.stderr}`);
}

export function bootstrap(config: string, ...more: readonly string[]): Promise<CliResult> {
  return cli(['bootstrap-galera', '--config', config, ...more], {timeoutMs: 240_000});
}

export function confirmed(cluster: string): readonly string[] {
  return ['--yes', '--confirm', cluster, '--reason', 'a test of the recovery'];
}

/** Refused with 77, with that code, and with every one of these words in what it says. */
export async function expectRefused(config: string, flags: readonly string[], words: readonly RegExp[]): Promise<void> {
  const {exitCode, stderr} = await bootstrap(config, ...flags);
  expect(stderr).toContain('refused, nothing was changed');
  for (const word of words) expect(stderr).toMatch(word);
  expect(exitCode).toBe(77);
}

export async function expectRecovered(lab: Lab, result: CliResult, writer: string): Promise<void> {
  expect(`${result.stdout}${result.stderr}`).toMatch(/\d+ changed, \d+ unchanged, 0 failed/);
  expect(result.exitCode).toBe(0);
  for (const node of nodes)
    expect(await missingRows(lab, writer, node), `acknowledged rows missing on ${node}`).toEqual([]);
  await untilGreen(lab.config, 90_000);
}
