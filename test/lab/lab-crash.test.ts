// A lab that was killed half-way: down leaves nothing on the host, up clears what is dead and goes on.

import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {bringUp} from '../../src/lab/bring-up.ts';
import {openLab} from '../../src/lab/handle.ts';
import {labPaths, labRoot} from '../../src/lab/paths.ts';
import {parseState} from '../../src/lab/state.ts';
import {takeDown} from '../../src/lab/take-down.ts';
import {remainsOf} from './support/host-remains.ts';

const name = 'labcrash';
const root = labRoot(process.env);
const paths = labPaths(root, name);
const entry = resolve(import.meta.dirname, 'support/lab-process.ts');
const quiet = (): void => undefined;

/** The kernel's number of the lab; undefined when it was killed before it had one. */
function indexNow(): number | undefined {
  return existsSync(paths.state) ? parseState(readFileSync(paths.state, 'utf8'), paths.state).index : undefined;
}

/** Starts `lab up` and ends it with `signal` as soon as `when` holds or the delay is over. */
function killedUp(signal: NodeJS.Signals, delayMs: number, when: (said: string) => boolean): Promise<number | null> {
  const child = spawn(process.execPath, [entry, 'up', '--name', name, '--controllers', '2', '--compute', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const timer = setTimeout(() => child.kill(signal), delayMs);
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
    if (child.killed || !when(said)) return;
    child.kill(signal);
  });
  return new Promise((done) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      done(code);
    });
  });
}

beforeAll(async () => {
  // What a run that failed may have left.
  if (existsSync(paths.state)) await takeDown(root, name, true, quiet);
  // Base and packages are made here, so that the kills below meet the machines and not the downloads.
  await bringUp({root, name, controllers: 1, compute: 0, progress: quiet});
  await takeDown(root, name, true, quiet);
}, 900_000);

afterEach(async () => {
  if (existsSync(paths.state)) await takeDown(root, name, true, quiet);
}, 120_000);

const moments: readonly (readonly [string, number, (said: string) => boolean])[] = [
  ...[250, 400, 600, 800, 1100, 1500, 2000].map((ms) => [`after ${ms} ms`, ms, (): boolean => false] as const),
  ['as soon as the network is up', 60_000, (said) => said.includes('network:')],
  ['as soon as the first machine is ready', 60_000, (said) => said.includes('ready')],
];

describe('a lab whose `up` was killed with SIGKILL', () => {
  it.each(moments)('%s: down removes everything, whatever had been made', async (_, delay, when) => {
    await killedUp('SIGKILL', delay, when);
    const index = indexNow();
    if (index === undefined) {
      expect(existsSync(paths.config)).toBe(false);
      return;
    }
    await takeDown(root, name, false, quiet);
    expect(await remainsOf(index, name, paths.dir)).toEqual([]);
  });

  it('is brought up by the next `up`, which clears the remains first', async () => {
    await killedUp('SIGKILL', 60_000, (said) => said.includes('network:'));
    const state = await bringUp({root, name, controllers: 2, compute: 0, progress: quiet});
    const lab = await openLab(name);
    expect((await lab.status()).every((machine) => machine.ssh)).toBe(true);
    await takeDown(root, name, true, quiet);
    expect(await remainsOf(state.index, name, paths.dir)).toEqual([]);
  });
});

describe('a lab whose processes are gone', () => {
  it('is seen as lost, and `up` boots it again', async () => {
    const state = await bringUp({root, name, controllers: 2, compute: 0, progress: quiet});
    for (const machine of state.machines) process.kill(machine.leader?.pid ?? 0, 'SIGKILL');
    const lab = await openLab(name);
    await expect
      .poll(async () => (await lab.status()).map((machine) => machine.power), {timeout: 10_000})
      .toEqual(['lost', 'lost']);
    await bringUp({root, name, progress: quiet});
    expect((await lab.status()).every((machine) => machine.ssh)).toBe(true);
  });
});

describe('a machine that somebody entered', () => {
  it('goes down although the one who entered was stopped together with what it ran', async () => {
    const state = await bringUp({root, name, controllers: 1, compute: 0, progress: quiet});
    const leader = state.machines[0]?.leader?.pid ?? -1;
    const entrant = spawn(
      'nsenter',
      ['--target', String(leader), '--all', '--', 'sh', '-c', 'echo in; exec sleep 600'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const left = new Promise((done) => entrant.once('close', done));
    await new Promise((done) => entrant.stdout.once('data', done));
    entrant.kill('SIGSTOP');
    const started = Date.now();
    await takeDown(root, name, false, quiet);
    expect(Date.now() - started).toBeLessThan(25_000);
    await left;
    expect(await remainsOf(state.index, name, paths.dir)).toEqual([]);
  });
});

describe('a lab whose `up` was interrupted', () => {
  it('by SIGINT exits 130 and leaves what down can remove', async () => {
    const code = await killedUp('SIGINT', 60_000, (said) => said.includes('network:'));
    expect(code).toBe(130);
    const index = indexNow();
    expect(index).toBeDefined();
    await takeDown(root, name, true, quiet);
    expect(await remainsOf(index ?? -1, name, paths.dir)).toEqual([]);
  });

  it('two `up` at the same time of the same lab boot it once', async () => {
    const both = await Promise.all([1, 2].map(() => killedUp('SIGKILL', 120_000, () => false)));
    expect(both).toEqual([0, 0]);
    const lab = await openLab(name);
    expect((await lab.status()).every((machine) => machine.ssh)).toBe(true);
  });
});
