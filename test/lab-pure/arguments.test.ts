// The words after `lab`: flags before or after, remote commands untouched, and every mistake named.

import {describe, expect, it} from 'vitest';
import {parseLabArguments} from '../../src/lab/arguments.ts';
import {runLab} from '../../src/lab/command.ts';

async function say(argv: readonly string[]): Promise<{code: number; out: string; err: string}> {
  const said = {out: '', err: ''};
  const code = await runLab(argv, {
    stdout: (text) => {
      said.out += text;
    },
    stderr: (text) => {
      said.err += text;
    },
    signal: new AbortController().signal,
  });
  return {code, ...said};
}

describe('words of the lab command', () => {
  it('takes flags before and after the command’s own words', () => {
    const before = parseLabArguments(['--name', 'x', 'poweroff', 'server3']);
    const after = parseLabArguments(['poweroff', 'server3', '--name=x']);
    expect(before).toEqual(after);
    expect(before).toMatchObject({command: 'poweroff', name: 'x', words: ['server3']});
  });

  it('calls the lab "lab" unless told', () => {
    expect(parseLabArguments(['up'])).toMatchObject({command: 'up', name: 'lab'});
  });

  it('leaves every word after `ssh HOST` to the remote command, flags too', () => {
    expect(parseLabArguments(['ssh', '--name', 'x', 'server1', 'ls', '--name', '-l', '--help'])).toMatchObject({
      name: 'x',
      words: ['server1', 'ls', '--name', '-l', '--help'],
    });
    expect(parseLabArguments(['ssh', 'server1', '--', '-v'])).toMatchObject({words: ['server1', '-v']});
  });

  it.each([
    [['frobnicate'], /"frobnicate" is no lab command/],
    [['up', 'extra'], /takes no word "extra"/],
    [['up', '--controllers', 'three'], /a number was expected/],
    [['up', '--controllers', '-1'], /a number was expected/],
    [['up', '--wipe'], /takes no --wipe/],
    [['poweroff'], /needs a HOST/],
    [['save', 'a', 'b'], /takes one TAG/],
    [['status', '--name'], /--name needs a value/],
    [['status', '--name', 'x', '--name', 'y'], /--name was given twice/],
    [['down', '--force'], /no flag of the lab/],
  ])('says what is wrong with %j, with exit code 64', async (argv, message) => {
    const {code, err, out} = await say(argv);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([64, '']);
  });

  it('refuses a count that no network could hold, before touching anything', async () => {
    expect(await say(['up', '--controllers', '0'])).toMatchObject({code: 64});
    expect(await say(['up', '--compute', '51'])).toMatchObject({code: 64});
  });

  it('names a lab that does not exist and how to make it', async () => {
    const {code, err} = await say(['config', '--name', 'never-made']);
    expect(code).toBe(64);
    expect(err).toMatch(/never-made: does not exist[\s\S]*lab up --name never-made/);
  });

  it('prints its help on stdout with exit code 0', async () => {
    for (const argv of [[], ['--help'], ['up', '-h'], ['help']]) {
      const {code, out} = await say(argv);
      expect(code).toBe(0);
      for (const word of ['up', 'poweroff HOST', 'restore TAG', 'down [--wipe]', 'HPCHA_LAB_DIR'])
        expect(out).toContain(word);
    }
  });
});
