// Issue 2, done-when 9: the shapes of a cluster that are deployed once for real: each from bare machines to green, again unchanged.

import {readFileSync, writeFileSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {type Lab, openLab} from '../../src/lab/handle.ts';
import {cli, untilGreen} from '../lab/support/cli.ts';

const name = 'hpchalong';

afterEach(async () => {
  await cli(['lab', 'down', '--wipe', '--name', name]);
}, 120_000);

/** Boots a bare lab, rewrites its file, deploys it, and proves that it is green and that a second run changes nothing. */
async function deploy(controllers: number, change: (text: string) => string): Promise<Lab> {
  await cli(['lab', 'down', '--wipe', '--name', name]);
  const up = await cli(
    ['lab', 'up', '--install-host-packages', '--name', name, '--controllers', String(controllers), '--compute', '1'],
    {timeoutMs: 900_000},
  );
  if (up.exitCode !== 0) throw new Error(up.stderr);
  const lab = await openLab(name);
  const text = readFileSync(lab.config, 'utf8');
  writeFileSync(lab.config, change(text), {mode: 0o600});
  const first = await cli(['setup', '--yes', '--config', lab.config], {timeoutMs: 1_200_000});
  expect(`${first.stdout}\n${first.stderr}`).toMatch(/\d+ changed, \d+ unchanged, 0 failed/);
  await untilGreen(lab.config, 60_000);
  const again = await cli(['setup', '--yes', '--config', lab.config], {timeoutMs: 600_000});
  expect(again.stdout.trimEnd().split('\n').at(-1)).toMatch(/^0 changed, \d+ unchanged, 0 failed$/);
  return lab;
}

describe('deployed for real', () => {
  it('Redis in cluster mode', async () => {
    const lab = await deploy(3, (text) => text.replace(/mode: sentinel/, 'mode: cluster'));
    const state = await lab.ssh(
      'server1',
      'REDISCLI_AUTH=$(awk \'$1=="requirepass"{gsub(/"/,"",$2);print $2}\' /etc/redis/*.conf | head -1) redis-cli cluster info | tr -d "\\r" | grep -E "cluster_state|cluster_slots_ok|cluster_known_nodes"',
    );
    expect(state.stdout).toContain('cluster_state:ok');
    expect(state.stdout).toContain('cluster_slots_ok:16384');
    expect(state.stdout).toContain('cluster_known_nodes:6');
  });

  it('a controller with mariadb: false, two Galera nodes and their arbitrator', async () => {
    const lab = await deploy(3, (text) => {
      const parts = text.split('- hostname: server3');
      return `${parts[0]}- hostname: server3${parts[1]?.replace('mariadb: true', 'mariadb: false')}`;
    });
    const size = await lab.ssh('server1', 'mariadb -N -B -e "SHOW STATUS LIKE \'wsrep_cluster_size\'"');
    expect(size.stdout.trim()).toMatch(/3$/);
    expect((await lab.ssh('server3', 'command -v mariadbd')).exitCode).not.toBe(0);
  });

  it('an unprivileged ssh user with sudo', async () => {
    const lab = await deploy(3, (text) => text.replace('user: root', 'user: operator1'));
    expect((await lab.ssh('server1', 'srun -N1 hostname')).stdout.trim()).toBe('node001');
  });

  it('five controllers', async () => {
    const lab = await deploy(5, (text) => text);
    const size = await lab.ssh('server5', 'mariadb -N -B -e "SHOW STATUS LIKE \'wsrep_cluster_size\'"');
    expect(size.stdout.trim()).toMatch(/5$/);
    const bricks = await lab.ssh('server1', "gluster volume info | grep -c '^Brick[0-9]'");
    expect(bricks.stdout.trim()).toBe('3');
    expect((await lab.ssh('server5', 'findmnt -t fuse.glusterfs /mnt/glusterfs')).exitCode).toBe(0);
  });
});
