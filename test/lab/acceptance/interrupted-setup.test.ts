// Issue 2, done-when 7: a setup that loses its console finishes; one that loses a controller stops clearly and can be done again.

import {readFileSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Lab, openLab} from '../../../src/lab/handle.ts';
import {cli, startCli, statusOf, untilGreen} from '../support/cli.ts';

const name = 'hpchabreak';
let lab: Lab;

beforeAll(async () => {
  await cli(['lab', 'down', '--wipe', '--name', name]);
  const up = await cli(
    ['lab', 'up', '--install-host-packages', '--name', name, '--controllers', '3', '--compute', '1'],
    {timeoutMs: 900_000},
  );
  if (up.exitCode !== 0) throw new Error(up.stderr);
  lab = await openLab(name);
  withoutWeb();
}, 1_000_000);

/** What becomes of an interrupted run is no matter of phases, and other tests deploy the web services: a minute less. */
function withoutWeb(): void {
  writeFileSync(lab.config, readFileSync(lab.config, 'utf8').replaceAll('web: true', 'web: false'));
}

afterAll(async () => {
  await cli(['lab', 'down', '--wipe', '--name', name]);
}, 120_000);

type RunLine = {readonly runId: string; readonly state: string};

async function runs(): Promise<readonly RunLine[]> {
  const listed = await cli(['runs', 'list', '--json', '--config', lab.config]);
  const parsed: {runs: RunLine[]} = JSON.parse(listed.stdout);
  return parsed.runs;
}

describe('power-off of a controller during setup', () => {
  it('stops with a clear account of what is true now', async () => {
    const setup = startCli(['setup', '--yes', '--config', lab.config]);
    await setup.untilLine(/phase 2/);
    await lab.poweroff('server3');
    const result = await setup.ended;
    expect([1, 3]).toContain(result.exitCode);
    const said = result.output;
    expect(said).toContain('server3');
    expect(said).toMatch(/\d+ changed, \d+ unchanged, [1-9]\d* failed|unknown/);
    expect(said).not.toMatch(/TypeError|at .*\.ts:\d+/);
  });

  it('completes when setup is run again after poweron', async () => {
    await lab.poweron('server3');
    const again = await cli(['setup', '--yes', '--config', lab.config], {timeoutMs: 600_000});
    expect(again.stdout + again.stderr).toMatch(/\d+ changed, \d+ unchanged, 0 failed/);
    expect(again.exitCode).toBe(0);
    await untilGreen(lab.config, 60_000);
  });
});

describe('kill -9 of the console during setup', () => {
  it('lets the run finish, and runs attach shows it', async () => {
    await cli(['lab', 'down', '--wipe', '--name', name]);
    await cli(['lab', 'up', '--name', name, '--controllers', '3', '--compute', '1'], {timeoutMs: 300_000});
    lab = await openLab(name);
    withoutWeb();
    const setup = startCli(['setup', '--yes', '--config', lab.config]);
    await setup.untilLine(/^run [0-9a-f]+:/);
    setup.kill('SIGKILL');
    await setup.ended;
    const running = (await runs()).find((run) => run.state === 'running');
    expect(running).toBeDefined();
    const attached = await cli(['runs', 'attach', running?.runId ?? '', '--config', lab.config], {timeoutMs: 600_000});
    expect(attached.stdout + attached.stderr).toMatch(/\d+ changed, \d+ unchanged, 0 failed/);
    expect(attached.exitCode).toBe(0);
    const {code} = await statusOf(lab.config);
    expect(code).toBe(0);
  });

  it('lets nobody else in while the first run holds the lock', async () => {
    // A file that differs makes the next setup long enough to meet it.
    await lab.ssh('server2', 'rm -f /etc/chrony/chrony.conf');
    const first = startCli(['setup', '--yes', '--config', lab.config]);
    await first.untilLine(/^run [0-9a-f]+:/);
    let ended = false;
    const firstEnd = first.ended.then(() => {
      ended = true;
    });
    let second = await cli(['setup', '--yes', '--config', lab.config]);
    while (second.exitCode === 0 && !ended) second = await cli(['setup', '--yes', '--config', lab.config]);
    expect(second.exitCode).toBe(75);
    expect(second.stderr).toMatch(/since|for \d/);
    await firstEnd;
  });
});
