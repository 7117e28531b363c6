// Repairs of the volume on real controllers: a backlog of heals, a disk that was replaced, and what is refused.

import {beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {act, acted, refusedFor} from '../lab/support/acts.ts';
import {untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';

const brick = '/data/gluster/data_volume/brick';
const mount = '/mnt/glusterfs';
let lab: Lab;
let cluster = '';

beforeAll(async () => {
  ({lab} = await deployedLab());
  cluster = (await lab.state()).name;
  await untilCalm(lab.config, 120_000);
});

async function on(host: string, command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await lab.ssh(host, command, {timeoutMs: 120_000});
  if (exitCode !== 0) throw new Error(`${host}: ${command}: ${stdout}${stderr}`);
  return stdout.trim();
}

const killBrick = (host: string): Promise<string> =>
  on(host, 'kill -9 $(pgrep -x glusterfsd); while pgrep -x glusterfsd >/dev/null; do sleep 0.2; done');

describe('heal-gluster', () => {
  it('starts a dead brick and copies a real backlog to it', async () => {
    await killBrick('server3');
    await on(
      'server1',
      `mkdir -p ${mount}/heal-test && cd ${mount}/heal-test && for i in $(seq 200); do echo $i > f$i; done`,
    );
    expect(Number(await on('server3', `ls ${brick}/heal-test 2>/dev/null | wc -l`))).toBe(0);
    await acted(lab.config, cluster, 'heal-gluster');
    expect(Number(await on('server3', `ls ${brick}/heal-test | wc -l`))).toBe(200);
    expect(await on('server3', `cat ${brick}/heal-test/f200`)).toBe('200');
    await on('server1', `rm -rf ${mount}/heal-test`);
    await untilCalm(lab.config, 120_000);
  });
});

describe('settle-gluster-entry', () => {
  it('refuses where nothing is in split brain', async () => {
    await refusedFor(
      lab.config,
      cluster,
      ['settle-gluster-entry', '--path', '/x', '--keep', 'server1'],
      [/no entry|nothing|split brain/i],
    );
  });
});

describe('replace-brick', () => {
  it('refuses while the brick serves, and one that is no controller’s', async () => {
    await refusedFor(lab.config, cluster, ['replace-brick', '--host', 'server3'], [/server3/, /serv/]);
    const {exitCode} = await act(lab.config, cluster, 'replace-brick', '--host', 'node001');
    expect([64, 77]).toContain(exitCode);
  });

  it('fills an empty disk from the other copies', async () => {
    await on(
      'server1',
      `mkdir -p ${mount}/replace-test && cd ${mount}/replace-test && for i in $(seq 50); do echo $i > f$i; done`,
    );
    await killBrick('server3');
    await on('server3', `rm -rf ${brick}`);
    await acted(lab.config, cluster, 'replace-brick', '--host', 'server3');
    expect(Number(await on('server3', `ls ${brick}/replace-test | wc -l`))).toBe(50);
    expect(await on('server3', `cat ${brick}/replace-test/f50`)).toBe('50');
    expect(await on('server3', `ls ${brick}/slurm/state | wc -l`)).not.toBe('0');
    await on('server1', `rm -rf ${mount}/replace-test`);
    await untilCalm(lab.config, 180_000);
  });
});
