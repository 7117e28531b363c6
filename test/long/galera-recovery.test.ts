// Issue 4, done-when 1: the decision table exercised for real; after each recovery every acknowledged row is there.

import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {cli, untilGreen} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {
  bootstrap,
  confirmed,
  expectRecovered,
  expectRefused,
  killAll,
  nodes,
  stopOne,
} from '../lab/support/galera-cases.ts';
import {freshTable, startWriting, stopWriting, untilWritten} from '../lab/support/written-rows.ts';

let lab: Lab;
let yes: readonly string[] = [];

beforeAll(async () => {
  ({lab} = await deployedLab());
  yes = confirmed((await lab.state()).name);
  await untilGreen(lab.config, 60_000);
});

afterEach(async () => {
  for (const host of nodes) await stopWriting(lab, host);
});

describe('bringing Galera back on real controllers', () => {
  it('after a clean full stop, from the last node out', async () => {
    await freshTable(lab, 'server1');
    await startWriting(lab, 'server1');
    await untilWritten(lab, 'server1', 20);
    await stopWriting(lab, 'server1');
    await cli(['stop', '--service', 'mariadb', '--config', lab.config, ...yes]);
    const result = await bootstrap(lab.config, ...yes);
    expect(result.stdout).toMatch(/B9: it left last/);
    await expectRecovered(lab, result, 'server1');
  });

  it('after all servers were killed within a second under write load: their saved view re-forms, nothing is bootstrapped', async () => {
    await freshTable(lab, 'server1');
    await startWriting(lab, 'server1');
    await untilWritten(lab, 'server1', 50);
    await killAll(lab);
    const result = await bootstrap(lab.config, ...yes);
    await stopWriting(lab, 'server1');
    await expectRecovered(lab, result, 'server1');
  });

  it('after the same without a saved view: positions are recovered, the furthest leads', async () => {
    await freshTable(lab, 'server2');
    await startWriting(lab, 'server2');
    await untilWritten(lab, 'server2', 50);
    await killAll(lab);
    await stopWriting(lab, 'server2');
    for (const host of nodes) await lab.ssh(host, 'rm -f /var/lib/mysql/gvwstate.dat');
    const result = await bootstrap(lab.config, ...yes);
    expect(result.stdout).toContain('recover the positions of');
    expect(result.stdout).toMatch(/bootstrap \w+ from server\d at \d+ \(B1[23]/);
    await expectRecovered(lab, result, 'server2');
  });

  it('refuses a stale flag on a node that is behind, names the one ahead, and from there nothing is lost', async () => {
    await freshTable(lab, 'server1');
    await stopOne(lab, 'server3');
    await startWriting(lab, 'server1');
    await untilWritten(lab, 'server1', 20);
    await stopWriting(lab, 'server1');
    await stopOne(lab, 'server2');
    await stopOne(lab, 'server1');
    await lab.ssh('server1', "sed -i 's/^safe_to_bootstrap: 1/safe_to_bootstrap: 0/' /var/lib/mysql/grastate.dat");
    await lab.ssh('server3', "sed -i 's/^safe_to_bootstrap: 0/safe_to_bootstrap: 1/' /var/lib/mysql/grastate.dat");
    await expectRefused(lab.config, yes, [/server1 is ahead/, /server3, which claims to have left last/]);
    const overrides = ['--override', 'GaleraFlagStale'];
    const result = await bootstrap(lab.config, ...yes, ...overrides);
    expect(result.stdout).toMatch(/bootstrap \w+ from server1/);
    await expectRecovered(lab, result, 'server1');
  });

  it('refuses while one controller is unreachable, and while its ssh is gone but it is alive', async () => {
    await freshTable(lab, 'server1');
    // Alive and Primary to its peers, ssh gone: it comes back by itself.
    await lab.ssh(
      'server3',
      'systemd-run --quiet --collect --on-active=75 systemctl start ssh.socket ssh.service; systemctl stop ssh.socket ssh.service; true',
    );
    await expectRefused(lab.config, yes, [
      /server1, server2 are in a Primary component/,
      /server3 cannot be reached from here/,
    ]);
    await stopOne(lab, 'server2');
    await stopOne(lab, 'server1');
    const override = ['--override', 'GaleraUnseen:server3'];
    await expectRefused(
      lab.config,
      [...yes, ...override],
      [/server3 cannot be reached from here .* its database port answers server1, server2/],
    );
    await untilReached('server3');
    await stopOne(lab, 'server3');
    await lab.cut('server3');
    await expectRefused(lab.config, yes, [/server3 could not be looked at/, /--override GaleraUnseen:server3/]);
    await lab.mend('server3');
    await expectRecovered(lab, await bootstrap(lab.config, ...yes), 'server1');
  });

  it('refuses different histories', async () => {
    await cli(['stop', '--service', 'mariadb', '--config', lab.config, ...yes]);
    const swap = (from: string, to: string) =>
      lab.ssh('server2', `sed -i 's/^uuid: .*${from}/uuid:    ${to}/' /var/lib/mysql/grastate.dat`);
    const own = (await lab.ssh('server2', "sed -n 's/^uuid: *//p' /var/lib/mysql/grastate.dat")).stdout.trim();
    const other = `0f0f0f0f${own.slice(8)}`;
    await swap(own, other);
    await expectRefused(lab.config, yes, [/different histories/, /server2: 0f0f0f0f/, /resolve-split-brain/]);
    await swap(other, own);
    await expectRecovered(lab, await bootstrap(lab.config, ...yes), 'server1');
  });

  it('makes a component Primary in memory after all were cut apart and one lost its power, and restarts nobody', async () => {
    await freshTable(lab, 'server1');
    await startWriting(lab, 'server1');
    await untilWritten(lab, 'server1', 20);
    for (const host of nodes) await lab.cut(host);
    await untilLonely();
    await lab.poweroff('server3');
    for (const host of ['server1', 'server2']) await lab.mend(host);
    await untilReached('server1');
    await stopWriting(lab, 'server1');
    const started = await startTimes();
    await expectRefused(lab.config, yes, [/server3 could not be looked at/]);
    const result = await bootstrap(lab.config, ...yes, '--override', 'GaleraUnseen:server3');
    expect(`${result.stdout}${result.stderr}`).toMatch(/give Galera the time|0 failed/);
    expect(result.exitCode).toBe(0);
    expect(await startTimes()).toEqual(started);
    await lab.mend('server3');
    await lab.poweron('server3');
    await expectRecovered(lab, result, 'server1').catch(async () => {
      await untilGreen(lab.config, 120_000);
      await expectRecovered(lab, result, 'server1');
    });
  });
});

async function untilReached(host: string): Promise<void> {
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    const answer = await lab.ssh(host, 'true', {timeoutMs: 5000}).catch(() => null);
    if (answer?.exitCode === 0) return;
  }
  throw new Error(`${host} does not come back`);
}

/** By the lab's own side door: ssh is cut. All have noticed when the suspect timeouts are over. */
async function untilLonely(): Promise<void> {
  const end = performance.now() + 5000;
  while (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 500));
}

async function startTimes(): Promise<readonly string[]> {
  const shown = ['server1', 'server2'].map((host) =>
    lab.ssh(host, 'systemctl show mariadb -p ExecMainStartTimestampMonotonic'),
  );
  return (await Promise.all(shown)).map(({stdout}) => stdout);
}
