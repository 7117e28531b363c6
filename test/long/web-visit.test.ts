// `test --test web` on real controllers: a whole visit as a Unix account of its own, and nothing left of it, also of one that was killed.

import {beforeAll, describe, expect, it} from 'vitest';
import {cli, startCli} from '../lab/support/cli.ts';
import {type DeployedLab, deployedLab} from '../lab/support/deployed-lab.ts';

const controllers = ['server1', 'server2', 'server3'] as const;
let world: DeployedLab;

beforeAll(async () => {
  world = await deployedLab();
}, 1_800_000);

async function on(host: string, command: string): Promise<string> {
  const result = await world.lab.ssh(host, command);
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout.trim();
}

const test = () => ['test', '--test', 'web', '--yes', '--json', '--config', world.config];

/** What a test could have left, by place; every value is empty on a clean cluster. */
async function leftovers(): Promise<Readonly<Record<string, string>>> {
  const users = `mariadb -N -B auth_db -e "SELECT name FROM users WHERE name LIKE 'hpcha-test%'"`;
  const accounts = await Promise.all(controllers.map((host) => on(host, 'getent passwd hpcha-test || true')));
  return {
    users: await on('server1', users),
    accounts: accounts.join(''),
    processes: (await Promise.all(controllers.map((host) => on(host, 'pgrep -u 61100 || true')))).join(''),
    files: await on('server1', 'ls -d /mnt/glusterfs/home/hpcha-test 2>/dev/null || true'),
    jobs: await on('server1', "squeue --noheader --format='%j' | grep hpcha-test || true"),
  };
}

const nothing = {users: '', accounts: '', processes: '', files: '', jobs: ''};

async function passes(): Promise<void> {
  const done = await cli(test(), {timeoutMs: 600_000});
  expect(`${done.stdout}\n${done.stderr}`).toContain('"result":"passed"');
  expect(done.exitCode).toBe(0);
}

describe('test --test web', () => {
  it('uploads, submits and hears of its job through the address, from each controller, and leaves nothing', async () => {
    await passes();
    expect(await leftovers()).toEqual(nothing);
  });

  it('that is cancelled leaves nothing either', async () => {
    const run = startCli(['test', '--test', 'web', '--yes', '--config', world.config]);
    await run.untilLine(/sign in, work and sign out/);
    run.kill('SIGINT');
    await run.ended;
    await expect.poll(leftovers, {timeout: 240_000, interval: 3000}).toEqual(nothing);
  });

  it('takes away what one before has left that could not', async () => {
    const expires = '$(date -d tomorrow +%F)';
    const numbers = '--uid 61100 --user-group --no-create-home --home-dir /nonexistent --shell /bin/sh';
    await on('server2', `useradd ${numbers} --comment 'hpcha-tui test --test web' --expiredate ${expires} hpcha-test`);
    const row = "('hpcha-test-server2-0123456789', 'hpcha-tui test --test web', 'user', 'hpcha-test')";
    await on('server2', `mariadb auth_db -e "INSERT INTO users (name, display_name, role, unix) VALUES ${row}"`);
    await on('server2', 'install -d -o 61100 -g 61100 -m 700 /mnt/glusterfs/home/hpcha-test/hpcha-test-web-server2-x');
    await on('server2', 'chown 61100:61100 /mnt/glusterfs/home/hpcha-test');
    await passes();
    expect(await leftovers()).toEqual(nothing);
  });

  it('touches no account of that name that somebody else has made', async () => {
    await on('server3', 'useradd --uid 4799 --shell /bin/bash hpcha-test');
    try {
      const done = await cli(test(), {timeoutMs: 600_000});
      expect(done.exitCode).toBe(1);
      expect(`${done.stdout}\n${done.stderr}`).toContain('that no test has made');
      expect(await on('server3', 'id -u hpcha-test')).toBe('4799');
    } finally {
      await on('server3', 'userdel hpcha-test');
    }
  });
});
