// Nodes and jobs of Slurm from the command line, on real controllers: what is said to be done is seen to be done, and undone.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {type CliResult, cli} from './support/cli.ts';
import {deployedLab} from './support/deployed-lab.ts';
import {untilHolds} from './support/drills.ts';

let lab: Lab;

beforeAll(async () => {
  ({lab} = await deployedLab());
});

afterAll(async () => {
  await lab.ssh('server1', 'scancel --name=hpcha-work; scontrol update NodeName=node001 State=RESUME; true');
});

async function submit(more = ''): Promise<string> {
  const words = `sbatch --parsable ${more} --job-name=hpcha-work --output=/dev/null --chdir=/tmp --wrap 'sleep 300'`;
  return (await lab.ssh('server1', words)).stdout.trim();
}

async function state(job: string): Promise<string> {
  const shown = await lab.ssh('server1', `squeue --noheader --states=all --jobs=${job} --format='%T %Q'`);
  return shown.stdout.trim();
}

async function nodeState(): Promise<string> {
  return (await lab.ssh('server1', 'sinfo --noheader --Node --nodes=node001 --format="%T %E"')).stdout.trim();
}

function act(action: string, ...words: readonly string[]): Promise<CliResult> {
  return cli([action, ...words, '--config', lab.config, '--yes', '--reason', 'a test of the work with jobs']);
}

const changed = /1 changed, 0 unchanged, 0 failed/;
const unchanged = /0 changed, 1 unchanged, 0 failed/;

async function undo(of: CliResult): Promise<void> {
  const run = /run ([0-9a-f]{6})/.exec(`${of.stdout}${of.stderr}`)?.[1] ?? '';
  const result = await act('undo', '--run', run);
  expect(result.stdout, result.stderr).toMatch(changed);
}

describe('jobs', () => {
  it('are held, released and held again, each once', async () => {
    const job = await submit('--hold');
    const released = await act('slurm-job', '--job', job, '--mode', 'release');
    expect(released.stdout).toMatch(changed);
    expect(await state(job)).not.toMatch(/ 0$/);
    expect((await act('slurm-job', '--job', job, '--mode', 'release')).stdout).toMatch(unchanged);
    await undo(released);
    expect(await state(job)).toMatch(/ 0$/);
    await undo(await act('slurm-job', '--job', await submit(), '--mode', 'hold'));
  });

  it('are cancelled, not only said to be: running, held and of an array', async () => {
    for (const more of ['', '--hold', '--array=1-3 --hold']) {
      const job = await submit(more);
      const cancel = ['slurm-job', '--job', job, '--mode', 'cancel', '--confirm', job] as const;
      const result = await act(...cancel);
      expect(result.stdout, result.stderr).toMatch(changed);
      for (const line of (await state(job)).split('\n')) expect(line).toMatch(/^(CANCELLED|COMPLETING)/);
      expect((await act(...cancel)).stdout).toMatch(unchanged);
    }
  });

  it('that nobody knows cannot be held: that is a failure, not a success', async () => {
    const result = await act('slurm-job', '--job', '999999', '--mode', 'hold');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/Invalid job id/);
  });
});

describe('nodes', () => {
  it('are drained with a reason, resumed, and the same twice changes nothing', async () => {
    const drain = ['slurm-node', '--nodes', 'node001', '--mode', 'drain', '--why', 'a disk smells'] as const;
    expect((await act(...drain)).stdout).toMatch(changed);
    expect(await nodeState()).toMatch(/^drain(ed|ing) a disk smells$/);
    const again = await act(...drain);
    expect(again.stdout).toMatch(unchanged);
    expect((await act('slurm-node', '--nodes', 'node001', '--mode', 'resume')).stdout).toMatch(changed);
    await untilHolds('the node to take jobs', async () => /^(idle|mixed|allocated)/.test(await nodeState()), 30_000);
    await undo(await act(...drain));
    await untilHolds('the node to take jobs', async () => /^(idle|mixed|allocated)/.test(await nodeState()), 30_000);
  });
});
