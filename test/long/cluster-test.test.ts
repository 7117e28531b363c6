// `test`: written here, read there, on real controllers; a broken service fails it; nothing is left behind either way.

import {beforeAll, describe, expect, it} from 'vitest';
import {cli, type Status, statusOf} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';

let world: DeployedLab;

type Tests = {readonly result: string; readonly tests: readonly {readonly test: string; readonly result: string}[]};

beforeAll(async () => {
  world = await deployedLab();
}, 1_200_000);

async function runTests(...words: readonly string[]): Promise<Tests & {readonly exitCode: number}> {
  const {stdout, exitCode} = await cli(['test', ...words, '--yes', '--json', '--config', world.config]);
  return {...JSON.parse(stdout), exitCode};
}

/** Green, but for the address having moved more often than usual: this suite moves it. */
async function untilWell(): Promise<Status> {
  const end = performance.now() + 60_000;
  for (;;) {
    const {status} = await statusOf(world.config);
    const against = status.findings.filter(({level, code}) => level !== 'info' && code !== 'VipFlapping');
    if (status.verdict !== 'unknown' && against.length === 0) return status;
    if (performance.now() > end) throw new Error(against.map(({code, what}) => `${code}: ${what}`).join('\n'));
  }
}

async function leftOn(host: string): Promise<string> {
  const look =
    "ls -A /mnt/glusterfs/.hpcha | grep ^test-; mariadb -N -e \"SHOW DATABASES LIKE 'hpcha_test'; SELECT name FROM auth_db.users WHERE name LIKE 'hpcha-test-%'\"; squeue -h -n hpcha-test-server1,hpcha-test-server2,hpcha-test-server3; grep -v ^0 /run/hpcha/vrrp.maint; true";
  return (await world.lab.ssh(host, look)).stdout.trim();
}

describe('test --all', () => {
  it('passes on a green cluster, moves the address away and back, and leaves nothing behind', async () => {
    const before = (await untilWell()).vip.owners;
    const {exitCode, tests} = await runTests('--all');
    const passed = tests.filter(({result}) => result === 'passed').map(({test}) => test);
    expect(passed).toEqual(['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web']);
    expect(tests.filter(({result}) => result === 'not run').map(({test}) => test)).toEqual(['backup']);
    expect(exitCode).toBe(0);
    expect((await untilWell()).vip.owners).toEqual(before);
    for (const host of ['server1', 'server2', 'server3']) expect(await leftOn(host)).toBe('');
  });

  it('fails the test of the broken service alone, with exit code 1, and cleans up all the same', async () => {
    await world.lab.ssh('server3', 'systemctl stop slurmctld slurmdbd munge');
    const {exitCode, tests} = await runTests('--all');
    await world.lab.ssh('server3', 'systemctl start munge slurmdbd slurmctld');
    expect(exitCode).toBe(1);
    expect(Object.fromEntries(tests.map(({test, result}) => [test, result]))).toMatchObject({
      ...{glusterfs: 'passed', mariadb: 'passed', redis: 'passed', keepalived: 'passed'},
    });
    expect(['failed', 'unknown']).toContain(tests.find(({test}) => test === 'slurm')?.result);
    expect(await leftOn('server1')).toBe('');
    await untilWell();
  });
});
