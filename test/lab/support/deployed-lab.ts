// The cluster that the acceptance tests share: deployed once from bare machines, watched meanwhile, saved green.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {type Lab, openLab} from '../../../src/lab/handle.ts';
import {cli, statusOf, untilGreen} from './cli.ts';

/** Another lab may be named, so that several people can run these tests on one machine. */
export const labName = process.env['HPCHA_TEST_LAB'] ?? 'hpchatest';
export const cachePath = resolve(import.meta.dirname, '../../../.cache/acceptance');
const recordPath = resolve(cachePath, 'deployment.json');
const samplesPath = resolve(cachePath, 'samples.json');

/** What was seen while the first `setup` ran on bare machines. */
export type Deployment = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
  readonly samplesPath: string;
};

export type DeployedLab = {readonly lab: Lab; readonly config: string; readonly deployment: Deployment};

/**
 * The shared lab, green. Deploys it on first use; where a test before left it unwell, it has 60 s to become well by itself.
 */
export async function deployedLab(): Promise<DeployedLab> {
  mkdirSync(cachePath, {recursive: true});
  const up = await cli(
    ['lab', 'up', '--install-host-packages', '--name', labName, '--controllers', '3', '--compute', '1'],
    {timeoutMs: 900_000},
  );
  if (up.exitCode !== 0) throw new Error(`lab up: ${up.stderr}`);
  const lab = await openLab(labName);
  const bare = (await lab.ssh('server1', 'test -e /var/lib/hpcha')).exitCode !== 0;
  if (bare || !existsSync(recordPath)) {
    const deployment = await deploy(lab.config);
    writeFileSync(recordPath, JSON.stringify(deployment));
    if (deployment.exitCode !== 0)
      throw new Error(`setup exited ${deployment.exitCode}\n${deployment.stdout}\n${deployment.stderr}`);
    return {lab, config: lab.config, deployment};
  }
  const deployment: Deployment = JSON.parse(readFileSync(recordPath, 'utf8'));
  await forgetTransitions(lab);
  const {code} = await statusOf(lab.config);
  if (code !== 0) await untilGreen(lab.config, 60_000);
  return {lab, config: lab.config, deployment};
}

/** As if ten minutes had passed: the tests before moved the address more often than a healthy cluster does. */
async function forgetTransitions(lab: Lab): Promise<void> {
  const hosts = ['server1', 'server2', 'server3'];
  await Promise.all(hosts.map((host) => lab.ssh(host, ': > /var/log/hpcha/vrrp-events.log')));
}

async function deploy(config: string): Promise<Deployment> {
  const stop = await startSampler();
  const result = await cli(['setup', '--yes', '--config', config], {timeoutMs: 900_000});
  await stop();
  return {...result, samplesPath};
}

/** Begins to sample processes; resolves when the first sample can be taken, to a function that ends it. */
async function startSampler(): Promise<() => Promise<void>> {
  const sampler = spawn(process.execPath, [resolve(import.meta.dirname, 'sample-processes.ts'), samplesPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(sampler, 'exit');
  await Promise.race([
    once(sampler.stdout, 'data'),
    ended.then(() => {
      throw new Error('the sampler ended before it began');
    }),
  ]);
  return async () => {
    sampler.kill('SIGTERM');
    await ended;
  };
}
