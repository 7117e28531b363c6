// Repairs of the volume on real controllers: a backlog of heals, an entry in split brain, a disk that was replaced.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {act, acted, refusedFor} from '../lab/support/acts.ts';
import {untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {untilHolds} from '../lab/support/drills.ts';

const hosts = ['server1', 'server2', 'server3'] as const;
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

/** Until the mount of `through` has lost, or has again, its connection to the bricks of these controllers. */
async function untilLinked(through: string, wanted: Readonly<Record<string, boolean>>): Promise<void> {
  const links = async (): Promise<boolean> => {
    const states = await Promise.all(
      Object.entries(wanted).map(async ([host, up]) => {
        const path = `${mount}/.meta/graphs/active/data_volume-client-${hosts.indexOf(host as 'server1')}/private`;
        return (await on(through, `grep -c '^connected = 1' ${path} || true`)) === (up ? '1' : '0');
      }),
    );
    return states.every(Boolean);
  };
  await untilHolds(`links of ${through}: ${JSON.stringify(wanted)}`, links, 60_000);
}

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
  const file = `${mount}/split-test`;
  const heals = ['data', 'metadata', 'entry'].map((kind) => `cluster.${kind}-self-heal`);
  const writers = 'systemctl stop slurmctld hpcha-gluster-write-check 2>/dev/null; true';

  afterAll(async () => {
    for (const heal of heals) await lab.ssh('server2', `gluster volume reset data_volume ${heal}`);
    await lab.ssh('server2', 'gluster volume set data_volume cluster.quorum-type auto');
    await lab.ssh('server2', 'gluster volume set data_volume cluster.self-heal-daemon on');
    for (const host of hosts) await lab.ssh(host, 'systemctl start glusterd slurmctld hpcha-gluster-write-check');
  });

  it('refuses where nothing is in split brain', async () => {
    await refusedFor(
      lab.config,
      cluster,
      ['settle-gluster-entry', '--path', '/x', '--keep', 'server1'],
      [/no entry|nothing|split brain/i],
    );
  });

  it('keeps the copy that a person names, after every heal was refused', async () => {
    await on('server1', `echo first > ${file}`);
    // Nobody else may write while copies diverge on purpose.
    for (const host of hosts) await on(host, writers);
    const set = (option: string, value: string) => on('server1', `gluster volume set data_volume ${option} ${value}`);
    await set('cluster.quorum-type', 'none');
    for (const heal of heals) await set(heal, 'off');
    await set('cluster.self-heal-daemon', 'off');
    await killBrick('server2');
    await killBrick('server3');
    await untilLinked('server1', {server1: true, server2: false, server3: false});
    await on('server1', `echo of-server1 > ${file}; sync ${file}`);
    // Without its daemon its brick stays down while the others come up: else they would be healed from it first.
    await killBrick('server1');
    await on('server1', 'systemctl stop glusterd');
    await on('server2', 'gluster volume start data_volume force');
    await untilLinked('server2', {server1: false, server2: true, server3: true});
    await on('server2', `echo of-the-others > ${file}; sync ${file}`);
    await on('server1', 'systemctl start glusterd');
    await untilLinked('server2', {server1: true, server2: true, server3: true});
    const split = () => on('server1', 'gluster volume heal data_volume info split-brain');
    await untilHolds('a split brain', async () => /split-test/.test(await split()), 60_000);
    for (const heal of heals) await on('server1', `gluster volume reset data_volume ${heal}`);
    await set('cluster.quorum-type', 'auto');
    await set('cluster.self-heal-daemon', 'on');

    await refusedFor(lab.config, cluster, ['heal-gluster'], [/split brain/]);
    await refusedFor(lab.config, 'server2', ['takeover-slurm', '--to', 'server2'], [/split brain/]);
    await acted(lab.config, cluster, 'settle-gluster-entry', '--path', '/split-test', '--keep', 'server1');
    await untilHolds('no split brain', async () => !/split-test/.test(await split()), 60_000);
    for (const host of hosts) expect(await on(host, `cat ${file}`)).toBe('of-server1');
    await on('server1', `rm -f ${file}`);
    for (const host of hosts) await on(host, 'systemctl start slurmctld hpcha-gluster-write-check');
    await acted(lab.config, cluster, 'heal-gluster');
    await untilCalm(lab.config, 180_000);
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
