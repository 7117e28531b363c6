// Carries out an action as an operator does who means it: by its flags, again while only a cooldown or a busy look stands against it.

import {expect} from 'vitest';
import {type CliResult, cli} from './cli.ts';
import {untilHolds} from './drills.ts';

/** `target`: what a disruptive or destructive confirmation names. */
export function act(config: string, target: string, ...words: readonly string[]): Promise<CliResult> {
  const flags = ['--yes', '--confirm', target, '--reason', 'a test on the lab'];
  return cli([...words, '--config', config, ...flags], {timeoutMs: 900_000});
}

/** What ends by itself: the cooldown, a cluster that still moved between plan and lock, a look that came too late. */
const again =
  /held the address for|was done \d+ s ago|the cluster changed since the plan was shown|has been hanging for/;

export async function acted(config: string, target: string, ...words: readonly string[]): Promise<CliResult> {
  let result = await act(config, target, ...words);
  const refused = (): boolean => result.exitCode === 77 && again.test(result.stderr);
  await untilHolds(
    words.join(' '),
    async () => {
      if (refused()) result = await act(config, target, ...words);
      return !refused();
    },
    120_000,
  );
  expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  return result;
}

export async function refusedFor(
  config: string,
  target: string,
  words: readonly string[],
  why: readonly RegExp[],
): Promise<void> {
  const {exitCode, stdout, stderr} = await act(config, target, ...words);
  expect(exitCode, stdout + stderr).toBe(77);
  // Not in the evidence above it, whose head has words like these too.
  const said = stderr.slice(stderr.indexOf('refused, nothing was changed'));
  for (const each of why) expect(said, stdout).toMatch(each);
}
