// Drills, the short part: what is refused, and that a target restores itself when its console is killed in the middle.

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {cli, startCli} from './support/cli.ts';
import {type DeployedLab, deployedLab} from './support/deployed-lab.ts';
import {runnerPid, untilHolds} from './support/drills.ts';

let world: DeployedLab;

beforeAll(async () => {
  world = await deployedLab();
}, 1_200_000);

describe('a lab-only drill', () => {
  it('is refused where the configuration does not say that it is a lab, with no override', async () => {
    const real = join(world.lab.paths.dir, 'not-a-lab.yaml');
    writeFileSync(real, readFileSync(world.config, 'utf8').replace('lab: true', 'lab: false'), {mode: 0o600});
    const words = ['drill', 'run', 'D14', '--yes', '--confirm', world.lab.name, '--reason', 'test', '--config', real];
    const {exitCode, stderr} = await cli(words);
    expect(exitCode).toBe(77);
    expect(stderr).toContain('lab: true');
    expect((await cli([...words, '--override', 'DrillLabOnly'])).exitCode).toBe(77);
    expect((await world.lab.status()).every(({power}) => power === 'on')).toBe(true);
  });

  it('wants the name of the cluster and a reason; a drill of class P the name of its target', async () => {
    const lab = await cli(['drill', 'run', 'D20', '--yes', '--config', world.config]);
    expect(lab.exitCode).toBe(77);
    expect(lab.stderr).toContain(`--confirm ${world.lab.name}`);
    const production = await cli(['drill', 'run', 'D11', '--yes', '--config', world.config]);
    expect(production.exitCode).toBe(77);
    expect(production.stderr).toMatch(/--confirm server[23]/);
  });
});

describe('a drill whose console and Runner are killed in the middle', () => {
  it('is taken back by its target alone', async () => {
    const plan = await cli(['drill', 'run', 'D11', '--dry-run', '--json', '--config', world.config]);
    const target: string = JSON.parse(plan.stdout).target;
    const words = ['--yes', '--confirm', target, '--reason', 'killed', '--config', world.config];
    const run = startCli(['drill', 'run', 'D11', ...words]);
    await run.untilLine(/: observe/);
    const {runId, pid} = await runnerPid('drill', world.lab.name);
    process.kill(pid, 'SIGKILL');
    run.kill('SIGKILL');
    const active = async () => (await world.lab.ssh(target, 'systemctl is-active glusterd')).stdout.trim() === 'active';
    expect(await active()).toBe(false);
    await untilHolds('glusterd to be started by the dead-man', active, 90_000);
    const left = await world.lab.ssh(
      target,
      `ls /run/hpcha | grep drill-; cat /var/lib/hpcha/drill/${runId}/restore.log`,
    );
    expect(left.stdout).toContain('restored: 0');
    expect(left.stdout).not.toContain(`drill-${runId}`);
    await untilHolds(
      'its lock to be called orphaned',
      async () => {
        return (await cli(['runs', 'release', runId, '--yes', '--config', world.config])).exitCode === 0;
      },
      60_000,
    );
  });
});
